import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { type Explorer, expect, test } from '../fixture/test.ts'
import { Person } from './person.ts'

/** No violation that axe can find, in both themes, in the main states of the page. */

/**
 * All rules in the light theme; in the dark one, where the document is the same, those that depend on colour. `region` is not asked of a
 * tooltip: it belongs to its control, and stands at the end of the document only to be on top.
 */
async function expectAccessible(page: Page, what: string, aside: 'no tooltip' | 'a tooltip' = 'no tooltip'): Promise<void> {
  await test.step(what, async () => {
    if (aside === 'no tooltip') {
      await page.mouse.move(0, 0)
      await expect(page.getByRole('tooltip')).toHaveCount(0)
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
    const light = await new AxeBuilder({ page }).disableRules(aside === 'a tooltip' ? ['region'] : []).analyze()
    expect.soft(summary(light.violations), `${what}, light`).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    const dark = await new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']).analyze()
    expect.soft(summary(dark.violations), `${what}, dark`).toEqual([])
  })
}

function summary(violations: Awaited<ReturnType<AxeBuilder['analyze']>>['violations']): readonly string[] {
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}: ${failureSummary?.split('\n')[1]?.trim() ?? ''}`),
  )
}

async function calm(explorer: Explorer): Promise<Person> {
  await explorer.until('there is some data', ({ ledger }) => ledger.acknowledged > 10, null)
  await explorer.api.workload('n1', null)
  await explorer.api.settled()
  return new Person(explorer.page)
}

test('the cluster running, and each kind of selection', async ({ explorer }) => {
  test.setTimeout(240_000)
  const { page } = explorer
  await explorer.until('the workload runs', ({ ledger }) => ledger.acknowledged > 5, null)
  await expectAccessible(page, 'running')
  const person = await calm(explorer)
  await person.select('n1')
  await expect(person.reason('holds', 'MODEL-2')).toBeVisible()
  await expectAccessible(page, 'a Primary selected')
  await person.select('n2')
  await expectAccessible(page, 'a Replica selected')
  await person.button('Validate and resume n2').hover()
  await expect(page.getByRole('tooltip')).toBeVisible()
  await expectAccessible(page, 'a tooltip', 'a tooltip')
  await person.link('n1', 'n2').click()
  await expectAccessible(page, 'a link’s menu')
  await page.keyboard.press('Escape')
  await expectAccessible(page, 'a link selected')

  await page.getByRole('application', { name: /^Write-ahead log/ }).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expectAccessible(page, 'a record selected')
  await page.getByRole('application', { name: /^Versions/ }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expectAccessible(page, 'a version selected')

  await person.openClientTab('Write')
  await person.button('Write a note on n1').click()
  await person.client.getByRole('listitem').first().getByRole('button').click()
  await expectAccessible(page, 'a request selected')
  await person.openClientTab('Read views')
  await person.button('Open a read view on n1').click()
  await expectAccessible(page, 'an open read view')
  await person.openClientTab('Workload')
  await expectAccessible(page, 'the workload form')
  await page.keyboard.press('Alt+E')
  await page.getByRole('option').first().click()
  await expectAccessible(page, 'the event log, and an event')
  await page.keyboard.press('Alt+S')
  await expectAccessible(page, 'the specs')
})

test('runs: none, verified, one that differs, one that is none, a branch', async ({ explorer }) => {
  test.setTimeout(240_000)
  const { page } = explorer
  const person = await calm(explorer)
  await page.keyboard.press('Alt+R')
  await expect(page.getByText('No run has been verified or imported yet')).toBeVisible()
  await expectAccessible(page, 'no run is kept')
  await person.button('Verify this run').click()
  await expect(page.getByText('✓ Identical')).toBeVisible()
  await person.button('Branch here').click()
  await expect(page.getByRole('group', { name: 'What happens next in Branch 1' })).toBeVisible()
  await person.button('n1 is killed').click()
  await expect(page.getByRole('radiogroup').getByText('differs')).not.toHaveCount(0)
  await page.getByText('invariants hold').nth(1).click()
  await expectAccessible(page, 'a branch')
  const trace = await explorer.api.trace()
  const step = trace.steps.findLastIndex((each) => Object.hasOwn(each as object, 'at'))
  const altered = { ...trace, engine: 'another', steps: trace.steps.with(step, { ...(trace.steps[step] as object), sum: 1 }) }
  for (const [name, content] of [
    ['altered.json', JSON.stringify(altered)],
    ['none.json', '{}'],
  ] as const) {
    const chosen = page.waitForEvent('filechooser')
    await person.button('Choose a file').click()
    await (await chosen).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) })
  }
  await expect(page.getByText('✗ Differs', { exact: true })).toBeVisible()
  await expect(page.getByText('AERO_TRACE_FORMAT_UNKNOWN')).toBeVisible()
  await expectAccessible(page, 'a run that differs, and a file that is no trace')
})

test('dead, halted, refused, cut apart, holding', async ({ explorer }) => {
  test.setTimeout(240_000)
  const { page } = explorer
  const person = await calm(explorer)
  await explorer.api.condition('n1', 'n2', { kind: 'flipBit' })
  await explorer.api.write('n1', [{ op: 'put', collection: 'notes', document: { _id: 'a' } }])
  await explorer.api.kill('n3')
  await person.select('n2')
  await expect(person.reason('fails', 'LOG-1')).toBeVisible()
  await expectAccessible(page, 'a halted Replica, and a dead one')
  await explorer.api.damage('n3', { kind: 'flipBit', lsn: 5 })
  await explorer.api.restart('n3')
  await person.select('n3')
  await expect(person.reason('fails', 'RECOVERY-5')).toBeVisible()
  await expectAccessible(page, 'a refused start')
  await explorer.api.bootstrap('n3')
  await explorer.api.settled()
  await explorer.api.partition('n2', 'n3')
  await explorer.api.condition('n1', 'n3', { kind: 'hold' })
  await explorer.api.write('n1', [{ op: 'put', collection: 'notes', document: { _id: 'b' } }])
  await expect(person.link('n1', 'n3')).toContainText('held')
  await expectAccessible(page, 'a link cut apart, and one that holds frames')
  await explorer.api.kill('n1')
  await person.select('n1')
  await expectAccessible(page, 'a dead Primary')
  await person.button('More for n1').click()
  await expectAccessible(page, 'the menu of a node')
  await page.keyboard.press('Escape')
  await person.button('Validate and resume n1').click({ force: true })
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await expectAccessible(page, 'a toast that says why not')
})

test('every dialog', async ({ explorer }) => {
  test.setTimeout(240_000)
  const { page } = explorer
  const person = await calm(explorer)
  await explorer.api.kill('n3')
  for (const typed of [
    'damage disk n3',
    'configure n3',
    'crash point n2',
    'workload on n1',
    'bootstrap n2',
    'new cluster',
    'reset demo',
    'keyboard shortcuts',
  ]) {
    await person.command(typed)
    await expect(page.locator('[role="dialog"], [role="alertdialog"]').first()).toBeVisible()
    await expectAccessible(page, `the dialog of “${typed}”`)
    await page.keyboard.press('Escape')
  }
  await page.keyboard.press('Control+k')
  await expectAccessible(page, 'the palette')
  await page.keyboard.type('resume')
  await expectAccessible(page, 'the palette, with what can’t be done')
})

for (const { width, height } of [
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]) {
  test(`${width} by ${height}`, async ({ explorer }) => {
    await explorer.page.setViewportSize({ width, height })
    const person = await calm(explorer)
    await expectAccessible(explorer.page, 'with nothing selected')
    await person.select('n2')
    await expectAccessible(explorer.page, 'with a node selected')
  })
}

test('a second tab, and a browser without IndexedDB', async ({ explorer }) => {
  const second = await explorer.openTab()
  await second.goto('./')
  await expect(second.getByText('Another tab runs this cluster')).toBeVisible()
  await expectAccessible(second, 'a second tab')
  const third = await explorer.openTab()
  await third.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined })
  })
  await third.goto('./')
  await expect(third.getByText('AERO_HOST_INDEXEDDB_UNAVAILABLE')).toBeVisible()
  await expectAccessible(third, 'no IndexedDB')
})
