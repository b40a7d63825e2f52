import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '../fixture/test.ts'

/** Every order of every event in a small scope, in the page: how far it is, what it finds, and what each rule is there for. */

test('a search of a small scope ends with every state found; the rules’ table says what breaks without each, and shows it', async ({
  explorer,
}) => {
  test.setTimeout(240_000)
  const { page } = explorer
  await page.keyboard.press('Alt+X')
  const panel = page.getByRole('region', { name: 'Search', exact: true })
  await expect(panel.getByText('Nothing has been searched yet')).toBeVisible()
  await panel.getByRole('textbox', { name: 'Nodes', exact: true }).fill('2')
  await panel.getByRole('textbox', { name: 'Writes', exact: true }).fill('1')
  await panel.getByRole('textbox', { name: 'Writes', exact: true }).press('Tab')
  await panel.getByRole('button', { name: 'Search every order' }).click()
  await expect(panel.getByRole('status')).toHaveText(/Every state was found, and every invariant holds/, { timeout: 120_000 })
  await expect(panel.getByText('2 nodes, from running, 1 writes, 1 crashes')).toBeVisible()

  await panel.getByRole('tab', { name: 'Take a rule away' }).click()
  const rule = panel.getByRole('button', { name: /^LOG-6 / })
  await rule.click()
  await expect(panel.getByText(/Broken: no-silent-divergence/)).toBeVisible()
  await panel.getByRole('button', { name: 'Search without LOG-6' }).click()
  await expect(panel.getByRole('status')).toHaveText(/no-silent-divergence is broken, in \d+ steps and no fewer/, {
    timeout: 120_000,
  })
  const download = page.waitForEvent('download')
  await panel.getByRole('button', { name: 'Export as a trace' }).click()
  const trace: unknown = JSON.parse(await readFile(await (await download).path(), 'utf8'))
  expect(trace).toMatchObject({ format: 'aerodb-trace', engine: expect.stringMatching(/ without LOG-6$/) })

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

test('a search can be stopped, and another begun', async ({ explorer }) => {
  const { page } = explorer
  await page.keyboard.press('Alt+X')
  const panel = page.getByRole('region', { name: 'Search', exact: true })
  await panel.getByRole('textbox', { name: 'Writes', exact: true }).fill('4')
  await panel.getByRole('textbox', { name: 'Crashes', exact: true }).fill('3')
  await panel.getByRole('textbox', { name: 'Crashes', exact: true }).press('Tab')
  await panel.getByRole('button', { name: 'Search every order' }).click()
  await expect(panel.getByRole('status')).toHaveText('Searching …')
  await panel.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(panel.getByRole('status')).toHaveText(/Stopped/)
  await panel.getByRole('button', { name: 'Search every order' }).click()
  await expect(panel.getByRole('status')).toHaveText('Searching …')
  await panel.getByRole('button', { name: 'Stop', exact: true }).click()
})
