// A thread in which `npm run bench -- search` measures: rounds of the yardstick and of one thing beside it, in turn, so that ratios hold.
import { parentPort, workerData } from 'node:worker_threads'
import { importBundled } from './bundle.mjs'
import { MANAGERS, STATES, searchTwoPhaseCommit } from './two-phase-commit.mjs'

/** @typedef {'search' | 'simulator'} Measure states, or node steps */
/** @typedef {{ readonly search: string, readonly swarm: string, readonly rounds: number, readonly measure: Measure }} Work */
/** @typedef {{ readonly yardstick: number, readonly measured: number }} Round states of the yardstick, and of what is measured, a second of a core */

const EVERYTHING = Number.POSITIVE_INFINITY
/** Seeds a round: about as long as a search takes. */
const SEEDS = 60

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what crosses threads has no type; bench-search.mjs sends it
const { search, swarm, rounds, measure } = /** @type {Work} */ (workerData)
/** @type {typeof import('../simulation/search/threaded.ts')} */
const { BreadthFirstSearch, ClusterModel, loadHash128, scopeOf } = await importBundled(search)
/** @type {typeof import('../simulation/swarm/swarm.ts')} */
const { stepsOfSeeds } = await importBundled(swarm)
const hash = await loadHash128()
const SCOPE = scopeOf({ writes: 3, crashes: 1 }, { nodes: 3 })

/**
 * @param {() => number} work returns how much was done
 * @returns {number} how much in a second of processor time
 */
function rate(work) {
  const before = process.cpuUsage()
  const done = work()
  const { user, system } = process.cpuUsage(before)
  return done / ((user + system) / 1e6)
}

function yardstick() {
  const states = searchTwoPhaseCommit(MANAGERS)
  if (states !== STATES) throw new Error(`two-phase commit has ${STATES} states, not ${states}`)
  return states
}

function engineStates() {
  const { kind, states } = new BreadthFirstSearch(new ClusterModel(hash, SCOPE), {
    states: EVERYTHING,
    depth: EVERYTHING,
  }).advance(EVERYTHING)
  if (kind !== 'exhausted') throw new Error(`the search was ${kind}`)
  return states
}

/** @param {number} round */
const steps = (round) => stepsOfSeeds(hash, 1 + round * SEEDS, SEEDS)
const work = measure === 'search' ? engineStates : steps

// Not measured: the runtime compiles what it will run, of the simulator more than the first round of it would touch.
yardstick()
if (measure === 'search') engineStates()
else stepsOfSeeds(hash, 1, 4 * SEEDS)

for (let round = 0; round < rounds; round++) {
  /** @type {Round} */
  const measured = { yardstick: rate(yardstick), measured: rate(() => work(round)) }
  parentPort?.postMessage(measured)
}
