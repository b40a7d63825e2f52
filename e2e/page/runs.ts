import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { type Download, expect, type Locator } from '@playwright/test'
import type { Trace } from '../../src/cluster/contract.ts'
import type { Explorer } from '../fixture/explorer.ts'
import { Person } from './person.ts'

/** More than the page has things to focus. */
const MOST_TABS = 150

/** The runs, beside the pictures, as a person sees and uses them. */
export class Runs {
  readonly person: Person
  readonly panel: Locator

  constructor(explorer: Explorer) {
    this.person = new Person(explorer.page)
    this.panel = explorer.page.getByRole('region', { name: 'Runs', exact: true })
  }

  /** The newest run that is kept. */
  get card(): Locator {
    return this.panel
      .getByRole('region')
      .filter({ has: this.person.page.getByRole('button', { name: /^Close / }) })
      .first()
  }
  get verdict(): Locator {
    return this.card.getByRole('status', { name: /^Verdict on/ })
  }
  get steps(): Locator {
    return this.card.getByRole('list', { name: 'Steps around' })
  }

  button(name: string): Locator {
    return this.panel.getByRole('button', { name, exact: true })
  }
  row(node: string): Locator {
    return this.card.getByRole('row').filter({ has: this.person.page.getByRole('rowheader', { name: node, exact: true }) })
  }

  async open(): Promise<void> {
    await this.person.button('Runs').click()
    await expect(this.panel).toBeVisible()
  }

  /** By keyboard: until the focus is there. */
  async tabTo(wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const { keyboard } = this.person.page
    for (let pressed = 0; pressed < MOST_TABS; pressed++) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return
      await keyboard.press(key)
    }
    throw new Error(`${MOST_TABS} times ${key} do not lead to ${String(wanted)}`)
  }

  async importPath(path: string): Promise<void> {
    const chosen = this.person.page.waitForEvent('filechooser')
    await this.button('Choose a file').click()
    await (await chosen).setFiles(path)
  }

  async importFile(name: string, content: string | Uint8Array): Promise<void> {
    const chosen = this.person.page.waitForEvent('filechooser')
    await this.button('Choose a file').click()
    const buffer = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content)
    await (await chosen).setFiles({ name, mimeType: 'application/json', buffer })
  }
}

/** The trace in a file that was saved. */
export async function contentOf(download: Download): Promise<Trace> {
  const bytes = await readFile(await download.path())
  const text = download.suggestedFilename().endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString()
  return JSON.parse(text) as Trace
}
