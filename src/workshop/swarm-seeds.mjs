// Seeds of the swarm, with its canaries: runs them, tells what failed, and judges what all came to.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ROOT } from './run.mjs'
import { seedsOf } from './swarm-options.mjs'

/**
 * @typedef {typeof import('../simulation/swarm/swarm.ts')} SwarmModule
 * @typedef {import('../simulation/swarm/swarm.ts').SeedReport} SeedReport
 * @typedef {import('../simulation/swarm/part.ts').Came} Came
 * @typedef {import('./swarm-code.mjs').Code} Code
 * @typedef {import('./swarm-options.mjs').SeedsAsked} SeedsAsked
 * @typedef {import('./thread-pool.mjs').ThreadPool<import('./swarm-thread.mjs').Task, import('./swarm-thread.mjs').Done>} Pool
 */

const PROGRESS_MILLIS = 5000
/** Further failures are named, and not shrunk; each says so. */
const SHRUNK_AT_MOST = 3
/** So many seeds have to reach all that there is to reach; fewer may miss something by chance. */
const SEEDS_TO_REACH_ALL = 1000
const FAILURES = join(ROOT, 'swarm-failures')

/**
 * @param {SwarmModule} swarm
 * @param {Pool} pool
 * @param {SeedsAsked} asked
 * @param {Code} code
 * @returns {Promise<Extract<Came, { readonly of: 'seeds' }>>}
 */
export async function runSeeds({ Swarm, addReport, NO_TOTALS }, pool, asked, { commit }) {
  const { threads, shard, times, broken } = asked
  const seeds = seedsOf(asked)
  const part = shard.parts === 1 ? '' : `, of shard ${shard.part}/${shard.parts}`
  console.log(
    `${seeds.length} seeds from ${seeds[0] ?? '-'} on${part}, ${threads} at a time, each ${times}${broken === null ? '' : `, without ${broken}`}; commit ${commit}`,
  )
  // An engine that is broken already is its own canary.
  const canaryRules = broken === null ? Swarm.canaryRules : []
  let totals = NO_TOTALS
  /** @type {number[]} */
  const failed = []
  const progress = setInterval(() => {
    console.log(`  ${totals.seeds} of ${seeds.length} seeds, ${totals.steps} steps, ${totals.failures} failures`)
  }, PROGRESS_MILLIS)
  const [canaries] = await Promise.all([
    Promise.all(canaryRules.map((rule) => pool.run({ kind: 'canary', rule, from: seeds[0] ?? 1 }))),
    ...seeds.map(async (seed) => {
      const done = await pool.run({ kind: 'seed', seed, times })
      if (done.kind !== 'seed') throw new Error(`a thread answered a seed with a ${done.kind}`)
      totals = addReport(totals, done.report)
      if (done.report.failure === null) return
      failed.push(seed)
      await tellFailure(pool, done.report, { asked, commit, number: failed.length })
    }),
  ])
  clearInterval(progress)
  return {
    of: 'seeds',
    totals,
    failed: failed.toSorted((a, b) => a - b),
    canaries: canaries.flatMap((done) => (done.kind === 'canary' ? [done.report] : [])),
  }
}

/**
 * Prints what all seeds came to, and judges it.
 * @param {SwarmModule} swarm
 * @param {Extract<Came, { readonly of: 'seeds' }>} came
 * @returns {boolean} whether all is well
 */
export function tellSeeds({ Swarm, gaps, checksOf }, { totals, failed, canaries }) {
  for (const { name, rule, seed, caughtBy } of canaries) {
    console.log(
      seed === null
        ? `NOT CAUGHT  ${name}`
        : `caught      ${name}: ${caughtBy}; npm run swarm -- --from ${seed} --seeds 1 --broken ${rule}`,
    )
  }
  const unreached = gaps(totals)
  for (const reason of new Set(unreached.map((one) => one.reason))) {
    const names = unreached.filter((one) => one.reason === reason).map(({ name }) => name)
    console.log(`not reached ${names.join(', ')}: ${reason ?? 'NO REASON IS KNOWN'}`)
  }
  if (failed.length > 0) console.log(`failed      seeds ${failed.join(', ')}`)

  const rules = Swarm.canaryRules
  const caught = rules.filter((rule) => canaries.some((canary) => canary.rule === rule && canary.seed !== null)).length
  const unexplained = unreached.filter(({ reason }) => reason === null).length
  const judgesReach = totals.seeds >= SEEDS_TO_REACH_ALL
  if (!judgesReach)
    console.log(`reach is judged from ${SEEDS_TO_REACH_ALL} seeds on; those of shards count together (--totals, --merge)`)
  const allIsWell = totals.failures === 0 && caught === rules.length && (unexplained === 0 || !judgesReach)
  const parts = [
    `${allIsWell ? 'passed' : 'FAILED'}: ${totals.seeds} seeds`,
    `${totals.steps} steps`,
    `${totals.failures} failures`,
    `${checksOf(totals)} invariant checks`,
    `${caught} of ${rules.length} canaries caught`,
    `${unexplained} of all that there is to reach not reached without a reason`,
  ]
  console.log(parts.join(', '))
  return allIsWell
}

/**
 * @param {Pool} pool
 * @param {SeedReport} report
 * @param {{ readonly asked: SeedsAsked, readonly commit: string, readonly number: number }} how `number`: of the
 *   failure, from 1 on
 */
async function tellFailure(pool, { seed, failure }, { asked: { times, broken }, commit, number }) {
  if (failure === null) return
  const flags = `${times === 'twice' ? ' --twice' : ''}${broken === null ? '' : ` --broken ${broken}`}`
  const notShrunk = whyNotShrunk(failure, number)
  const name = `seed-${seed}${broken === null ? '' : `-without-${broken}`}`
  const lines = [
    `\nFAILED  seed ${seed}: ${failure.kind}, ${failure.what}`,
    `  ${JSON.stringify(failure.evidence)}`,
    `  commit ${commit}`,
    `  npm run swarm -- --from ${seed} --seeds 1${flags}`,
    ...(notShrunk === null ? await shrunk(pool, seed, name) : [`  not shrunk: ${notShrunk}`]),
  ]
  console.log(lines.join('\n'))
}

/**
 * @param {NonNullable<SeedReport['failure']>} failure
 * @param {number} number of it, from 1 on
 * @returns {string | null} null where it is shrunk
 */
function whyNotShrunk({ kind }, number) {
  if (kind === 'differs') return 'what differs between two runs of a seed is in no one list of choices'
  if (number > SHRUNK_AT_MOST) return `only the first ${SHRUNK_AT_MOST} failures are; the command above does it for this one`
  return null
}

/**
 * @param {Pool} pool
 * @param {number} seed
 * @param {string} name of the file that its trace lies in
 * @returns {Promise<readonly string[]>} what to print of it
 */
async function shrunk(pool, seed, name) {
  // Not behind all seeds that wait: what failed is to be told soon.
  const done = await pool.runNext({ kind: 'shrink', seed })
  if (done.kind !== 'shrink' || done.report === null) return []
  const { choices, attempts, trace } = done.report
  mkdirSync(FAILURES, { recursive: true })
  const file = join(FAILURES, `${name}.trace.json`)
  writeFileSync(file, `${JSON.stringify(trace)}\n`)
  return [
    `  shrunk to ${choices.length} choices in ${attempts} runs, and ${trace.steps.length} steps of a trace: ${relative(ROOT, file)}`,
    ...choices.map((choice) => `    ${JSON.stringify(choice)}`),
  ]
}
