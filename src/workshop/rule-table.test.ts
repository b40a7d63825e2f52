// The table of what each rule is there for: complete, up to date on a quick part, and with a reason wherever nothing breaks.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import table from '../../public/rules/rule-table.json' with { type: 'json' }
import { parseSpecification, ruleRow } from '../explorer/specs/parse-specification.ts'
import { loadHash128 } from '../platform/hashing.ts'
import { REASONS } from '../simulation/search/rules/reasons.ts'
import { RULE_SCOPES } from '../simulation/search/rules/rule-scopes.ts'
import { type RuleRow, ruleTable, ruleTableText } from '../simulation/search/rules/rule-table.ts'
import { refusingGuards, searchRule } from '../simulation/search/rules/search-rule.ts'
import { REMOVABLE } from '../simulation/search/rules/take-away.ts'

const SPECS = new URL('../../public/specs/', import.meta.url)
const RULES = new URL('../../public/rules/', import.meta.url)
/** Scopes, and findings, that are searched again here: the others are what `npm run rules` is for. */
const QUICK_SCOPES = RULE_SCOPES.slice(0, 3)
const QUICK_STATES = 400
const SEARCH_MILLIS = 120_000

const hash = await loadHash128()
const rows: readonly RuleRow[] = table

/** Rules that a node keeps. Those of the commands of a cluster are asked before any node is reached. */
const BUILT = readdirSync(SPECS)
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => parseSpecification(readFileSync(new URL(name, SPECS), 'utf8')).rules)
  .filter((rule) => ruleRow(rule, 'State') === 'built' && !rule.id.startsWith('CLUSTER-'))
  .map(({ id }) => id)

describe('the rule table', () => {
  test('has every rule of the specs that is built into a node', () => {
    expect(new Set(rows.map(({ rule }) => rule))).toEqual(new Set(BUILT))
  })

  test('says of every rule what breaks without it, or why nothing does', () => {
    for (const { rule, broken, reason } of rows)
      expect({ rule, says: broken !== null || reason !== null }).toEqual({ rule, says: true })
  })

  test('is what its findings and the reasons of today make of it', () => {
    const findings = rows
      .filter(({ rule }) => REMOVABLE.some((removable) => removable.rule === rule))
      .map(({ rule, guard, scopes, states, broken }) => ({ rule, guard, scopes, states, broken }))
    expect(ruleTable(findings)).toEqual(rows)
    expect(readFileSync(new URL('RULE_TABLE.md', RULES), 'utf8')).toBe(ruleTableText(rows))
    expect(Object.keys(REASONS).filter((rule) => rows.every((row) => row.rule !== rule || row.reason === null))).toEqual([])
  })

  test(
    'is up to date on a quick part: searched again, the same rules break the same invariants in as many steps and states',
    () => {
      const quick = new Set(QUICK_SCOPES.map(({ name }) => name))
      const refusing = refusingGuards(hash, QUICK_SCOPES)
      const again = rows.filter(({ scopes, states, broken }) => {
        return broken !== null && states <= QUICK_STATES && scopes.every((name) => quick.has(name))
      })
      expect(again.length).toBeGreaterThan(10)
      for (const row of again) {
        const removable = REMOVABLE.find(({ rule }) => rule === row.rule)
        if (removable === undefined) throw new Error(`${row.rule} can no longer be taken away`)
        expect({ ...searchRule(hash, removable, refusing), reason: null }).toEqual(row)
      }
    },
    SEARCH_MILLIS,
  )
})
