// npm run swarm: simulated clusters under faults drawn from seeds, as many as you like. `npm run swarm -- --help` says how.
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { bundled, importBundled } from './bundle.mjs'
import { installDependencies } from './install.mjs'
import { ROOT, runQuietly } from './run.mjs'
import { SWARM_USAGE, swarmOptions } from './swarm-options.mjs'
import { ThreadPool } from './thread-pool.mjs'

/**
 * @typedef {import('../simulation/swarm/swarm.ts').SeedReport} SeedReport
 * @typedef {import('./swarm-thread.mjs').Task} Task
 * @typedef {import('./swarm-thread.mjs').Done} Done
 */

const PROGRESS_MILLIS = 5000
/** Further failures are named, and not shrunk. */
const SHRUNK_AT_MOST = 3
/** So many seeds have to reach all that there is to reach; fewer may miss something by chance. */
const SEEDS_TO_REACH_ALL = 1000
const FAILURES = join(ROOT, 'swarm-failures')

const args = process.argv.slice(2)
if (args.includes('--help')) {
  console.log(SWARM_USAGE)
  process.exit(0)
}
const options = swarmOptions(args, { from: Number(process.env.AERODB_SEED ?? 1), threads: availableParallelism() })
if (typeof options === 'string') {
  console.error(`${options}\n\n${SWARM_USAGE}`)
  process.exit(2)
}

await installDependencies()
const { seeds, times, threads } = options
const commit = await commitAtHand()
const module = (await bundled('src/simulation/swarm/swarm.ts')).href
/** @type {typeof import('../simulation/swarm/swarm.ts')} */
const { addReport, checksOf, gaps, NO_TOTALS, Swarm } = await importBundled(module)
/** @type {ThreadPool<Task, Done>} */
const pool = new ThreadPool(new URL('./swarm-thread.mjs', import.meta.url), [module, commit], threads)

let totals = NO_TOTALS
let shrinking = 0

console.log(`${seeds.length} seeds from ${seeds[0] ?? '-'} on, ${threads} at a time, each ${times}; commit ${commit}`)
const progress = setInterval(() => {
  console.log(`  ${totals.seeds} of ${seeds.length} seeds, ${totals.steps} steps, ${totals.failures} failures`)
}, PROGRESS_MILLIS)
const [canaries] = await Promise.all([
  Promise.all(Swarm.canaryNames.map((name) => pool.run({ kind: 'canary', name, from: seeds[0] ?? 1 }))),
  ...seeds.map(async (seed) => {
    const done = await pool.run({ kind: 'seed', seed, times })
    if (done.kind !== 'seed') return
    totals = addReport(totals, done.report)
    await tellFailure(done.report)
  }),
])
clearInterval(progress)
await pool.close()
process.exit(closing() ? 0 : 1)

/** @param {SeedReport} report */
async function tellFailure({ seed, failure }) {
  if (failure === null) return
  const lines = [
    `\nFAILED  seed ${seed}: ${failure.kind}, ${failure.what}`,
    `  ${JSON.stringify(failure.evidence)}`,
    `  commit ${commit}`,
    `  npm run swarm -- --from ${seed} --seeds 1${times === 'twice' ? ' --twice' : ''}`,
  ]
  shrinking += 1
  if (failure.kind !== 'differs' && shrinking <= SHRUNK_AT_MOST) lines.push(...(await shrunk(seed)))
  console.log(lines.join('\n'))
}

/**
 * @param {number} seed
 * @returns {Promise<readonly string[]>} what to print of it; its trace lies in a file
 */
async function shrunk(seed) {
  const done = await pool.run({ kind: 'shrink', seed })
  if (done.kind !== 'shrink' || done.report === null) return []
  const { choices, attempts, trace } = done.report
  mkdirSync(FAILURES, { recursive: true })
  const file = join(FAILURES, `seed-${seed}.trace.json`)
  writeFileSync(file, `${JSON.stringify(trace)}\n`)
  return [
    `  shrunk to ${choices.length} choices in ${attempts} runs, and ${trace.steps.length} steps of a trace: ${relative(ROOT, file)}`,
    ...choices.map((choice) => `    ${JSON.stringify(choice)}`),
  ]
}

/** Prints what all seeds came to. Returns whether all is well. */
function closing() {
  const reports = canaries.flatMap((done) => (done.kind === 'canary' ? [done.report] : []))
  for (const { name, seed, caughtBy } of reports) {
    console.log(seed === null ? `NOT CAUGHT  ${name}` : `caught      ${name}: seed ${seed}, ${caughtBy}`)
  }
  const unreached = gaps(totals)
  for (const { name, reason } of unreached) console.log(`not reached ${name}: ${reason ?? 'NO REASON IS KNOWN'}`)

  const caught = reports.filter(({ seed }) => seed !== null).length
  const unexplained = unreached.filter(({ reason }) => reason === null).length
  const reachesAll = unexplained === 0 || seeds.length < SEEDS_TO_REACH_ALL
  const isWell = totals.failures === 0 && caught === reports.length && reachesAll
  const parts = [
    `${isWell ? 'passed' : 'FAILED'}: ${totals.seeds} seeds${times === 'twice' ? ' run twice' : ''}`,
    `${totals.steps} steps`,
    `${totals.failures} failures`,
    `${checksOf(totals)} invariant checks`,
    `${caught} of ${reports.length} canaries caught`,
    `${unexplained} of all that there is to reach not reached without a reason`,
  ]
  console.log(parts.join(', '))
  return isWell
}

/** The commit that is checked out, and whether anything differs from it. */
async function commitAtHand() {
  const head = await runQuietly('git', ['rev-parse', '--short=12', 'HEAD'])
  if (head.code !== 0) return 'unknown'
  const { output } = await runQuietly('git', ['status', '--porcelain', '--untracked-files=no'])
  return `${head.output.trim()}${output.trim() === '' ? '' : ' with changes'}`
}
