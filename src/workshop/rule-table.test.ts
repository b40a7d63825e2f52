// The table of what each rule is there for: complete, with a reason that the search bears out wherever nothing breaks, and what a search of today finds.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import table from '../../public/rules/rule-table.json' with { type: 'json' }
import { parseSpecification, ruleRow } from '../explorer/specs/parse-specification.ts'
import { BREACH_KINDS } from '../simulation/search/breaches.ts'
import { type RuleRow, ruleTable, unexplained } from '../simulation/search/rules/rule-table.ts'
import { ruleTableText } from '../simulation/search/rules/rule-table-text.ts'
import { REMOVABLE } from '../simulation/search/rules/take-away.ts'
import { searchRules } from './search-rules.mjs'

const SPECS = new URL('../../public/specs/', import.meta.url)
const RULES = new URL('../../public/rules/', import.meta.url)
/** Many times what it takes on two cores, so that it ends by itself on any machine. */
const SEARCH_MILLIS = 600_000

const rows = table as readonly RuleRow[]

/** Rules that a node keeps, by kind. Those of the commands of a cluster are asked before any node is reached. */
const BUILT = readdirSync(SPECS)
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => parseSpecification(readFileSync(new URL(name, SPECS), 'utf8')).rules)
  .filter((rule) => ruleRow(rule, 'State') === 'built' && !rule.id.startsWith('CLUSTER-'))
  .map((rule) => ({ id: rule.id, isStructural: ruleRow(rule, 'Kind') === 'structural' }))

describe('the rule table', () => {
  test('has every rule of the specs that is built into a node', () => {
    expect(rows.map(({ rule }) => rule).toSorted()).toEqual(BUILT.map(({ id }) => id).toSorted())
  })

  test('a rule is taken away by its guard, and a structural one by a mutation', () => {
    const structural = REMOVABLE.filter(({ guard }) => guard === null).map(({ rule }) => rule)
    expect(structural.toSorted()).toEqual(
      BUILT.filter(({ isStructural }) => isStructural)
        .map(({ id }) => id)
        .toSorted(),
    )
  })

  test('says of every rule what breaks without it, or why nothing does: a rule that others cover breaks something without them', () => {
    expect(unexplained(rows)).toEqual([])
  })

  test('names only what is described', () => {
    const described = new Set(BREACH_KINDS.map(({ id }) => id))
    const named = rows.flatMap(({ broken, covers }) => [broken, ...covers.map((cover) => cover.broken)])
    expect(named.flatMap((one) => one?.invariants ?? []).filter((id) => !described.has(id))).toEqual([])
  })

  test('is written out as it stands', () => {
    expect(readFileSync(new URL('RULE_TABLE.md', RULES), 'utf8')).toBe(ruleTableText(rows))
  })

  test(
    'is what a search of today finds, of every rule and in every scope: `npm run rules` writes it anew',
    async () => {
      const { findings, rules } = await searchRules([], () => undefined)
      const today = ruleTable(findings)
      expect(today).toEqual(rows)
      expect(rules.needlessReasons(today)).toEqual([])
    },
    SEARCH_MILLIS,
  )
})
