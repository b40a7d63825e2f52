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

const isWell = options.of === 'operations' ? await strikeOperations(options.shard(Swarm.strikes)) : await runSeeds()
await pool.close()
process.exit(isWell ? 0 : 1)

/** @returns {Promise<boolean>} whether all is well */
async function runSeeds() {
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
  return closing(canaries.flatMap((done) => (done.kind === 'canary' ? [done.report] : [])))
}

/**
 * @param {typeof Swarm.strikes} strikes
 * @returns {Promise<boolean>} whether all is well
 */
async function strikeOperations(strikes) {
  console.log(`${strikes.length} kinds of strike, each at every disk operation, ${threads} at a time; commit ${commit}`)
  const [sum, failures] = [{ operations: 0, runs: 0, steps: 0, checks: 0 }, { count: 0 }]
  await Promise.all(
    strikes.map(async ({ workload, strike }) => {
      const done = await pool.run({ kind: 'operations', workload, strike })
      if (done.kind !== 'operations') return
      const { report } = done
      sum.operations += report.operations
      sum.runs += report.runs
      sum.steps += report.steps
      sum.checks += report.checks
      failures.count += report.failures.length
      console.log(
        `  ${workload}: ${strike}, at ${report.operations} operations, in ${report.runs} runs, ${report.failures.length} failures`,
      )
      const [first] = report.failures
      if (first === undefined) return
      console.log(`FAILED  ${workload}: ${first.struck}: ${first.failure.kind}, ${first.failure.what}`)
      console.log(`  ${JSON.stringify(first.failure.evidence)}\n  commit ${commit}\n  npm run swarm -- --operations`)
      for (const choice of first.choices) console.log(`    ${JSON.stringify(choice)}`)
    }),
  )
  const { operations, runs, steps, checks } = sum
  console.log(
    `${failures.count === 0 ? 'passed' : 'FAILED'}: ${operations} disk operations struck in ${runs} runs, ${steps} steps, ${failures.count} failures, ${checks} invariant checks`,
  )
  return failures.count === 0
}

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

/**
 * Prints what all seeds came to.
 * @param {readonly import('../simulation/swarm/swarm.ts').CanaryReport[]} reports
 * @returns {boolean} whether all is well
 */
function closing(reports) {
  for (const { name, seed, caughtBy } of reports) {
    console.log(seed === null ? `NOT CAUGHT  ${name}` : `caught      ${name}: seed ${seed}, ${caughtBy}`)
  }
  const unreached = gaps(totals)
  for (const { name, reason } of unreached) console.log(`not reached ${name}: ${reason ?? 'NO REASON IS KNOWN'}`)

  const caught = reports.filter(({ seed }) => seed !== null).length
  const unexplained = unreached.filter(({ reason }) => reason === null).length
  const reachesAll = unexplained === 0 || seeds.length < SEEDS_TO_REACH_ALL
  const allIsWell = totals.failures === 0 && caught === reports.length && reachesAll
  const parts = [
    `${allIsWell ? 'passed' : 'FAILED'}: ${totals.seeds} seeds${times === 'twice' ? ' run twice' : ''}`,
    `${totals.steps} steps`,
    `${totals.failures} failures`,
    `${checksOf(totals)} invariant checks`,
    `${caught} of ${reports.length} canaries caught`,
    `${unexplained} of all that there is to reach not reached without a reason`,
  ]
  console.log(parts.join(', '))
  return allIsWell
}

/** The commit that is checked out, and whether anything differs from it. */
async function commitAtHand() {
  const head = await runQuietly('git', ['rev-parse', '--short=12', 'HEAD'])
  if (head.code !== 0) return 'unknown'
  const { output } = await runQuietly('git', ['status', '--porcelain', '--untracked-files=no'])
  return `${head.output.trim()}${output.trim() === '' ? '' : ' with changes'}`
}
