// How many tests passed, failed and were skipped, from the reports that Vitest and Playwright write.

/** @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number }} Counts */

/** @type {Counts} */
export const NONE = { passed: 0, failed: 0, skipped: 0 }

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
export const addCounts = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped })

/**
 * @param {unknown} report
 * @param {string} field
 * @returns {unknown} undefined if it has none
 */
const fieldOf = (report, field) =>
  typeof report === 'object' && report !== null ? Object.entries(report).find(([name]) => name === field)?.[1] : undefined

/**
 * @param {unknown} report
 * @param {readonly string[]} fields
 * @returns {number} the sum of those that are there
 */
const sumOf = (report, fields) => fields.reduce((sum, field) => sum + Number(fieldOf(report, field) ?? 0), 0)

/**
 * @param {unknown} report of Vitest's json reporter; undefined if it ended before it could report
 * @returns {Counts}
 */
export const unitCounts = (report) => ({
  passed: sumOf(report, ['numPassedTests']),
  failed: sumOf(report, ['numFailedTests']),
  skipped: sumOf(report, ['numPendingTests', 'numTodoTests']),
})

/**
 * A test that passed only when tried again failed.
 * @param {unknown} report of Playwright's json reporter; undefined if it ended before it could report
 * @returns {Counts}
 */
export function e2eCounts(report) {
  const stats = fieldOf(report, 'stats')
  return { passed: sumOf(stats, ['expected']), failed: sumOf(stats, ['unexpected', 'flaky']), skipped: sumOf(stats, ['skipped']) }
}

/**
 * A stage that failed without naming a test, by a type error for instance, is one failure.
 * @param {number} exitCode
 * @param {Counts} counts
 * @returns {Counts}
 */
export const stageCounts = (exitCode, counts) => (exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts)

/**
 * The last line of `npm test`.
 * @param {Counts} counts
 */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

/**
 * A run in which no test ran has shown nothing.
 * @param {Counts} counts
 */
export const succeeded = ({ passed, failed }) => passed > 0 && failed === 0
