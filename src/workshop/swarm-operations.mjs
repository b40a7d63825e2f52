// Scripted workloads, struck at every disk operation.
import { inShard } from './swarm-options.mjs'

/**
 * @typedef {typeof import('../simulation/swarm/swarm.ts')} SwarmModule
 * @typedef {import('../simulation/swarm/part.ts').Came} Came
 * @typedef {import('../simulation/swarm/part.ts').StrikeSum} StrikeSum
 * @typedef {import('./swarm-code.mjs').Code} Code
 * @typedef {import('./thread-pool.mjs').ThreadPool<import('./swarm-thread.mjs').Task, import('./swarm-thread.mjs').Done>} Pool
 */

/**
 * @param {SwarmModule} swarm
 * @param {Pool} pool
 * @param {import('./swarm-options.mjs').OperationsAsked} asked
 * @param {Code} code
 * @returns {Promise<Extract<Came, { readonly of: 'operations' }>>}
 */
export async function strikeOperations({ Swarm }, pool, { shard, threads }, { commit }) {
  const strikes = inShard(shard, Swarm.strikes)
  console.log(`${strikes.length} kinds of first strike, each at every disk operation, ${threads} at a time; commit ${commit}`)
  const sums = await Promise.all(
    strikes.map(async (task) => {
      const done = await pool.run({ kind: 'operations', ...task })
      if (done.kind !== 'operations') throw new Error(`a thread answered a strike with a ${done.kind}`)
      const { failures, failed, ...sum } = done.report
      console.log(`  ${sumText({ ...sum, failures: failed })}`)
      for (const failure of failures) tellFailure(failure, commit)
      return { ...sum, failures: failed }
    }),
  )
  return { of: 'operations', sums }
}

/**
 * @param {Extract<Came, { readonly of: 'operations' }>} came
 * @returns {boolean} whether all is well
 */
export function tellOperations({ sums }) {
  const sum = (/** @type {'operations' | 'operationsOfRecoveries' | 'runs' | 'steps' | 'checks' | 'failures'} */ name) =>
    sums.reduce((total, each) => total + each[name], 0)
  const isWell = sums.length > 0 && sum('failures') === 0
  const parts = [
    `${isWell ? 'passed' : 'FAILED'}: ${sums.length} kinds of first strike`,
    `${sum('operations')} disk operations struck`,
    `${sum('operationsOfRecoveries')} of recoveries struck again`,
    `${sum('runs')} runs`,
    `${sum('steps')} steps`,
    `${sum('failures')} failures`,
    `${sum('checks')} invariant checks`,
  ]
  console.log(parts.join(', '))
  return isWell
}

/**
 * One struck run: what a failure's command runs again.
 * @param {SwarmModule} swarm
 * @param {import('./swarm-options.mjs').StruckAsked} asked
 * @param {Code} code
 * @returns {Promise<number>} an exit code
 */
export async function strikeOnce({ Swarm }, { workload, aim }, { commit, engine }) {
  const report = (await Swarm.open(engine)).struck(workload, aim)
  if (report === null) {
    console.error(`AERO_SWARM_OPTION: --struck is "${workload}:${aim}": there is no such workload, strike or operation`)
    console.error(`  workloads: ${Swarm.workloadNames.join(', ')}`)
    return 2
  }
  const { failure, choices, steps } = report
  if (failure !== null) tellFailure({ struck: `${workload}:${aim}`, failure, choices }, commit)
  console.log(`${failure === null ? 'passed' : 'FAILED'}: ${workload}, struck ${aim}, ${steps} steps`)
  return failure === null ? 0 : 1
}

/**
 * @param {import('../simulation/at-operation/every-operation.ts').StruckFailure} failure
 * @param {string} commit
 */
function tellFailure({ struck, failure, choices }, commit) {
  const lines = [
    `FAILED  ${struck}: ${failure.kind}, ${failure.what}`,
    `  ${JSON.stringify(failure.evidence)}`,
    `  commit ${commit}`,
    `  npm run swarm -- --struck ${struck}`,
    ...choices.map((choice) => `    ${JSON.stringify(choice)}`),
  ]
  console.log(lines.join('\n'))
}

/** @param {StrikeSum} sum */
function sumText({ workload, strike, operations, operationsOfRecoveries, runs, failures }) {
  return `${workload}: ${strike} at ${operations} operations, again at ${operationsOfRecoveries} of recoveries, ${runs} runs, ${failures} failures`
}
