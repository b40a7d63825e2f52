import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { browserLaunchOptions } from '../../../src/workshop/browser.mjs'

const PREFIX = 'aerodb-bench-'

/** The CPU of every thread of the browser, workers included, and what its IndexedDB spends its time on. */
const TRACED = ['toplevel', 'disabled-by-default-v8.cpu_profiler', 'IndexedDB', 'LevelDB', 'v8', 'devtools.timeline']

/** Where the page is, and the folder for traces; null traces nothing. */
export interface Serving {
  readonly url: string
  readonly traces: string | null
}

export interface OpenPage {
  readonly page: Page
  readonly browserVersion: string
}

/** The page, and every error that it has met so far. */
async function openPage(
  context: BrowserContext,
  url: string,
): Promise<{ readonly page: Page; readonly errors: readonly string[] }> {
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.goto(url)
  return { page, errors }
}

async function traced<Result>(browser: Browser, page: Page, path: string, action: () => Promise<Result>): Promise<Result> {
  await browser.startTracing(page, { path, categories: TRACED })
  try {
    return await action()
  } finally {
    await browser.stopTracing()
  }
}

/** A browser on the profile in `folder`, for as long as `action` takes. Rejects if the page met an error, whatever it measured. */
async function inBrowser<Result>(
  folder: string,
  { url, traces }: Serving,
  name: string,
  action: (open: OpenPage) => Promise<Result>,
): Promise<Result> {
  const context = await chromium.launchPersistentContext(folder, await browserLaunchOptions())
  const browser = context.browser()
  if (browser === null) throw new Error('Playwright names no browser for this profile.')
  try {
    const { page, errors } = await openPage(context, url)
    const run = () => action({ page, browserVersion: browser.version() })
    const result = traces === null ? await run() : await traced(browser, page, join(traces, `${name}.trace.json`), run)
    if (errors.length > 0) throw new Error(`The page met errors: ${errors.join('; ')}`)
    return result
  } finally {
    await context.close()
  }
}

/**
 * A profile that is gone afterwards: empty, or a copy of `template`. Durable, as a default Playwright context is not. `name` is that of
 * the trace, if there is to be one.
 */
export async function inFreshProfile<Result>(
  serving: Serving,
  { name, template }: { readonly name: string; readonly template: string | null },
  action: (open: OpenPage) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX))
  try {
    if (template !== null) await cp(template, folder, { recursive: true })
    return await inBrowser(folder, serving, name, action)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A profile that outlives the browser, to be copied as a template; whoever asks removes it. */
export async function makeTemplate(url: string, action: (open: OpenPage) => Promise<void>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX))
  await inBrowser(folder, { url, traces: null }, 'template', action)
  return folder
}
