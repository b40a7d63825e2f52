// npm test: installs what is needed, a browser too, then runs everything: check, unit tests, build, end-to-end tests.
// It stops at the first stage that fails. The last line is the sum over all suites that ran.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { obtainBrowser } from './browser.mjs'
import { installDependencies } from './install.mjs'
import { freePort } from './port.mjs'
import { installedProgram, ROOT, run } from './run.mjs'
import { addCounts, closingLine, e2eCounts, NONE, stageCounts, succeeded, unitCounts } from './suite-counts.mjs'

const REPORTS = join(ROOT, 'node_modules', '.cache', 'aerodb')
const UNIT_REPORT = join(REPORTS, 'unit.json')
const E2E_REPORT = join(REPORTS, 'e2e.json')

/**
 * @param {string} path
 * @returns {unknown} undefined if the suite ended before it could report
 */
const readReport = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined)

let total = NONE

/**
 * Runs one stage, and ends the process if it fails.
 * @param {string} title
 * @param {() => Promise<number>} start returns an exit code
 * @param {() => import('./suite-counts.mjs').Counts} counts read once it has ended
 */
async function stage(title, start, counts = () => NONE) {
  console.log(`\n── ${title}`)
  const began = performance.now()
  const code = await start()
  total = addCounts(total, stageCounts(code, counts()))
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  console.log(`── ${title}: ${total.failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s`)
  if (total.failed > 0) finish()
}

/** @returns {never} */
function finish() {
  console.log(`\n${closingLine(total)}`)
  process.exit(succeeded(total) ? 0 : 1)
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
  () => unitCounts(readReport(UNIT_REPORT)),
)
await stage('build', () => run(installedProgram('vite'), ['build', '--logLevel', 'warn']))
const port = await freePort()
await stage(
  'end-to-end tests',
  () =>
    run(installedProgram('playwright'), ['test'], {
      env: { AERODB_BROWSER: browser, AERODB_BUILT: '1', AERODB_E2E_PORT: String(port) },
    }),
  () => e2eCounts(readReport(E2E_REPORT)),
)
finish()
