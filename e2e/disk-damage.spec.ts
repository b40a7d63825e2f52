import { type Explorer, expect, ITEMS, keyOf, put, test } from './fixture/test.ts'

/** What a disk does beyond its contract, and who finds it. (FAILURE_MATRIX, *Disks*) */

/** LSN 1 is the genesis marker; a commit of one document is a version and a commit record. */
const lastLsnAfter = (commits: number) => 1 + 2 * commits

async function writeCommits(cluster: Explorer, count: number, prefix = 'doc'): Promise<void> {
  for (let index = 1; index <= count; index++)
    expect(await cluster.api.write('n1', [put(`${prefix}${index}`)])).toMatchObject({ outcome: 'acknowledged' })
  await cluster.api.settled()
}

for (const lsn of [1, 2, 5, lastLsnAfter(4)]) {
  test(`FAIL-60, RECOVERY-5: a bit flipped at LSN ${lsn} on the Primary's disk is found at its start, which is refused`, async ({
    cluster,
  }) => {
    await writeCommits(cluster, 4)
    await cluster.api.kill('n1')
    await cluster.api.damage('n1', { kind: 'flipBit', lsn })
    for (let start = 0; start < 2; start++) {
      expect(await cluster.api.restart('n1')).toMatchObject({ role: 'StartRefused' })
      const refused = await cluster.expectStartRefused('n1', { code: 'AERO_RECOVERY_WAL_CORRUPT', rule: 'RECOVERY-5' })
      expect(refused.refusal?.severity).toBe('FATAL')
      expect(JSON.stringify(refused.refusal?.evidence)).toMatch(/WAL-[1-7]/)
      await cluster.api.kill('n1')
    }
    for (const replica of ['n2', 'n3'])
      expect(await cluster.api.read(replica, ITEMS, 'doc4')).toMatchObject({ outcome: 'served', version: 4 })
  })
}

test('RECOVERY-5, READ-1: a node that refused its disk shows the records before the damage, or why there are none, and no versions', async ({
  cluster,
}) => {
  await writeCommits(cluster, 4)
  const sound = await cluster.api.wal('n2')
  const bytes = Buffer.from(await cluster.api.walBytes('n2'))
  await cluster.api.kill('n2')
  await cluster.api.damage('n2', { kind: 'flipBit', lsn: 5 })
  const { refusal } = await cluster.api.restart('n2')
  expect(refusal).toMatchObject({ rule: 'RECOVERY-5', evidence: { verifiedLsn: 3 } })
  expect(await cluster.api.wal('n2')).toEqual(sound.slice(0, 3))
  expect(await cluster.api.wal('n2', { from: 3 })).toEqual(sound.slice(2, 3))
  const length = sound.slice(0, 3).reduce((sum, record) => sum + record.bytes, 0)
  expect(Buffer.from(await cluster.api.walBytes('n2'))).toEqual(bytes.subarray(0, length))
  await expect(cluster.api.versions('n2', ITEMS, 'doc1')).rejects.toThrow('AERO_READ_NOT_SERVING: ')

  await cluster.api.kill('n2')
  await cluster.api.damage('n2', { kind: 'flipBit', lsn: 1 })
  await cluster.api.restart('n2')
  await expect(cluster.api.wal('n2')).rejects.toThrow('AERO_RECOVERY_WAL_CORRUPT: ')
  await expect(cluster.api.walBytes('n2')).rejects.toThrow('AERO_RECOVERY_WAL_CORRUPT: ')
})

test('FAIL-61, RECOVERY-13: a bit flipped anywhere on a Replica is found at its start; a bootstrap proves what it discards', async ({
  cluster,
}) => {
  await writeCommits(cluster, 4)
  for (let lsn = 1; lsn <= lastLsnAfter(4); lsn++) {
    await test.step(`LSN ${lsn}`, async () => {
      await cluster.api.kill('n2')
      await cluster.api.damage('n2', { kind: 'flipBit', lsn })
      await cluster.api.restart('n2')
      await cluster.expectStartRefused('n2', { code: 'AERO_RECOVERY_WAL_CORRUPT', rule: 'RECOVERY-5' })
      expect(await cluster.api.resume('n2')).toMatchObject({ outcome: 'refused', error: { rule: 'RECOVERY-10' } })
      await cluster.api.settled()
      expect(await cluster.api.bootstrap('n2')).toMatchObject({ outcome: 'done' })
      await cluster.api.settled()
      await cluster.expectAllEqual()
    })
  }
})

test('FAIL-63, RECOVERY-1: a wiped Primary refuses to start, and is never silently new', async ({ cluster }) => {
  await writeCommits(cluster, 3)
  const { historyId } = await cluster.node('n1')
  await cluster.api.kill('n1')
  await cluster.api.damage('n1', { kind: 'wipe' })
  for (let start = 0; start < 2; start++) {
    await cluster.api.restart('n1')
    await cluster.expectStartRefused('n1', { code: 'AERO_RECOVERY_IDENTITY_MISSING', rule: 'RECOVERY-1' })
    expect(await cluster.api.bootstrap('n1')).toMatchObject({ outcome: 'refused', error: { rule: 'RECOVERY-14' } })
    await cluster.api.settled()
    await cluster.api.kill('n1')
  }
  for (const replica of ['n2', 'n3']) {
    expect(await cluster.node(replica)).toMatchObject({ role: 'ReplicaActive', historyId, appliedCommitId: 3 })
    expect(await cluster.api.read(replica, ITEMS, 'doc3')).toMatchObject({ outcome: 'served', version: 3 })
  }
})

test('FAIL-64, RECOVERY-1: a wiped Replica refuses to start until it is bootstrapped', async ({ cluster }) => {
  await writeCommits(cluster, 3)
  await cluster.api.kill('n2')
  await cluster.api.damage('n2', { kind: 'wipe' })
  await cluster.api.restart('n2')
  await cluster.expectStartRefused('n2', { code: 'AERO_RECOVERY_IDENTITY_MISSING', rule: 'RECOVERY-1' })
  await cluster.api.settled()
  expect(await cluster.api.bootstrap('n2')).toMatchObject({ outcome: 'done' })
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('FAIL-68, LOG-6: a Replica whose disk lost its tail is shipped what it lost', async ({ cluster }) => {
  await writeCommits(cluster, 5)
  await cluster.api.kill('n2')
  await cluster.api.damage('n2', { kind: 'loseTail', fromLsn: lastLsnAfter(2) + 1 })
  await cluster.api.partition('n1', 'n2')
  expect(await cluster.api.restart('n2')).toMatchObject({
    role: 'ReplicaActive',
    durableLsn: lastLsnAfter(2),
    appliedCommitId: 2,
  })
  await cluster.api.heal('n1', 'n2')
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('FAIL-65, LOG-13: a Primary whose disk lost its tail meets a Replica that has it: both halt', async ({ cluster }) => {
  await writeCommits(cluster, 5)
  await cluster.api.partition('n1', 'n3')
  await cluster.api.kill('n1')
  await cluster.api.damage('n1', { kind: 'loseTail', fromLsn: lastLsnAfter(3) + 1 })
  await cluster.api.restart('n1')
  await cluster.api.settled()
  for (const node of ['n1', 'n2']) await cluster.expectHalted(node, { reason: 'HistoryDivergence', rule: 'LOG-13' })
  expect(await cluster.api.read('n3', ITEMS, 'doc5'), 'who has not met it still serves its prefix').toMatchObject({
    outcome: 'served',
    version: 5,
  })

  await test.step('no way out is open that could lose the last copy', async () => {
    expect(await cluster.api.resume('n2')).toMatchObject({ outcome: 'refused', error: { rule: 'RECOVERY-15' } })
    expect(await cluster.api.bootstrap('n2')).toMatchObject({ outcome: 'refused', error: { rule: 'RECOVERY-13' } })
    expect(await cluster.api.resume('n1')).toMatchObject({ outcome: 'refused', error: { rule: 'RECOVERY-10' } })
    expect(await cluster.node('n2')).toMatchObject({ role: 'ReplicationHalted', durableLsn: lastLsnAfter(5) })
  })
  await test.step('the halt of a Primary outlives a restart', async () => {
    await cluster.api.kill('n1')
    await cluster.api.restart('n1')
    await cluster.expectHalted('n1', { reason: 'HistoryDivergence', rule: 'LOG-13' })
  })
})

test('FAIL-66, LOG-6: a Primary that lost its tail and wrote on meets a Replica that has it: both halt', async ({ cluster }) => {
  await writeCommits(cluster, 5)
  for (const replica of ['n2', 'n3']) await cluster.api.partition('n1', replica)
  await cluster.api.kill('n1')
  await cluster.api.damage('n1', { kind: 'loseTail', fromLsn: lastLsnAfter(4) + 1 })
  await cluster.api.restart('n1')
  await writeCommits(cluster, 3, 'other')
  await cluster.api.heal('n1', 'n2')
  await cluster.api.settled()
  for (const node of ['n1', 'n2']) await cluster.expectHalted(node, { reason: 'HistoryDivergence', rule: 'LOG-6' })
  const kept = await cluster.wal('n2')
  expect(kept.versionsOf(keyOf('doc5')), 'the Replica keeps what was acknowledged').toHaveLength(1)
})

test('FAIL-67: acknowledged writes that no Replica has are lost with the disk, and only the ledger knows', async ({
  cluster,
}) => {
  await writeCommits(cluster, 2)
  for (const replica of ['n2', 'n3']) await cluster.api.partition('n1', replica)
  await writeCommits(cluster, 2, 'lost')
  await cluster.api.kill('n1')
  await cluster.api.damage('n1', { kind: 'loseTail', fromLsn: lastLsnAfter(2) + 1 })
  expect(await cluster.api.restart('n1')).toMatchObject({ role: 'PrimaryActive', appliedCommitId: 2 })
  for (const replica of ['n2', 'n3']) await cluster.api.heal('n1', replica)
  await cluster.api.settled()
  const log = await cluster.expectAllEqual()
  expect(log.commits).toHaveLength(2)
  expect((await cluster.api.state()).ledger.acknowledged).toBe(4)
})

for (const node of ['n1', 'n2']) {
  test(`FAIL-69, RECOVERY-6: a log that is gone whole beneath ${node}'s manifest is no empty node`, async ({ cluster }) => {
    await writeCommits(cluster, 2)
    await cluster.api.kill(node)
    await cluster.api.damage(node, { kind: 'loseTail', fromLsn: 1 })
    await cluster.api.restart(node)
    await cluster.expectStartRefused(node, { code: 'AERO_RECOVERY_HISTORY_MISSING', rule: 'RECOVERY-6' })
  })
}
