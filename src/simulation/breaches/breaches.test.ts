import { expect, test } from 'vitest'
import type { Fact } from '../../invariants/fact.ts'
import { INVARIANTS } from '../../invariants/invariants.ts'
import { Judge } from '../../invariants/judge.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { BREACHES } from './breaches.ts'

const hash = await loadHash128()

function judged(facts: readonly Fact[]): Judge {
  const judge = new Judge()
  for (const fact of facts) judge.take(fact)
  return judge
}

/** Those that nothing excuses. */
function breachedIn(judge: Judge): readonly string[] {
  return judge.verdicts().flatMap(({ id, holds, excusedBy }) => (holds || excusedBy !== undefined ? [] : [id]))
}

test('every invariant has a history that breaks it', () => {
  expect(Object.keys(BREACHES).toSorted()).toEqual(INVARIANTS.map(({ id }) => id).toSorted())
  for (const [id, cases] of Object.entries(BREACHES)) expect({ id, isBroken: cases.length > 0 }).toEqual({ id, isBroken: true })
})

const CASES = Object.entries(BREACHES).flatMap(([id, cases]) => cases.map((one) => ({ id, ...one })))

test.each(CASES)('$id is broken, and nothing else: $how', ({ id, rightful, wrong, ...one }) => {
  const right = judged(rightful(hash))
  expect(breachedIn(right)).toEqual([])
  expect(right.verdicts().find((verdict) => verdict.id === id)?.checks).toBeGreaterThan(0)
  expect(breachedIn(judged(wrong(hash))).toSorted()).toEqual([id, ...Object.keys(one.with ?? {})].toSorted())
})
