import { type Explorer, expect, ITEMS, put, test } from './fixture/test.ts'

/** What a person does to a tab and a browser while a cluster runs in it. */

async function writeSome(explorer: Explorer): Promise<void> {
  await explorer.create()
  for (const id of ['a', 'b', 'c'])
    expect(await explorer.api.write('n1', [put(id, { kept: true })])).toMatchObject({ outcome: 'acknowledged' })
  await explorer.api.settled()
}

/** The same cluster stands where it stood: same history, same digests, same roles; each node has started once more. */
async function expectRecovered(explorer: Explorer, before: Awaited<ReturnType<Explorer['api']['state']>>): Promise<void> {
  await explorer.api.settled()
  const after = await explorer.api.state()
  for (const node of before.nodes) {
    const { name, role, historyId, durableLsn, appliedCommitId, chainDigest, stateDigest } = node
    expect(after.nodes).toContainEqual(
      expect.objectContaining({ name, role, historyId, durableLsn, appliedCommitId, chainDigest, stateDigest, alive: true }),
    )
    expect((await explorer.node(name)).incarnation).toBeGreaterThan(node.incarnation)
  }
  expect(after.nodes).toHaveLength(before.nodes.length)
}

test('the page opens with a running cluster of three nodes, a little data and a gentle workload', async ({ explorer }) => {
  const state = await explorer.until(
    'the workload writes and both Replicas follow',
    ({ nodes, ledger }) => ledger.acknowledged > 10 && nodes.every(({ appliedCommitId }) => appliedCommitId > 10),
    null,
  )
  expect(state.nodes.map(({ name, role }) => [name, role])).toEqual([
    ['n1', 'PrimaryActive'],
    ['n2', 'ReplicaActive'],
    ['n3', 'ReplicaActive'],
  ])
  await explorer.api.workload('n1', null)
  await explorer.api.settled()
  await explorer.expectAllEqual()
})

test('RECOVERY-7: a reload recovers the same cluster from its disks', async ({ explorer }) => {
  await writeSome(explorer)
  const before = await explorer.api.state()
  const configuration = await explorer.api.configuration()
  const opened = await explorer.api.openReadView('n2')
  if (opened.outcome !== 'opened') throw new Error('the read view did not open')

  await explorer.reload()
  await expectRecovered(explorer, before)
  expect(await explorer.api.configuration()).toEqual(configuration)
  await explorer.expectAllEqual()
  expect(await explorer.api.read('n2', ITEMS, 'c')).toMatchObject({ outcome: 'served', document: { _id: 'c', kept: true } })
  expect((await explorer.node('n2')).readViews, 'a read view ends with its node').toEqual([])
  expect(await explorer.api.read('n2', ITEMS, 'c', opened.view)).toMatchObject({ outcome: 'refused', error: { rule: 'READ-4' } })
  expect(await explorer.api.write('n1', [put('d')])).toMatchObject({ outcome: 'acknowledged', commitId: 4 })
  await explorer.api.settled()
  await explorer.expectAllEqual()
})

test('WAL-8: a reload in the middle of a workload loses nothing that was acknowledged', async ({ explorer }) => {
  await explorer.create()
  await explorer.api.workload('n1', { commitsPerSecond: 500, clients: 8 })
  for (let reload = 0; reload < 3; reload++) {
    const acknowledged = await explorer.run(async () => {
      const outcome = await window.aerodb.write('n1', [{ op: 'put', collection: 'items', document: { _id: 'mine' } }])
      return outcome.outcome === 'acknowledged' ? outcome.commitId : 0
    }, null)
    expect(acknowledged).toBeGreaterThan(0)
    await explorer.reload()
    await explorer.api.settled()
    expect(await explorer.api.versions('n1', ITEMS, 'mine')).toContainEqual(expect.objectContaining({ commitId: acknowledged }))
    await explorer.expectAllEqual()
    await explorer.api.workload('n1', { commitsPerSecond: 500, clients: 8 })
  }
})

test('RECOVERY-8: a halt, a refused start and a changed configuration outlive a reload', async ({ explorer }) => {
  await writeSome(explorer)
  await explorer.api.condition('n1', 'n2', { kind: 'flipBit' })
  await explorer.api.write('n1', [put('d')])
  await explorer.api.settled()
  await explorer.api.kill('n3')
  await explorer.api.damage('n3', { kind: 'flipBit', lsn: 3 })
  await explorer.api.restart('n3')

  await explorer.reload()
  await explorer.expectHalted('n2', { reason: 'WalCorruption', rule: 'LOG-1' })
  await explorer.expectStartRefused('n3', { code: 'AERO_RECOVERY_WAL_CORRUPT', rule: 'RECOVERY-5' })
  expect(await explorer.node('n1')).toMatchObject({ role: 'PrimaryActive' })
  await explorer.api.settled()
  expect(await explorer.api.resume('n2')).toMatchObject({ outcome: 'done' })
  expect(await explorer.api.bootstrap('n3')).toMatchObject({ outcome: 'done' })
  await explorer.api.settled()
  await explorer.expectAllEqual()

  await explorer.api.kill('n3')
  await explorer.api.configure('n3', { nodes: ['n1', 'n3'] })
  await explorer.reload()
  await explorer.api.settled()
  await explorer.expectHalted('n3', { reason: 'ConfigurationError', rule: 'MODEL-9' })
})

test('a reload starts every node again, keeps what is set to go wrong, and says so (OPERATION, A reload)', async ({
  explorer,
}) => {
  await writeSome(explorer)
  const { api } = explorer
  await api.condition('n1', 'n2', { kind: 'hold' })
  await api.condition('n2', 'n1', { kind: 'drop', count: 5, frames: 'all' })
  await api.partition('n1', 'n3')
  await api.crashAt('n1', 'afterAcknowledge')
  await api.kill('n3')
  expect(await api.write('n1', [put('held')])).toMatchObject({ outcome: 'acknowledged', commitId: 4 })
  await explorer.until('n1 has crashed', ({ nodes }) => nodes[0]?.alive === false, null)
  await api.crashAt('n2', 'beforeReplicaAppend')

  await explorer.reload()
  await expect(explorer.page.getByRole('alertdialog').filter({ hasText: 'n1 – n3 cut apart' })).toBeVisible()
  await api.settled()
  expect((await api.state()).nodes.map(({ name, role }) => [name, role])).toEqual([
    ['n1', 'PrimaryActive'],
    ['n2', 'ReplicaActive'],
    ['n3', 'ReplicaActive'],
  ])
  expect(await explorer.node('n1'), 'a crash point that was met is no longer armed').not.toHaveProperty('armedCrash')
  expect(await explorer.node('n2')).toMatchObject({ armedCrash: 'beforeReplicaAppend' })
  expect(await explorer.link('n1', 'n3')).toMatchObject({ up: false })
  expect(await explorer.link('n2', 'n1'), 'it meets what it had still to meet').toMatchObject({ lost: 1 })
  expect((await api.state()).ledger).toEqual({ acknowledged: 0, rejected: 0, unknown: 0 })

  await api.disarm('n2')
  await api.heal('n1', 'n2')
  await api.heal('n1', 'n3')
  await api.settled()
  expect((await explorer.expectAllEqual()).commits).toHaveLength(4)
  await explorer.reload()
  await api.settled()
  expect(
    (await api.state()).links.every(({ up }) => up),
    'what was taken back stays so',
  ).toBe(true)
  await explorer.expectAllEqual()
})

test('RECOVERY-7: a restart of the browser finds the same cluster on its disks', async ({ explorer }) => {
  await writeSome(explorer)
  const before = await explorer.api.state()
  await explorer.restartBrowser()
  await expectRecovered(explorer, before)
  await explorer.expectAllEqual()
  expect(await explorer.api.write('n1', [put('d')])).toMatchObject({ outcome: 'acknowledged', commitId: 4 })
})

test('FAIL-58: a second tab is told that another runs the cluster, and harms nothing; it takes over once the first is gone', async ({
  explorer,
}) => {
  await writeSome(explorer)
  const before = await explorer.api.state()
  const second = await explorer.openTab()
  await second.goto('./')
  const message = await second.evaluate(() => window.aerodb.ready.then(String, String))
  expect(message).toContain('AERO_HOST_SECOND_TAB: ')
  for (const method of ['create', 'kill'] as const) {
    const refused = await second.evaluate(
      (name) =>
        name === 'create'
          ? window.aerodb.create({ nodes: ['n1'], primary: 'n1' }).then(String, String)
          : window.aerodb.kill('n1').then(String, String),
      method,
    )
    expect(refused).toContain('AERO_HOST_SECOND_TAB: ')
  }

  await explorer.api.settled()
  expect(await explorer.api.state(), 'the first is as it was').toEqual(before)
  expect(await explorer.api.write('n1', [put('d')])).toMatchObject({ outcome: 'acknowledged', commitId: 4 })
  await explorer.api.settled()
  const grown = await explorer.api.state()
  await explorer.expectAllEqual()

  await expect(second.getByText('Another tab runs this cluster')).toBeVisible()
  const takeOver = second.getByRole('button', { name: 'Run the cluster here' })
  await expect(takeOver).toHaveAttribute('aria-disabled', 'true')
  await explorer.page.close()
  await expect(second.getByText('The other tab has let go')).toBeVisible()
  await takeOver.click()
  await explorer.moveTo(second)
  await expectRecovered(explorer, grown)
  await explorer.expectAllEqual()
  expect(await explorer.api.write('n1', [put('e')])).toMatchObject({ outcome: 'acknowledged', commitId: 5 })
})
