import { expect, test } from 'vitest'
import { addCounts, closingLine, e2eCounts, NONE, stageCounts, succeeded, unitCounts } from './suite-counts.mjs'

test('a report of Vitest is counted', () => {
  expect(unitCounts({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1, success: false })).toEqual({
    passed: 7,
    failed: 2,
    skipped: 4,
  })
})

test('a report of Playwright is counted, and a test that passed only when tried again failed', () => {
  expect(e2eCounts({ stats: { expected: 5, unexpected: 1, flaky: 2, skipped: 3 } })).toEqual({ passed: 5, failed: 3, skipped: 3 })
})

test('a suite without a report counts nothing, and its failure counts as one', () => {
  expect(unitCounts(undefined)).toEqual(NONE)
  expect(e2eCounts(undefined)).toEqual(NONE)
  expect(stageCounts(1, NONE)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(stageCounts(1, { passed: 4, failed: 2, skipped: 0 })).toEqual({ passed: 4, failed: 2, skipped: 0 })
  expect(stageCounts(0, NONE)).toEqual(NONE)
})

test('the closing line is the sum, and names skipped tests only where there are any', () => {
  expect(closingLine(addCounts({ passed: 1, failed: 2, skipped: 0 }, { passed: 10, failed: 0, skipped: 0 }))).toBe(
    '11 passed, 2 failed',
  )
  expect(closingLine({ passed: 1, failed: 0, skipped: 2 })).toBe('1 passed, 0 failed, 2 skipped')
})

test('a run succeeds only if a test passed and none failed', () => {
  expect(succeeded({ passed: 1, failed: 0, skipped: 5 })).toBe(true)
  expect(succeeded({ passed: 9, failed: 1, skipped: 0 })).toBe(false)
  expect(succeeded({ passed: 0, failed: 0, skipped: 5 })).toBe(false)
})
