// npm run swarm: simulated clusters under faults drawn from seeds, as many as you like. `npm run swarm -- --help` says how.
import { availableParallelism } from 'node:os'
import { bundled, importBundled } from './bundle.mjs'
import { installDependencies } from './install.mjs'
import { codeAtHand } from './swarm-code.mjs'
import { strikeOnce, strikeOperations, tellOperations } from './swarm-operations.mjs'
import { SWARM_USAGE, swarmOptions } from './swarm-options.mjs'
import { runSeeds, tellSeeds } from './swarm-seeds.mjs'
import { claimTotals, mergeTotals, writeTotals } from './swarm-totals.mjs'
import { ThreadPool } from './thread-pool.mjs'

/**
 * @typedef {import('../simulation/swarm/part.ts').Came} Came
 * @typedef {import('./swarm-thread.mjs').Task} Task
 * @typedef {import('./swarm-thread.mjs').Done} Done
 */

const FAILED = 1
const MISUSED = 2

const args = process.argv.slice(2)
if (args.includes('--help')) {
  console.log(SWARM_USAGE)
  process.exit(0)
}
const asked = swarmOptions(args, { from: process.env.AERODB_SEED ?? '1', threads: availableParallelism() })
if ('code' in asked) {
  console.error(`${asked.code}: ${asked.message}\n\n${SWARM_USAGE}`)
  process.exit(MISUSED)
}

await installDependencies()
const module = (await bundled('src/simulation/swarm/swarm.ts')).href
/** @type {typeof import('../simulation/swarm/swarm.ts')} */
const swarm = await importBundled(module)
const code = await codeAtHand()

switch (asked.of) {
  case 'merge': {
    const merged = mergeTotals(swarm, asked.files)
    if ('code' in merged) leave(merged)
    console.log(`${asked.files.length} shards; commit ${merged.commit}`)
    process.exit(isWell(merged.came) ? 0 : FAILED)
    break
  }
  case 'struck':
    process.exit(await strikeOnce(swarm, asked, code))
    break
  case 'seeds':
  case 'operations': {
    const { shard, threads, totals } = asked
    const broken = asked.of === 'seeds' ? asked.broken : null
    if (broken !== null && !swarm.Swarm.brokenRules.includes(broken)) {
      leave({
        code: 'AERO_SWARM_OPTION',
        message: `--broken is "${broken}": it takes one of ${swarm.Swarm.brokenRules.join(', ')}`,
      })
    }
    const refused = totals === null ? null : claimTotals(totals)
    if (refused !== null) leave(refused)
    /** @type {ThreadPool<Task, Done>} */
    const pool = new ThreadPool(new URL('./swarm-thread.mjs', import.meta.url), [module, code.engine, broken ?? ''], threads)
    const came =
      asked.of === 'seeds' ? await runSeeds(swarm, pool, asked, code) : await strikeOperations(swarm, pool, asked, code)
    await pool.close()
    if (totals !== null) {
      const { commit, sources } = code
      const whole =
        asked.of === 'seeds' ? { of: asked.of, from: asked.from, count: asked.count, times: asked.times } : { of: asked.of }
      writeTotals(totals, swarm.partText({ commit, sources, whole, ...shard, came }))
    }
    process.exit(isWell(came) ? 0 : FAILED)
  }
}

/**
 * Prints what all came to.
 * @param {Came} came
 * @returns {boolean} whether all is well
 */
function isWell(came) {
  return came.of === 'seeds' ? tellSeeds(swarm, came) : tellOperations(came)
}

/**
 * @param {{ readonly code: string, readonly message: string }} error
 * @returns {never}
 */
function leave({ code: errorCode, message }) {
  console.error(`${errorCode}: ${message}`)
  process.exit(MISUSED)
}
