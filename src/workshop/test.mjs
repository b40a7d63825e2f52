// npm test: installs what is needed, a browser too, then runs everything: check, unit tests, build, end-to-end tests.
// It stops at the first stage that fails. The last line is the sum over all suites that ran.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { obtainBrowser } from './browser.mjs'
import { installDependencies } from './install.mjs'
import { freePort } from './port.mjs'
import { installedProgram, ROOT, run } from './run.mjs'

const REPORTS = join(ROOT, 'node_modules', '.cache', 'aerodb')
const UNIT_REPORT = join(REPORTS, 'unit.json')
const E2E_REPORT = join(REPORTS, 'e2e.json')

/** @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number }} Counts */

/** @type {Counts} */
const NONE = { passed: 0, failed: 0, skipped: 0 }

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
const add = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped })

/**
 * @param {string} path
 * @returns {unknown} undefined if the suite ended before it could report
 */
function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

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

/** @returns {Counts} */
function unitCounts() {
  const report = readReport(UNIT_REPORT)
  return {
    passed: sumOf(report, ['numPassedTests']),
    failed: sumOf(report, ['numFailedTests']),
    skipped: sumOf(report, ['numPendingTests', 'numTodoTests']),
  }
}

/** @returns {Counts} */
function e2eCounts() {
  const stats = fieldOf(readReport(E2E_REPORT), 'stats')
  return { passed: sumOf(stats, ['expected']), failed: sumOf(stats, ['unexpected', 'flaky']), skipped: sumOf(stats, ['skipped']) }
}

let total = NONE

/**
 * Runs one stage, and ends the process if it fails.
 * @param {string} title
 * @param {() => Promise<number>} start returns an exit code
 * @param {() => Counts} counts read once it has ended
 */
async function stage(title, start, counts = () => NONE) {
  console.log(`\n── ${title}`)
  const began = performance.now()
  const code = await start()
  const ran = counts()
  // A stage that failed without naming a test, a type error for instance, still counts as a failure.
  total = add(total, code !== 0 && ran.failed === 0 ? { ...ran, failed: 1 } : ran)
  console.log(`── ${title}: ${code === 0 ? 'passed' : 'FAILED'} in ${((performance.now() - began) / 1000).toFixed(0)} s`)
  if (code !== 0 || total.failed > 0) finish()
}

/** @returns {never} */
function finish() {
  const { passed, failed, skipped } = total
  const ranNone = passed + failed === 0
  if (ranNone) console.log('No test ran.')
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  process.exit(failed > 0 || ranNone ? 1 : 0)
}

await installDependencies()
mkdirSync(REPORTS, { recursive: true })
for (const report of [UNIT_REPORT, E2E_REPORT]) rmSync(report, { force: true })

let browser = ''
await stage('browser', async () => {
  try {
    browser = await obtainBrowser()
    console.log(browser)
    return 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return 1
  }
})
await stage('check', () => run(process.execPath, ['src/workshop/check.mjs']))
await stage(
  'unit and property tests',
  () => run(installedProgram('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`]),
  unitCounts,
)
await stage('build', () => run(installedProgram('vite'), ['build', '--logLevel', 'warn']))
const port = await freePort()
await stage(
  'end-to-end tests',
  () =>
    run(installedProgram('playwright'), ['test'], {
      env: { AERODB_BROWSER: browser, AERODB_BUILT: '1', AERODB_E2E_PORT: String(port) },
    }),
  e2eCounts,
)
finish()
