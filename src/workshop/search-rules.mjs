// What breaks without each rule, searched by as many threads as there are cores: for `npm run rules`, and for the test of the table that it writes.
import { rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundled, importBundled } from './bundle.mjs'
import { ruleNamed } from './named-rule.mjs'
import { ThreadPool } from './thread-pool.mjs'

/** @typedef {import('./rules-thread.mjs').Task} Task */
/** @typedef {import('./rules-thread.mjs').Done} Done */
/** @typedef {import('../simulation/search/rules/search-rule.ts').Finding} Finding */
/** @typedef {typeof import('../simulation/search/rules/threaded-rules.ts')} Rules */

/** A rule was asked for that there is not. */
export class UnknownRule extends Error {}

/**
 * @param {readonly string[]} wanted ids of rules; none for all
 * @param {(finding: Finding) => void} found told of each as it comes
 * @throws UnknownRule, before anything is searched
 * @returns {Promise<{ readonly findings: readonly Finding[], readonly rules: Rules }>}
 */
export async function searchRules(wanted, found) {
  const module = (await bundled('src/simulation/search/rules/threaded-rules.ts')).href
  /** @type {Rules} */
  const rules = await importBundled(module)
  for (const name of wanted) {
    const known = ruleNamed(rules.REMOVABLE, name)
    if (typeof known === 'string') throw new UnknownRule(`"${name}": ${known}`)
  }
  /** @type {ThreadPool<Task, Done>} */
  const pool = new ThreadPool(new URL('./rules-thread.mjs', import.meta.url), [module], availableParallelism())
  try {
    const refusing = new Map(
      await Promise.all(
        rules.RULE_SCOPES.map(async (scope) => {
          const done = await pool.run({ kind: 'scope', scope })
          if (done.kind !== 'scope' || done.guards === undefined) throw new Error('a thread answered something else')
          return /** @type {const} */ ([scope.name, done.guards])
        }),
      ),
    )
    const removables = rules.REMOVABLE.filter(({ rule }) => wanted.length === 0 || wanted.includes(rule))
    const findings = await Promise.all(
      removables.map(async (removable) => {
        const done = await pool.run({ kind: 'rule', removable, refusing })
        if (done.kind !== 'rule') throw new Error('a thread answered something else')
        found(done.finding)
        return done.finding
      }),
    )
    return { findings, rules }
  } finally {
    await pool.close()
    // Under a test runner, the process that bundled it may end without a word.
    rmSync(dirname(fileURLToPath(module)), { recursive: true, force: true })
  }
}
