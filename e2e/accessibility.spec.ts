import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { type Explorer, expect, test } from './fixture/test.ts'

/** Whatever a person can open: nothing that axe finds, in either theme. Each look takes long, so each looks at much at once. */

async function expectNothingFound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

const inspector = (page: Page) => page.getByRole('region', { name: 'Inspector' })

for (const theme of ['dark', 'light'] as const)
  test.describe(`axe finds nothing in the ${theme} theme:`, () => {
    /** What moves is of no concern here, and would slow the look. */
    async function stillIn({ page, api }: Explorer): Promise<Page> {
      await api.workload('n1', null)
      await page.emulateMedia({ colorScheme: theme })
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
      return page
    }

    test('the page as it opens', async ({ explorer }) => {
      await expectNothingFound(await stillIn(explorer))
    })

    test('a halted node, the event log, a client that reads', async ({ explorer }) => {
      await explorer.api.condition('n1', 'n3', { kind: 'flipBit', frames: 'wal' })
      await explorer.until('n3 halts', ({ nodes }) => nodes.some(({ role }) => role === 'ReplicationHalted'), null)
      const page = await stillIn(explorer)
      await page.keyboard.press('Alt+e')
      await expect(page.getByRole('option').first()).toBeVisible()
      await page.keyboard.press('Alt+3')
      await expect(inspector(page).getByRole('link', { name: 'LOG-1' }).first()).toBeVisible()
      await page.getByRole('tab', { name: 'Read', exact: true }).click()
      await expectNothingFound(page)
    })

    test('a link, the specs, the workload', async ({ explorer }) => {
      const page = await stillIn(explorer)
      await page.goto('./#rule=LOG-5')
      await expect(page.getByRole('heading', { name: /^LOG-5 / })).toBeVisible()
      await page.keyboard.press('Control+k')
      await page.keyboard.type('n1 → n2: select')
      await page.keyboard.press('Enter')
      await expect(inspector(page).getByRole('radio', { name: 'Hold' })).toBeVisible()
      await page.getByRole('tab', { name: 'Workload' }).click()
      await expectNothingFound(page)
    })

    test('the palette, and what is blocked in it', async ({ explorer }) => {
      const page = await stillIn(explorer)
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('menuitem').first()).toBeVisible()
      await expectNothingFound(page)
    })

    test('a dead node at 1024 × 768, and a dialog', async ({ explorer }) => {
      await explorer.page.setViewportSize({ width: 1024, height: 768 })
      const page = await stillIn(explorer)
      await explorer.api.kill('n2')
      await page.keyboard.press('Alt+2')
      await expect(inspector(page)).toContainText('No worker runs.')
      await expectNothingFound(page)
      await page.getByRole('button', { name: 'More for n2' }).click()
      await page.getByRole('menuitem', { name: 'Damage its disk…' }).click()
      await expectNothingFound(page)
    })

    test('a phone', async ({ explorer }) => {
      await explorer.page.setViewportSize({ width: 390, height: 844 })
      await expectNothingFound(await stillIn(explorer))
    })
  })
