// Which Chromium the end-to-end tests drive, and how to get one. Plain Node without a dependency.
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ROOT, run } from './run.mjs'

/** Names a browser's executable; wins over everything else. */
const BROWSER_VARIABLE = 'AERODB_BROWSER'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

const STANDARD_PLACES = [
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Chromium refuses its sandbox to root. */
const AS_ROOT = ['--no-sandbox', '--disable-gpu']

const isRoot = () => process.getuid?.() === 0

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** @returns {string | undefined} */
function browserOnThisMachine() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...STANDARD_PLACES]
  return candidates.find(isExecutable)
}

/** @returns {Promise<string | undefined>} the browser that Playwright downloaded earlier */
async function playwrightsOwnBrowser() {
  if (!existsSync(join(ROOT, 'node_modules', '@playwright', 'test'))) return undefined
  const { chromium } = await import('@playwright/test')
  return [chromium.executablePath()].find(isExecutable)
}

/**
 * The browser to drive: the one that AERODB_BROWSER names, else one on this machine, else one that Playwright downloaded.
 * @returns {Promise<string | undefined>} its path, or undefined if there is none
 * @throws {Error} if AERODB_BROWSER names what cannot be run
 */
export async function findBrowser() {
  const named = process.env[BROWSER_VARIABLE]
  if (named !== undefined && named !== '') {
    if (!isExecutable(named)) throw new Error(`${BROWSER_VARIABLE} is "${named}", which is no program that can be run.`)
    return named
  }
  return browserOnThisMachine() ?? (await playwrightsOwnBrowser())
}

/**
 * What Playwright's `launch` and `launchPersistentContext` need here. Without a browser they get no path, and Playwright says so.
 * @returns {Promise<{ readonly executablePath?: string, readonly args: string[] }>}
 */
export async function browserLaunchOptions() {
  const executablePath = await findBrowser()
  const args = isRoot() ? [...AS_ROOT, ...QUIET] : QUIET
  return executablePath === undefined ? { args } : { executablePath, args }
}

const ADVICE = [
  'No browser was found for the end-to-end tests, and none could be installed. Do one of these, then try again:',
  '  - install Chromium or Google Chrome in the usual way of this system (Debian: apt-get install chromium)',
  `  - name one that is there: ${BROWSER_VARIABLE}=/path/to/chrome npm test`,
  '  - where the network allows it: npx playwright install --with-deps chromium',
].join('\n')

/**
 * Finds a browser, or installs one: Playwright's own, else Debian's package.
 * @returns {Promise<string>} its path
 * @throws {Error} that says what to do, if none can be had
 */
export async function obtainBrowser() {
  const found = await findBrowser()
  if (found !== undefined) return found

  console.log("No Chromium here: trying Playwright's own download …")
  await run('npx', ['playwright', 'install', 'chromium'])
  const downloaded = await playwrightsOwnBrowser()
  if (downloaded !== undefined) return downloaded

  if (isRoot() && existsSync('/etc/debian_version')) {
    console.log("That did not work: trying Debian's package …")
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    if ((await run('apt-get', ['update'], { env })) === 0) {
      await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env })
    }
    const packaged = browserOnThisMachine()
    if (packaged !== undefined) return packaged
  }
  throw new Error(ADVICE)
}
