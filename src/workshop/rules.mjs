// npm run rules: takes every rule of the engine away, one at a time, and writes down the shortest history that goes wrong without it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installDependencies } from './install.mjs'
import { ROOT } from './run.mjs'
import { searchRules, UnknownRule } from './search-rules.mjs'

const FOLDER = join(ROOT, 'public', 'rules')
const MISUSED = 2

/** @typedef {import('../simulation/search/rules/search-rule.ts').Finding} Finding */
/** @typedef {import('../simulation/search/rules/search-rule.ts').Searched} Searched */

/** @param {Searched} searched */
const outcome = ({ states, broken }) =>
  `${broken === null ? 'nothing breaks' : `${broken.invariants.join(', ')} in ${broken.history.length} steps`}; ${states} states`

/** @param {Finding} finding */
function show(finding) {
  console.log(`${finding.rule}: ${outcome(finding)}`)
  for (const cover of finding.covers) console.log(`  and without ${cover.rules.join(', ')}: ${outcome(cover)}`)
}

/**
 * @param {unknown} error
 * @returns {never}
 */
function leave(error) {
  if (!(error instanceof UnknownRule)) throw error
  console.error(`AERO_SEARCH_OPTION: ${error.message}`)
  process.exit(MISUSED)
}

await installDependencies()
const wanted = process.argv.slice(2)
console.log('With every rule …')
const { findings, rules } = await searchRules(wanted, show).catch(leave)
const rows = rules.ruleTable(findings)
if (wanted.length === 0) {
  writeFileSync(join(FOLDER, 'rule-table.json'), `${JSON.stringify(rows, null, 2)}\n`)
  writeFileSync(join(FOLDER, 'RULE_TABLE.md'), rules.ruleTableText(rows))
}
const needed = rows.filter((row) => row.broken !== null).length
console.log(`${rows.length} rules: ${needed} are needed, ${rows.length - needed} break nothing when they are taken away.`)
const bare = rules.unexplained(rows)
if (bare.length > 0) console.error(`Of these nothing says why, or the search does not bear it out: ${bare.join(', ')}`)
const needless = rules.needlessReasons(rows)
if (needless.length > 0) console.error(`A reason is given why nothing breaks, and something does: ${needless.join(', ')}`)
process.exit(bare.length + needless.length === 0 ? 0 : 1)
