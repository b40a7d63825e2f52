// Every row of the failure matrix happens, and comes to the one outcome that its row names, by a rule that its row names.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { GUARDS } from '../aerodb/rules/guards.ts'
import { parseSpecification, ruleReferences } from '../explorer/specs/parse-specification.ts'
import { loadHash128 } from '../platform/hashing.ts'
import { FAILURES } from '../simulation/failures/failures.ts'

const ROOT = new URL('../../', import.meta.url)
const ROWS = parseSpecification(readFileSync(new URL('public/specs/REPLICATION_FAILURE_MATRIX.md', ROOT), 'utf8')).failures
const hash = await loadHash128()

/** Rows that only a browser can show, and the test that shows them. */
const IN_A_BROWSER: { readonly [id: string]: string } = { 'FAIL-58': 'e2e/lifecycle.spec.ts' }

/** Rows of stages that are not built: snapshot transfer, checkpoint, GC and restore. */
const LATER = Array.from({ length: 14 }, (_, index) => `FAIL-${80 + index}`)

const rowOf = (id: string) => {
  const cells = ROWS.find((row) => row.id === id)?.cells ?? []
  const [, failure = '', , rules = '', outcome = ''] = cells
  const [, told = null] = /(?:Client|Operator|Clients and operator): (\w+)/.exec(failure) ?? []
  return { rules: ruleReferences(rules).map((reference) => reference.id), outcome, told }
}

describe('each failure has its one outcome', () => {
  test.each(FAILURES)('$id: $situation', ({ id, happen }) => {
    const row = rowOf(id)
    const ending = happen(hash)
    expect(ending.outcome).toBe(row.outcome)
    expect(row.told ?? ending.told).toBe(ending.told)
    expect([...row.rules, null]).toContain(ending.rule)
  })

  test('a rule that a refusal or a halt names is one that was asked, or the disk’s own (WAL-10)', () => {
    const asked = new Set<string>(Object.values(GUARDS).map(({ rule }) => rule))
    const named = new Set(FAILURES.map(({ happen }) => happen(hash).rule).filter((rule) => rule !== null))
    expect([...named].filter((rule) => !asked.has(rule))).toEqual(['WAL-10'])
  })
})

describe('every row is shown', () => {
  const shown = new Set<string>(FAILURES.map(({ id }) => id))

  test.each(ROWS)('$id, or it says where or when', ({ id }) => {
    expect([shown.has(id), id in IN_A_BROWSER, LATER.includes(id)].filter(Boolean)).toHaveLength(1)
  })

  test.each(Object.entries(IN_A_BROWSER))('%s is named by %s', (id, file) => {
    expect(readFileSync(new URL(file, ROOT), 'utf8')).toContain(id)
  })

  test('and nothing else is', () => {
    const rows = new Set(ROWS.map(({ id }) => id))
    expect([...shown, ...Object.keys(IN_A_BROWSER), ...LATER].filter((id) => !rows.has(id))).toEqual([])
  })

  test('each rule of a row that is shown in several ways is the rule of one of them', () => {
    const several = ROWS.filter(({ id }) => ['FAIL-43', 'FAIL-55'].includes(id))
    for (const { id } of several) {
      const named = FAILURES.filter((failure) => failure.id === id).map(({ happen }) => happen(hash).rule)
      expect(new Set(named)).toEqual(new Set(rowOf(id).rules))
    }
  })
})
