// One thread of `npm run rules`: searches what it is asked to, one rule or all scopes.
import { parentPort, workerData } from 'node:worker_threads'
import { importBundled } from './bundle.mjs'

/** @typedef {import('../simulation/search/rules/search-rule.ts').Refusing} Refusing */
/** @typedef {import('../simulation/search/rules/take-away.ts').Removable} Removable */
/** @typedef {{ readonly kind: 'refusing' } | { readonly kind: 'rule', readonly removable: Removable, readonly refusing: Refusing }} Task */

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what crosses threads has no type; rules.mjs sends it
const { bundle } = /** @type {{ readonly bundle: string }} */ (workerData)
/** @type {typeof import('../simulation/search/rules/threaded-rules.ts')} */
const { loadHash128, refusingGuards, searchRule } = await importBundled(bundle)
const hash = await loadHash128()

parentPort?.on('message', (/** @type {Task} */ task) => {
  parentPort?.postMessage(task.kind === 'refusing' ? refusingGuards(hash) : searchRule(hash, task.removable, task.refusing))
})
