// A thread of a search for what each rule is there for, given the module that searches: one scope with every rule, or one rule taken away.
import { parentPort } from 'node:worker_threads'
import { importBundled } from './bundle.mjs'

/** @typedef {import('../simulation/search/rules/search-rule.ts').Refusing} Refusing */
/** @typedef {import('../simulation/search/rules/search-rule.ts').Finding} Finding */
/** @typedef {import('../simulation/search/rules/rule-scopes.ts').RuleScope} RuleScope */
/** @typedef {import('../simulation/search/rules/take-away.ts').Removable} Removable */

/**
 * @typedef {{ readonly kind: 'scope', readonly scope: RuleScope }
 *   | { readonly kind: 'rule', readonly removable: Removable, readonly refusing: Refusing }} Task
 *
 * @typedef {{ readonly kind: 'scope', readonly guards: ReturnType<Refusing['get']> }
 *   | { readonly kind: 'rule', readonly finding: Finding }} Done
 */

const [module = ''] = process.argv.slice(2)
/** @type {typeof import('../simulation/search/rules/threaded-rules.ts')} */
const { loadHash128, refusingGuards, searchRule } = await importBundled(module)
const hash = await loadHash128()

/**
 * @param {Task} task
 * @returns {Done}
 */
function carryOut(task) {
  switch (task.kind) {
    case 'scope':
      return { kind: 'scope', guards: refusingGuards(hash, task.scope) }
    case 'rule':
      return { kind: 'rule', finding: searchRule(hash, task.removable, task.refusing) }
  }
}

parentPort?.on('message', (/** @type {Task} */ task) => parentPort?.postMessage(carryOut(task)))
