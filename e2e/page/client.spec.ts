import { expect, test } from '../fixture/test.ts'
import { Person } from './person.ts'

/** The client in a person's hand, and what to try. */

test('a write from the hint is acknowledged, explained rule by rule, and leads to the next thing to try', async ({
  explorer,
}) => {
  const person = new Person(explorer.page)
  const hint = explorer.page.getByRole('region', { name: 'What to try' })
  await expect(hint).toContainText('Write a note on n1')
  await hint.getByRole('button', { name: 'Write a note' }).click()
  await expect(hint).toContainText('Kill the Primary, n1')
  await person.outcomes.getByRole('button', { name: /put notes:note1 → n1 acknowledged @ \d+/ }).click()
  await expect(person.inspector.getByRole('heading', { name: /put notes:note1/ })).toBeVisible()
  await expect(person.inspector.getByRole('link', { name: 'DOC-5' })).toBeVisible()
})

test('MVCC-4: a write based on an older commit is rejected, and the inspector shows the rule that failed', async ({
  explorer,
}) => {
  const person = new Person(explorer.page)
  await person.client.getByRole('textbox', { name: 'Id' }).fill('mine')
  await person.button('Put the document on n1').click()
  await expect(person.outcomes).toContainText('acknowledged @')
  await person.client.getByRole('textbox', { name: 'Based on' }).fill('0')
  await person.button('Put the document on n1').click()
  await person.outcomes.getByRole('button', { name: /rejected MVCC-4/ }).click()
  await expect(person.reason('fails', 'MVCC-4')).toBeVisible()
})

test('DOC-1: a text that is no document is not sent, and the field says why', async ({ explorer }) => {
  const person = new Person(explorer.page)
  await person.client.getByRole('textbox', { name: 'Document, as JSON' }).fill('[1]')
  await expect(person.client.getByText('A document is a JSON object.')).toBeVisible()
  await expect(person.button('Put the document on n1')).toHaveAttribute('aria-disabled', 'true')
})

test('MVCC-3: a read view that a person opens shows its bound while commits go by, until it is closed', async ({ explorer }) => {
  const person = new Person(explorer.page)
  await person.openClientTab('Read views')
  await person.button('Open a read view on n1').click()
  const [view] = (await explorer.until('a view is open', ({ nodes }) => (nodes[0]?.readViews.length ?? 0) > 0, null)).nodes[0]
    ?.readViews ?? [undefined]
  const shown = person.client.getByText(`${view?.id} on n1 @ ${view?.bound}`)
  await expect(shown).toBeVisible()
  await explorer.until(
    'commits go by',
    ({ nodes }, bound) => (nodes[0]?.appliedCommitId ?? 0) > bound + 3,
    view?.bound ?? Number.POSITIVE_INFINITY,
  )
  await expect(shown).toBeVisible()
  await person.client.getByRole('button', { name: `Close read view ${view?.id} on n1` }).click()
  await expect(shown).toBeHidden()
  expect((await explorer.node('n1')).readViews).toEqual([])
})

test('READ-6: a link cut in one direction: the Replica lags, says by how much, and refuses what lies beyond its prefix', async ({
  explorer,
}) => {
  const person = new Person(explorer.page)
  await person.command('n1 → n2: select')
  await person.inspector.getByRole('radio', { name: 'Cut' }).click()
  await expect(person.inspector).toContainText('Frames vanish, and neither end is told.')
  const { appliedCommitId: prefix } = await explorer.node('n2')
  await explorer.until('n1 writes on', ({ nodes }, before) => (nodes[0]?.appliedCommitId ?? 0) > before + 2, prefix)
  await person.select('n1')
  const lag = person.inspector.getByRole('row', { name: /^n2 / }).getByRole('cell').last()
  await expect.poll(async () => Number(await lag.innerText()), 'as the Primary sees it').toBeGreaterThan(2)
  await person.askNode('n2')
  await person.openClientTab('Read')
  await person.client.getByRole('button', { name: 'the newest' }).click()
  await explorer.page.getByRole('option', { name: 'a CommitId' }).click()
  await person.client.getByRole('textbox', { name: 'CommitId' }).fill(String(prefix + 2))
  await person.button('Read the document on n2 anyway').click()
  await expect(person.outcomes.getByRole('listitem').first()).toContainText('refused READ-2')
  await person.command('Heal the link between n1 and n2')
  await explorer.until('n2 follows again', ({ nodes }, before) => (nodes[1]?.appliedCommitId ?? 0) > before + 2, prefix)
})

test('a record and a version are shown although a node refused its disk and shows neither (RECOVERY-5, READ-1)', async ({
  explorer,
}) => {
  const person = new Person(explorer.page)
  await person.stopWorkload('n1')
  await explorer.api.kill('n2')
  await explorer.api.damage('n2', { kind: 'flipBit', lsn: 1 })
  expect(await explorer.api.restart('n2')).toMatchObject({ role: 'StartRefused' })
  await person.openClientTab('Write')
  await person.client.getByRole('textbox', { name: 'Id' }).fill('mine')
  await person.button('Put the document on n1').click()
  await person.outcomes.getByRole('button', { name: /acknowledged @ \d+/ }).click()
  await person.inspector.getByRole('button', { name: /^Commit \d+$/ }).click()
  await person.inspector.getByRole('button', { name: /version.*notes:mine/ }).click()
  await expect(person.inspector).toContainText('chain digest')
  await person.inspector.getByRole('button', { name: /^notes:mine @ \d+$/ }).click()
  await expect(person.inspector).toContainText('seen from')
})
