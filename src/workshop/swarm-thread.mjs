// A thread of `npm run swarm`, given the module of the swarm, the name of the build and, if any, the rule that it does without: does what it is told, one task after the other, and says what came of it.
import { parentPort } from 'node:worker_threads'
import { importBundled } from './bundle.mjs'

/**
 * @typedef {{ readonly kind: 'seed', readonly seed: number, readonly times: import('../simulation/swarm/swarm.ts').Times }
 *   | { readonly kind: 'canary', readonly rule: string, readonly from: number }
 *   | { readonly kind: 'shrink', readonly seed: number }
 *   | { readonly kind: 'operations', readonly workload: string, readonly strike: string }} Task
 *
 * @typedef {{ readonly kind: 'seed', readonly report: import('../simulation/swarm/swarm.ts').SeedReport }
 *   | { readonly kind: 'canary', readonly report: import('../simulation/swarm/swarm.ts').CanaryReport }
 *   | { readonly kind: 'shrink', readonly report: import('../simulation/swarm/swarm.ts').ShrunkReport | null }
 *   | { readonly kind: 'operations', readonly report: import('../simulation/at-operation/every-operation.ts').OperationsReport }} Done
 */

const [module = '', engine = '', without = ''] = process.argv.slice(2)
/** @type {typeof import('../simulation/swarm/swarm.ts')} */
const { Swarm } = await importBundled(module)
const swarm = await Swarm.open(engine, without === '' ? null : without)

/**
 * @param {Task} task
 * @returns {Done}
 */
function carryOut(task) {
  switch (task.kind) {
    case 'seed':
      return { kind: 'seed', report: swarm.seed(task.seed, task.times) }
    case 'canary':
      return { kind: 'canary', report: swarm.canary(task.rule, task.from) }
    case 'operations':
      return { kind: 'operations', report: swarm.operations(task.workload, task.strike) }
    case 'shrink':
      return { kind: 'shrink', report: swarm.shrunk(task.seed) }
  }
}

parentPort?.on('message', (/** @type {Task} */ task) => parentPort?.postMessage(carryOut(task)))
