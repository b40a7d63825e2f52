import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixture/test.ts'

/** What a person does who opens the page: with the pointer, with the keyboard, and by nothing but what the page shows. */

const inspector = (page: Page): Locator => page.getByRole('region', { name: 'Inspector' })
const client = (page: Page): Locator => page.getByRole('region', { name: 'Client', exact: true })

/** Selects a node by its card. */
async function select(page: Page, node: string): Promise<Locator> {
  await page.getByRole('button', { name: `Node ${node}`, exact: true }).click()
  await expect(inspector(page).getByRole('heading', { level: 2, name: node })).toBeVisible()
  return inspector(page)
}

/** Runs a command from the palette, by keyboard alone. */
async function command(page: Page, typed: string): Promise<void> {
  await page.keyboard.press('Control+k')
  const search = page.getByRole('searchbox', { name: 'Search or run a command' })
  await expect(search).toBeFocused()
  await page.keyboard.type(typed)
  await expect(page.getByRole('menuitem').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(search).toBeHidden()
}

test('writes a document, sees its outcome and why, and what to try next', async ({ explorer: { page } }) => {
  const hint = page.getByRole('region', { name: 'What to try' })
  await expect(hint).toContainText('Write a note on n1')
  await hint.getByRole('button', { name: 'Write a note' }).click()
  await expect(hint).toContainText('Kill the Primary, n1')
  await client(page)
    .getByRole('list', { name: 'Outcomes, newest first' })
    .getByRole('button', { name: /put notes:note1 → n1 acknowledged @ \d+/ })
    .click()
  await expect(inspector(page).getByRole('heading', { name: /put notes:note1/ })).toBeVisible()
  await expect(inspector(page).getByRole('link', { name: 'DOC-5' })).toBeVisible()
})

test('MVCC-4: a write based on an older commit is rejected, and the inspector shows the rule that failed', async ({
  explorer: { page },
}) => {
  const form = client(page)
  const outcomes = form.getByRole('list', { name: 'Outcomes, newest first' })
  await form.getByRole('textbox', { name: 'Id' }).fill('mine')
  await form.getByRole('button', { name: 'Put the document on n1', exact: true }).click()
  await expect(outcomes).toContainText('acknowledged @')
  await form.getByRole('textbox', { name: 'Based on' }).fill('0')
  await form.getByRole('button', { name: 'Put the document on n1', exact: true }).click()
  await outcomes.getByRole('button', { name: /rejected MVCC-4/ }).click()
  await expect(
    inspector(page).getByRole('listitem').filter({ hasText: 'MVCC-4' }).getByRole('img', { name: 'fails' }),
  ).toBeVisible()
})

test('DOC-1: a text that is no document is not sent, and the field says why', async ({ explorer: { page } }) => {
  const form = client(page)
  await form.getByRole('textbox', { name: 'Document, as JSON' }).fill('[1]')
  await expect(form.getByText('A document is a JSON object.')).toBeVisible()
  await expect(form.getByRole('button', { name: 'Put the document on n1', exact: true })).toHaveAttribute('aria-disabled', 'true')
})

test('kills the Primary while clients write, restarts it, and reads what it had acknowledged', async ({ explorer: { page } }) => {
  const form = client(page)
  await form.getByRole('textbox', { name: 'Id' }).fill('kept')
  await form.getByRole('button', { name: 'Put the document on n1', exact: true }).click()
  await expect(form.getByRole('list', { name: 'Outcomes, newest first' })).toContainText('acknowledged @')
  const node = await select(page, 'n1')
  await node.getByRole('button', { name: 'Kill n1', exact: true }).click()
  await expect(node).toContainText('No worker runs.')
  await expect(node.getByRole('button', { name: 'Validate and resume n1' })).toHaveAttribute('aria-disabled', 'true')
  await node.getByRole('button', { name: 'Restart n1', exact: true }).click()
  await expect(node).toContainText('Accepts writes.')
  await form.getByRole('tab', { name: 'Read', exact: true }).click()
  await form.getByRole('textbox', { name: 'Id' }).fill('kept')
  await form.getByRole('button', { name: 'Read the document on n1', exact: true }).click()
  await expect(inspector(page)).toContainText('"_id": "kept"')
})

test('LOG-1: flips a bit in transit, reads why the Replica halted, opens the rule, and resumes it', async ({
  explorer: { page },
}) => {
  await command(page, 'n1 → n3: flip a bit')
  const node = await select(page, 'n3')
  await expect(node).toContainText('ReplicationHalted')
  await expect(node).toContainText('WalCorruption')
  await expect(node.getByRole('img', { name: /Statechart of n3: in ReplicationHalted/ })).toBeVisible()
  await node.getByRole('listitem').filter({ hasText: 'LOG-1' }).getByRole('link', { name: 'LOG-1' }).click()
  const spec = page.getByRole('region', { name: 'REPLICATION_LOG_FLOW' })
  await expect(spec.getByRole('heading', { name: /^LOG-1 · / })).toBeFocused()
  await expect(page).toHaveURL(/#rule=LOG-1$/)
  await page.keyboard.press('Escape')
  await expect(spec).toBeHidden()
  await expect(page.getByRole('button', { name: 'Specs' })).toBeFocused()
  await node.getByRole('button', { name: 'Validate and resume n3' }).click()
  await expect(node).toContainText('ReplicaActive')
})

test('READ-6: cuts a link in one direction; the Replica lags and still serves its prefix', async ({ explorer }) => {
  const { page } = explorer
  await command(page, 'n1 → n2: select')
  const link = inspector(page)
  await expect(link).toContainText('Every frame passes.')
  await link.getByRole('radio', { name: 'Cut' }).click()
  await expect(link).toContainText('Frames vanish, and neither end is told.')
  await explorer.until(
    'n2 lags',
    ({ nodes: [primary, replica] }) => (primary?.appliedCommitId ?? 0) > (replica?.appliedCommitId ?? 0) + 2,
    null,
  )
  const form = client(page)
  await form.getByRole('button', { name: /Node that the client asks/ }).click()
  await page.getByRole('option', { name: /^n2/ }).click()
  await form.getByRole('tab', { name: 'Read', exact: true }).click()
  await form.getByRole('button', { name: 'Read the document on n2', exact: true }).click()
  await expect(inspector(page)).toContainText('READ-2')
  await command(page, 'Heal the link between n1 and n2')
  await explorer.until(
    'n2 has caught up',
    ({ nodes: [primary, replica] }) => (primary?.appliedCommitId ?? 0) <= (replica?.appliedCommitId ?? 0) + 1,
    null,
  )
})

test('RECOVERY-5: flips a bit on a disk, and the start is refused with its rule', async ({ explorer: { page } }) => {
  const node = await select(page, 'n2')
  await node.getByRole('button', { name: 'More for n2' }).click()
  await expect(page.getByRole('menuitem', { name: 'Damage its disk…' })).toContainText('kill it first')
  await page.keyboard.press('Escape')
  await node.getByRole('button', { name: 'Kill n2', exact: true }).click()
  await expect(node).toContainText('No worker runs.')
  await node.getByRole('button', { name: 'More for n2' }).click()
  await page.getByRole('menuitem', { name: 'Damage its disk…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Damage the disk' }).click()
  await node.getByRole('button', { name: 'Restart n2', exact: true }).click()
  await expect(node).toContainText('StartRefused')
  await expect(node.getByRole('listitem').filter({ hasText: 'RECOVERY-5' }).getByRole('img', { name: 'fails' })).toBeVisible()
})

test('RECOVERY-10: a button that is not possible can be reached, and says why by rule', async ({ explorer: { page } }) => {
  const node = await select(page, 'n2')
  const resume = node.getByRole('button', { name: 'Validate and resume n2' })
  await resume.focus()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  await expect(resume).toBeFocused()
  await expect(page.getByRole('tooltip')).toContainText('RECOVERY-10')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alertdialog', { name: 'Not possible now' })).toContainText('only a halted Replica resumes', {
    ignoreCase: true,
  })
})

test('by keyboard alone: selects, kills, restarts, reads the events, and lets go', async ({ explorer: { page } }) => {
  await page.keyboard.press('Alt+2')
  await expect(inspector(page).getByRole('heading', { level: 2, name: 'n2' })).toBeVisible()
  await command(page, 'kill n2')
  await expect(inspector(page)).toContainText('No worker runs.')
  await command(page, 'restart n2')
  await expect(inspector(page)).toContainText('ReplicaActive')
  await page.keyboard.press('Alt+e')
  const log = page.getByRole('listbox', { name: 'Events, newest first' })
  await expect(log.getByRole('option', { name: /n2 killed/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(inspector(page)).toContainText('Nothing selected')
  await page.keyboard.press('Escape')
  await expect(log).toBeHidden()
})

test('starts the demo again, after a question', async ({ explorer }) => {
  const { page } = explorer
  await explorer.until('there is something to lose', ({ ledger }) => ledger.acknowledged > 10, null)
  const name = await page.getByRole('button', { name: /^Cluster demo-3-/ }).getAttribute('aria-label')
  await page.getByRole('button', { name: 'Reset: start the demo again' }).click()
  const question = page.getByRole('alertdialog', { name: 'Start the demo again?' })
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await question.getByRole('button', { name: 'Destroy and start again' }).click()
  await expect(page.getByRole('button', { name: name ?? '', exact: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^Cluster demo-3-/ })).toBeVisible()
})

test('a second tab says that another runs the cluster, and may take over once that is closed', async ({ explorer }) => {
  const tab = await explorer.openTab()
  await tab.goto('./')
  const takeOver = tab.getByRole('button', { name: 'Run the cluster here' })
  await expect(tab.getByText('Another tab runs this cluster')).toBeVisible()
  await expect(takeOver).toHaveAttribute('aria-disabled', 'true')
  await explorer.page.close()
  await expect(takeOver).toHaveAttribute('aria-disabled', 'false')
  await takeOver.click()
  await expect(tab.getByRole('button', { name: 'Node n1', exact: true })).toBeVisible()
  await explorer.moveTo(tab)
})

test('remembers the theme', async ({ explorer }) => {
  const { page } = explorer
  await page.getByRole('button', { name: 'Theme: as the system has it' }).click()
  await page.getByRole('menuitem', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await explorer.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})
