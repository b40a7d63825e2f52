import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { BOUNDED } from '../../src/simulation/search/scope.ts'
import { expect, test } from '../fixture/test.ts'
import { contentOf, Runs } from './runs.ts'

/** Every order of every event in a small scope, in the page: how far it is, what it finds, and what each rule is there for. */

/** The search's panel, opened by its key. */
async function opened(page: Page): Promise<Locator> {
  await page.keyboard.press('Alt+X')
  return page.getByRole('region', { name: 'Search', exact: true })
}

test('a search of a small scope ends with every state found; the rules’ table says what breaks without each, and shows it', async ({
  explorer,
}) => {
  test.setTimeout(240_000)
  const { page } = explorer
  const panel = await opened(page)
  await expect(panel.getByText('Nothing has been searched yet')).toBeVisible()
  await panel.getByRole('textbox', { name: 'Nodes, 1 to 4', exact: true }).fill('2')
  await panel.getByRole('textbox', { name: 'Writes', exact: true }).fill('1')
  await panel.getByRole('textbox', { name: 'Writes', exact: true }).press('Tab')
  await panel.getByRole('button', { name: 'Search every order' }).click()
  await expect(panel.getByRole('status')).toHaveText(/Every state was found, and every invariant holds/, { timeout: 120_000 })
  await expect(panel.getByText('2 nodes, running, 1 write, 1 crash')).toBeVisible()

  await panel.getByRole('tab', { name: 'Take a rule away' }).click()
  const rule = panel.getByRole('button', { name: /^LOG-6 / })
  await rule.click()
  await expect(panel.getByText(/Broken: no-silent-divergence/)).toBeVisible()
  await panel.getByRole('button', { name: /^LOG-5 .*others cover it$/ }).click()
  await expect(panel.getByText(/^Without WAL-3, LOG-7, LOG-9, LOG-10 as well, history-prefix breaks in \d+ steps/)).toBeVisible()
  await panel.getByRole('button', { name: 'Search without LOG-6' }).click()
  await expect(panel.getByRole('status')).toHaveText(/no-silent-divergence is broken, in \d+ steps and no fewer/, {
    timeout: 120_000,
  })
  const download = page.waitForEvent('download')
  await panel.getByRole('button', { name: 'Export as a trace' }).click()
  const trace = await contentOf(await download)
  expect(trace).toMatchObject({ format: 'aerodb-trace', without: { rule: 'LOG-6', guard: 'handshakePrefix' } })

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await page.screenshot({ path: test.info().outputPath(`${colorScheme}.png`) })
    await panel.getByRole('tab', { name: 'Take a rule away' }).click()
    await expect(rule).toBeVisible()
    await page.screenshot({ path: test.info().outputPath(`${colorScheme}-rules.png`) })
    const table = await new AxeBuilder({ page }).analyze()
    expect(table.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await panel.getByRole('tab', { name: 'Every order' }).click()
  }
})

test('everything that a search bounds can be set by keyboard, within its range; what could not happen is said', async ({
  explorer,
}) => {
  const { page } = explorer
  const panel = await opened(page)
  const field = (name: string) => panel.getByRole('textbox', { name, exact: true })
  await expect(field('Stale starts')).toBeHidden()
  const fold = panel.getByRole('button', { name: /^Advanced/ })
  await fold.focus()
  await page.keyboard.press('Enter')
  for (const group of ['Client operations', 'Network', 'Faults', 'Operators']) {
    await expect(panel.getByRole('group', { name: group, exact: true })).toBeVisible()
  }
  // Nodes and workers, and each thing that may happen.
  await expect(panel.getByRole('textbox')).toHaveCount(2 + BOUNDED.length)
  await field('Stale starts').focus()
  await page.keyboard.press('ArrowUp')
  await expect(field('Stale starts')).toHaveValue('1')
  // What it is that is bounded is said to whoever looks and to whoever listens.
  const help = 'A start is shown its disk as it was one or two batches ago.'
  await expect(field('Stale starts')).toHaveAccessibleDescription(help)
  await expect(panel.getByText(help).and(panel.locator('p'))).toBeInViewport({ ratio: 1 })
  await expect(fold).toHaveText('Advanced, 1 allowed')
  await field('Stale starts').fill('9')
  await page.keyboard.press('Tab')
  await expect(field('Stale starts')).toHaveValue('4')
  await field('Stale starts').fill('0')
  await field('Writes').fill('0')
  await field('Crashes').fill('0')
  await page.keyboard.press('Tab')
  await expect(panel.getByRole('alert')).toHaveText(/nothing happens by itself/)
  await field('Frames lost').fill('1')
  await field('Nodes, 1 to 4').fill('1')
  await page.keyboard.press('Tab')
  await expect(panel.getByRole('alert')).toHaveText(/^One node has no links/)
  await expect(panel.getByRole('button', { name: 'Search every order' })).toHaveAttribute('aria-disabled', 'true')
  await field('Nodes, 1 to 4').fill('2')
  await page.keyboard.press('Tab')
  await expect(panel.getByRole('alert')).toHaveCount(0)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  await page.screenshot({ path: test.info().outputPath('advanced.png') })
})

test('a search says how far it is as it goes on, in as many workers as asked for, and a stop ends it; then another begins', async ({
  explorer,
}) => {
  test.setTimeout(240_000)
  const { page } = explorer
  const panel = await opened(page)
  const begin = async (workers: number): Promise<void> => {
    const bounds = panel.getByRole('button', { name: /^Bounds/ })
    if ((await bounds.getAttribute('aria-expanded')) === 'false') await bounds.click()
    await panel.getByRole('textbox', { name: 'Workers, 1 to 8' }).fill(`${workers}`)
    await panel.getByRole('textbox', { name: 'Writes', exact: true }).fill('4')
    await panel.getByRole('textbox', { name: 'Crashes', exact: true }).fill('3')
    await panel.getByRole('textbox', { name: 'Crashes', exact: true }).press('Tab')
    await panel.getByRole('button', { name: 'Search every order' }).click()
    await expect(panel.getByRole('status')).toHaveText('Searching …')
    // The bounds make room for what the search finds.
    await expect(bounds).toHaveAttribute('aria-expanded', 'false')
  }
  const shown = async (name: string): Promise<number> => {
    const count = panel.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) })
    return Number((await count.locator('dd').innerText()).replaceAll(/\s/g, ''))
  }
  const grows = async (name: string): Promise<void> => {
    const before = await shown(name)
    await expect.poll(() => shown(name)).toBeGreaterThan(before)
  }
  const searching = (): number => page.workers().filter((worker) => worker.url().includes('search-worker')).length

  await begin(2)
  expect(await shown('Workers')).toBe(2)
  expect(searching()).toBe(1)
  await grows('States found')
  await grows('Transitions')
  await grows('Depth, steps')
  expect(await shown('States a second')).toBeGreaterThan(0)
  await panel.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(panel.getByRole('status')).toHaveText(/Stopped/)
  // The worker that keeps account is gone, and with it those that it began: nothing is left that could find another state.
  await expect.poll(searching).toBe(0)
  await expect(panel.getByRole('button', { name: 'Stop', exact: true })).toHaveAttribute('aria-disabled', 'true')
  const found = await shown('States found')
  expect(found).toBeGreaterThan(1)

  await begin(1)
  expect(await shown('Workers')).toBe(1)
  await grows('States found')
  await panel.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect.poll(searching).toBe(0)
})

test('what breaks without a rule is opened as a run, stepped through, branched from, exported and verified again', async ({
  explorer,
}) => {
  const { page } = explorer
  await page.keyboard.press('Alt+X')
  const search = page.getByRole('region', { name: 'Search', exact: true })
  await search.getByRole('tab', { name: 'Take a rule away' }).click()
  await search.getByRole('button', { name: /^MODEL-12 / }).click()
  await search.getByRole('button', { name: 'Search without MODEL-12' }).click()
  await expect(search.getByRole('status')).toHaveText(/frames-verified is broken, in 3 steps and no fewer/, { timeout: 60_000 })
  await search.getByRole('button', { name: 'Open as a run' }).click()

  const runs = new Runs(explorer)
  const expectShown = async () => {
    await expect(runs.verdict).toContainText('Identical')
    await expect(runs.verdict).toContainText('lived again without MODEL-12')
    await expect(runs.verdict).toContainText(/Broken.*frames-verified, in step \d+/)
    await expect(runs.verdict).toContainText(/it refuses by MODEL-12, AERO_CONFIGURATION_PROTOCOL_MISMATCH/)
    await expect(runs.card).toContainText('No live node can be like that')
  }
  await expectShown()
  await expect(runs.card.getByRole('heading')).toHaveText('Without MODEL-12: frames-verified')
  await runs.verdict
    .getByRole('button', { name: /^Show step/ })
    .first()
    .click()
  await expect(runs.steps).toContainText('breaks frames-verified')
  await expect(runs.steps).toContainText('MODEL-12 refuses here')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    const { violations } = await new AxeBuilder({ page }).include('[data-part="side"]').analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  }
  await runs.button('Step back').click()
  await runs.button('Branch here').click()
  await runs.button('Everything arrives and lands').click()
  await runs.button('Verify Branch 1').click()
  await expect(runs.verdict).toContainText('lived again without MODEL-12')
  await expect(runs.verdict).not.toContainText('Broken')
  const futures = runs.card.getByRole('radiogroup')
  await futures.getByText('As recorded').click()

  const saved = page.waitForEvent('download')
  await runs.button('Export its trace').last().click()
  const trace = await contentOf(await saved)
  await runs.button('Close Without MODEL-12: frames-verified').click()
  await runs.importFile('found.json', JSON.stringify(trace))
  await expectShown()
  expect(await explorer.api.replay(trace)).toMatchObject({
    identical: true,
    breach: { invariant: 'frames-verified' },
    weakened: {
      without: { rule: 'MODEL-12', guard: 'sameProtocol' },
      parting: { refusal: 'AERO_CONFIGURATION_PROTOCOL_MISMATCH' },
    },
  })
  // As if it had been recorded by the engine as it is: it would have refused.
  const { without: _, ...claimed } = trace
  await runs.importFile('claimed.json', JSON.stringify(claimed))
  await expect(runs.verdict).toContainText('Differs')
})

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
]) {
  test(`what a search finds is in sight at once, and the focus is there, at ${viewport.width} by ${viewport.height}`, async ({
    explorer,
  }) => {
    const { page } = explorer
    await page.setViewportSize(viewport)
    const panel = await opened(page)
    const begin = panel.getByRole('button', { name: 'Search every order' })
    const stop = panel.getByRole('button', { name: 'Stop', exact: true })
    const verdict = panel.getByRole('status')
    for (const button of [begin, stop]) await expect(button).toBeInViewport({ ratio: 1 })

    await panel.getByRole('button', { name: /Engine$/ }).click()
    await expect(page.getByRole('searchbox', { name: 'Find a rule or a guard' })).toBeFocused()
    await page.keyboard.type('model-12')
    await expect(page.getByRole('option')).toHaveText(['without MODEL-12 (sameProtocol)'])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(panel.getByRole('button', { name: /Engine$/ })).toContainText('without MODEL-12')
    await panel.getByRole('textbox', { name: 'Frames lost', exact: true }).fill('1')
    await begin.focus()
    await page.keyboard.press('Enter')
    await expect(verdict).toBeFocused()
    await expect(verdict).toHaveText(/every invariant holds|is broken/, { timeout: 120_000 })
    await expect(verdict).toBeFocused()
    await expect(verdict).toBeInViewport({ ratio: 1 })

    // From the table: what was pressed is gone, and the focus is at what it began.
    await panel.getByRole('tab', { name: 'Take a rule away' }).click()
    await panel.getByRole('searchbox', { name: 'Find a rule, a guard or what breaks' }).fill('mod frames-verified')
    await expect(panel.getByRole('listitem')).toHaveText([/^MODEL-12 /])
    await panel.getByRole('searchbox').press('Escape')
    expect(await panel.getByRole('listitem').count()).toBeGreaterThan(20)
    await panel.getByRole('searchbox').fill('no such rule')
    await expect(panel.getByText('No rule matches “no such rule”')).toBeVisible()
    await panel.getByRole('searchbox').fill('samePROTOCOL')
    await panel.getByRole('button', { name: /^MODEL-12 / }).press('Enter')
    await panel.getByRole('button', { name: 'Search without MODEL-12' }).press('Enter')
    await expect(verdict).toBeFocused()
    await expect(verdict).toHaveText(/frames-verified is broken, in 3 steps/, { timeout: 60_000 })
    const open = panel.getByRole('button', { name: 'Open as a run' })
    for (const shown of [verdict, open]) await expect(shown).toBeInViewport({ ratio: 1 })
    await page.keyboard.press('Tab')
    await expect(open).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Without MODEL-12: frames-verified' })).toBeFocused()
  })
}

test('a search that is stopped by keyboard leaves the focus on the button; one that ends while nobody looks says so', async ({
  explorer,
}) => {
  const { page } = explorer
  const panel = await opened(page)
  await panel.getByRole('textbox', { name: 'Writes', exact: true }).fill('4')
  await panel.getByRole('button', { name: 'Search every order' }).press('Enter')
  const stop = panel.getByRole('button', { name: 'Stop', exact: true })
  await stop.press('Enter')
  await expect(panel.getByRole('status')).toHaveText(/Stopped/)
  await expect(stop).toBeFocused()

  await panel.getByRole('tab', { name: 'Take a rule away' }).click()
  await panel.getByRole('button', { name: /^LOG-6 / }).press('Enter')
  await panel.getByRole('button', { name: 'Search without LOG-6' }).press('Enter')
  await expect(panel.getByRole('status')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()
  await expect(page.getByRole('alertdialog').filter({ hasText: 'no-silent-divergence is broken' })).toBeVisible({
    timeout: 60_000,
  })
})
