import { expect, test } from 'vitest'
import { invariantsSay } from './invariants-say.ts'

const holding = { id: 'a', holds: true, checks: 4 }

test.each([
  [[holding], '1 invariant holds'],
  [[holding, { ...holding, id: 'b' }, { id: 'c', holds: true, checks: 0 }], '2 invariants hold, 1 not tested yet'],
  [[holding, { id: 'b', holds: false, checks: 1 }], '1 invariant is broken, 1 invariant holds'],
  [[holding, { id: 'b', holds: false, checks: 1, excusedBy: 'a wiped disk' }], '1 invariant holds, 1 broken by damage'],
])('%j', (verdicts, says) => {
  expect(invariantsSay(verdicts)).toBe(says)
})
