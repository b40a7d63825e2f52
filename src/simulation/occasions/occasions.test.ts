import { expect, test } from 'vitest'
import type { SyncPolicy } from '../../aerodb/configuration.ts'
import type { Fact } from '../../invariants/fact.ts'
import { Judge } from '../../invariants/judge.ts'
import { Occurrences, SOMETIMES } from '../../invariants/sometimes/occurrences.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { N1, N2, Rehearsal } from '../rehearsal.ts'
import type { Occasion } from './occasion.ts'
import { OCCASIONS } from './occasions.ts'

const hash = await loadHash128()

/** How often it happens in a story. */
function timesIn(id: string, story: Occasion['happens'], sync: SyncPolicy): number {
  const [judge, occurrences] = [new Judge(), new Occurrences()]
  const hears = (fact: Fact): void => {
    occurrences.take(fact, judge.chronicle)
    judge.take(fact)
  }
  story(new Rehearsal({ hash, nodes: [N1, N2], sync, judge: 'nothing', hears }))
  expect(judge.breach).toBeNull()
  return occurrences.counts.get(id) ?? 0
}

test('everything that must happen sometimes has a story in which it does', () => {
  expect(Object.keys(OCCASIONS).toSorted()).toEqual(SOMETIMES.map(({ id }) => id).toSorted())
})

const CASES = Object.entries(OCCASIONS).map(([id, occasion]) => ({ id, ...occasion }))

test.each(CASES)('$id is counted when it happens, and not when it does not', ({
  id,
  happens,
  doesNot,
  times = 1,
  sync = 'each',
}) => {
  expect(timesIn(id, happens, sync)).toBe(times)
  expect(timesIn(id, doesNot, 'each')).toBe(0)
})
