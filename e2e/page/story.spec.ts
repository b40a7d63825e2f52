import { type Explorer, expect, test } from '../fixture/test.ts'
import { Person } from './person.ts'

/** What a person does in the first minutes, without reading anything, on the cluster that the page opens with. */

test.use({ trace: 'retain-on-failure' })

async function meet(explorer: Explorer): Promise<Person> {
  const person = new Person(explorer.page)
  await expect(person.card('n1', 'PrimaryActive')).toBeVisible()
  await explorer.until(
    'the workload writes and both Replicas follow',
    ({ nodes }) => nodes.every(({ appliedCommitId }) => appliedCommitId > 8),
    null,
  )
  return person
}

/** Collects the words on every capsule that travels, from now on. */
async function watchCapsules({ page }: Person): Promise<() => Promise<readonly string[]>> {
  const seen = await page.getByRole('region', { name: 'Cluster' }).evaluateHandle((region) => {
    const words = new Set<string>()
    const look = () => {
      for (const text of region.querySelectorAll('svg text')) if (text.textContent !== null) words.add(text.textContent)
    }
    new MutationObserver(look).observe(region, { subtree: true, childList: true, characterData: true })
    return words
  })
  return () => seen.evaluate((words) => [...words])
}

test('write a document and see it travel', async ({ explorer }) => {
  const person = await meet(explorer)
  await person.stopWorkload('n1')
  await explorer.api.settled()
  const { durableLsn, appliedCommitId } = await explorer.node('n1')
  const capsules = await watchCapsules(person)

  await person.openClientTab('Write')
  await person.client.getByRole('textbox', { name: 'Id' }).fill('mine')
  await person.client.getByRole('textbox', { name: 'Document, as JSON' }).fill('{ "text": "seen by all" }')
  await person.button('Put the document on n1').click()

  const commitId = appliedCommitId + 1
  await expect(person.client.getByRole('listitem').first()).toContainText(`acknowledged @ ${commitId}`)
  await expect.poll(capsules).toEqual(expect.arrayContaining([`${durableLsn + 1}–${durableLsn + 2}`, `at ${durableLsn + 2}`]))
  for (const node of ['n1', 'n2', 'n3']) {
    await expect(person.commitIdOn(node)).toHaveText(String(commitId))
    const row = person.page.getByRole('row', { name: `${node} ${durableLsn + 1} version of notes/mine in commit ${commitId}` })
    await expect(row).toContainText('applied')
  }

  await person.askNode('n3')
  await person.openClientTab('Read')
  await person.client.getByRole('textbox', { name: 'Id' }).fill('mine')
  await person.button('Read the document on n3').click()
  await expect(person.client.getByRole('listitem').first()).toContainText(`version ${commitId}`)
  await expect(person.inspector).toContainText('seen by all')
})

test('kill the Primary in the middle of a workload, and restart it', async ({ explorer }) => {
  const person = await meet(explorer)
  await person.button('Kill n1').click()
  await expect(person.card('n1', 'Dead')).toBeVisible()
  await expect(person.card('n2', 'ReplicaActive')).toContainText('disconnected')
  await expect(person.link('n1', 'n2')).toContainText('down')
  const dead = await explorer.node('n1')
  expect(await explorer.api.read('n2', 'notes', 'k1')).toMatchObject({ outcome: 'served' })

  await person.card('n1').getByRole('button', { name: 'Restart n1' }).click()
  await expect(person.card('n1', 'PrimaryActive')).toContainText('incarnation 2')
  await explorer.until(
    'the workload goes on, beyond where it was',
    ({ nodes }, commitId) => nodes.every(({ appliedCommitId }) => appliedCommitId > commitId + 3),
    dead.appliedCommitId,
  )
  await person.stopWorkload('n1')
  await explorer.api.settled()
  const log = await explorer.expectAllEqual()
  const { ledger } = await explorer.api.state()
  expect(log.commits.length).toBeGreaterThanOrEqual(ledger.acknowledged)
})

test('cut a link, and see the Replica lag and still serve its prefix; heal it, and it catches up', async ({ explorer }) => {
  const person = await meet(explorer)
  await person.chooseOnLink('n1', 'n2', 'Partition n1 and n2')
  await expect(person.link('n1', 'n2')).toContainText('partitioned')
  const { appliedCommitId: prefix } = await explorer.node('n2')
  await explorer.until('n1 writes on', ({ nodes }, before) => (nodes[0]?.appliedCommitId ?? 0) > before + 2, prefix)

  await person.select('n2')
  await expect(person.inspector).toContainText(`No session with n1. Serves its prefix up to CommitId ${prefix}.`)
  await expect(person.inspector.getByRole('row', { name: /^n2 / })).toContainText('no session')
  await expect(person.commitIdOn('n2')).toHaveText(String(prefix))
  expect(Number(await person.commitIdOn('n1').innerText()), 'the cards show who is behind').toBeGreaterThan(prefix + 2)
  await person.askNode('n2')
  await person.openClientTab('Read')
  await person.button('Read the document on n2').click()
  await expect(person.client.getByRole('listitem').first()).toContainText('version')

  await person.link('n1', 'n2').click()
  await person.page.keyboard.press('Escape')
  await person.button('Heal the link between n1 and n2').click()
  await person.select('n2')
  await expect(person.inspector).toContainText('Streams from n1')
  await explorer.until(
    'n2 has what it missed',
    ({ nodes }, before) => nodes.every(({ appliedCommitId }) => appliedCommitId > before + 2),
    prefix,
  )
})

test('flip a bit in transit and see the halt, with rule and evidence; read the rule; resume', async ({ explorer }) => {
  const person = await meet(explorer)
  await person.chooseOnLink('n1', 'n3', 'Flip a bit in the next WAL frame')
  await expect(person.card('n3', 'ReplicationHalted')).toContainText('serves nothing')
  await expect(person.card('n2', 'ReplicaActive')).toBeVisible()

  await person.select('n3')
  await expect(person.inspector).toContainText('WalCorruption')
  const reason = person.reason('fails', 'LOG-1')
  await expect(reason).toBeVisible()
  expect((await reason.innerText()).replace('LOG-1', '').trim(), 'the evidence stands beside the rule').not.toBe('')

  await reason.getByText('LOG-1').click()
  const rule = person.page.getByRole('heading', { name: /^LOG-1 / })
  await expect(rule).toBeFocused()
  await expect(rule).toBeInViewport()
  await expect(person.page).toHaveURL(/#rule=LOG-1$/)
  await person.page.keyboard.press('Escape')
  await expect(rule).toBeHidden()

  await person.button('Validate and resume n3').click()
  await expect(person.card('n3', 'ReplicaActive')).toBeVisible()
  await person.stopWorkload('n1')
  await explorer.api.settled()
  await explorer.expectAllEqual()
})

test('flip a bit on a disk and see the start refused; bootstrap', async ({ explorer }) => {
  const person = await meet(explorer)
  await person.select('n2')
  await person.button('More for n2').click()
  await expect(person.page.getByRole('menuitem', { name: 'Damage its disk…' })).toContainText('kill it first')
  await person.page.keyboard.press('Escape')
  await person.inspector.getByRole('button', { name: 'Kill n2' }).click()
  await expect(person.card('n2', 'Dead')).toBeVisible()
  await person.chooseOnNode('n2', 'Damage its disk…')
  const dialog = person.page.getByRole('dialog', { name: 'Damage the disk of n2' })
  await dialog.getByRole('textbox', { name: /In the record at LSN/ }).fill('5')
  await dialog.getByRole('button', { name: 'Damage the disk' }).click()
  await expect(dialog).toBeHidden()

  await person.inspector.getByRole('button', { name: 'Restart n2' }).click()
  await expect(person.card('n2', 'StartRefused')).toContainText('AERO_RECOVERY_WAL_CORRUPT')
  await expect(person.inspector).toContainText('It serves nothing.')
  await expect(person.reason('fails', 'RECOVERY-5')).toContainText('5')

  await person.button('Bootstrap n2 again').click()
  await person.button('Discard and bootstrap n2').click()
  await expect(person.card('n2', 'ReplicaActive')).toBeVisible()
  await person.stopWorkload('n1')
  await explorer.api.settled()
  await explorer.expectAllEqual()
})

test('what can’t be done says why: in words, and by which rule', async ({ explorer }) => {
  const person = await meet(explorer)
  await person.select('n2')
  const resume = person.button('Validate and resume n2')
  await resume.focus()
  await expect(person.page.getByRole('tooltip')).toContainText('RECOVERY-10')
  await expect(await person.pressBlocked(resume, 'RECOVERY-10')).toBeVisible()

  await person.askNode('n2')
  await person.openClientTab('Write')
  await expect(await person.pressBlocked(person.button('Put the document on n2'), 'MODEL-4')).toBeVisible()
  await person.button('Put the document on n2 anyway').click()
  await expect(person.client.getByRole('listitem').first()).toContainText('rejected MODEL-4')

  await person.select('n1')
  await expect(await person.pressBlocked(person.button('Bootstrap n1 again'), 'RECOVERY-14')).toBeVisible()
})

test('a reset starts the demo again, once it was confirmed', async ({ explorer }) => {
  const person = await meet(explorer)
  const { historyId } = await explorer.node('n1')
  await person.button('Reset: start the demo again').click()
  const dialog = person.page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect((await explorer.node('n1')).historyId).toBe(historyId)
  await person.button('Reset: start the demo again').click()
  await dialog.getByRole('button', { name: 'Destroy and start again' }).click()
  const state = await explorer.until(
    'another history begins',
    ({ nodes }, before) => nodes.length === 3 && nodes.every((node) => node.historyId !== undefined && node.historyId !== before),
    historyId ?? '',
  )
  expect(state.nodes.map(({ name }) => name)).toEqual(['n1', 'n2', 'n3'])
})
