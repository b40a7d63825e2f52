import { type Explorer, expect, put, test } from './fixture/test.ts'

/** What an operator can ask of a Replica, and when it is refused. (RECOVERY-10 to RECOVERY-16) */

async function haltByCorruption(cluster: Explorer): Promise<void> {
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  await cluster.api.condition('n1', 'n2', { kind: 'flipBit' })
  await cluster.api.write('n1', [put('b')])
  await cluster.api.settled()
  await cluster.expectHalted('n2', { reason: 'WalCorruption', rule: 'LOG-1' })
}

async function haltByGap(cluster: Explorer): Promise<void> {
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  await cluster.api.condition('n1', 'n2', { kind: 'drop' })
  await cluster.api.write('n1', [put('b')])
  await cluster.api.write('n1', [put('c')])
  await cluster.api.settled()
  await cluster.expectHalted('n2', { reason: 'WalGapDetected', rule: 'LOG-5' })
}

for (const [reason, halt] of [
  ['WalCorruption', haltByCorruption],
  ['WalGapDetected', haltByGap],
] as const) {
  test(`RECOVERY-15: a Replica halted for ${reason} resumes from its durable prefix`, async ({ cluster }) => {
    await halt(cluster)
    expect(await cluster.api.resume('n2')).toMatchObject({ outcome: 'done' })
    await cluster.api.settled()
    expect(await cluster.node('n2')).toMatchObject({ role: 'ReplicaActive', session: 'streaming' })
    await cluster.expectAllEqual()
  })

  test(`RECOVERY-13: a Replica halted for ${reason} can discard what the Primary proves to have, and begin from LSN 1`, async ({
    cluster,
  }) => {
    await halt(cluster)
    expect(await cluster.api.bootstrap('n2')).toMatchObject({ outcome: 'done' })
    await cluster.api.settled()
    await cluster.expectAllEqual()
  })
}

test('RECOVERY-13: an active Replica can be bootstrapped too', async ({ cluster }) => {
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  const before = await cluster.node('n2')
  expect(await cluster.api.bootstrap('n2')).toMatchObject({ outcome: 'done' })
  await cluster.api.settled()
  const log = await cluster.expectAllEqual()
  expect(log.commits).toHaveLength(1)
  expect(await cluster.node('n2')).toMatchObject({ chainDigest: before.chainDigest, historyId: before.historyId })
})

test('RECOVERY-11: a resume is refused at once where no link is up, and nothing changes', async ({ cluster }) => {
  await haltByCorruption(cluster)
  await cluster.api.partition('n1', 'n2')
  expect(await cluster.api.resume('n2')).toMatchObject({
    outcome: 'refused',
    error: { code: 'AERO_RESUME_NO_LINK', rule: 'RECOVERY-11' },
  })
  await cluster.expectHalted('n2', { reason: 'WalCorruption', rule: 'LOG-1' })
  await cluster.api.heal('n1', 'n2')
  expect(await cluster.api.resume('n2')).toMatchObject({ outcome: 'done' })
})

test('RECOVERY-11: a resume is refused at once where the Primary is dead', async ({ cluster }) => {
  await haltByCorruption(cluster)
  await cluster.api.kill('n1')
  expect(await cluster.api.resume('n2')).toMatchObject({ outcome: 'refused', error: { rule: 'RECOVERY-11' } })
})

test('RECOVERY-13: without proof nothing is discarded, unless the operator says so', async ({ cluster }) => {
  await haltByCorruption(cluster)
  await cluster.api.partition('n1', 'n2')
  const before = await cluster.node('n2')
  expect(before.durableLsn).toBeGreaterThan(0)
  expect(await cluster.api.bootstrap('n2')).toMatchObject({
    outcome: 'refused',
    error: { code: 'AERO_BOOTSTRAP_UNPROVEN', rule: 'RECOVERY-13' },
  })
  expect(await cluster.node('n2')).toMatchObject({ role: 'ReplicationHalted', durableLsn: before.durableLsn })

  expect(await cluster.api.bootstrap('n2', { discardUnproven: true })).toMatchObject({ outcome: 'done' })
  expect(await cluster.node('n2')).toMatchObject({
    role: 'ReplicaActive',
    session: 'disconnected',
    durableLsn: 0,
    appliedCommitId: 0,
  })
  await cluster.api.heal('n1', 'n2')
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('RECOVERY-13: a Replica that diverged begins again only where the operator gives up what it has', async ({ cluster }) => {
  for (const id of ['a', 'b', 'c']) await cluster.api.write('n1', [put(id)])
  await cluster.api.settled()
  for (const replica of ['n2', 'n3']) await cluster.api.partition('n1', replica)
  await cluster.api.kill('n1')
  await cluster.api.damage('n1', { kind: 'loseTail', fromLsn: 6 })
  await cluster.api.restart('n1')
  expect(await cluster.api.bootstrap('n2', { discardUnproven: true })).toMatchObject({ outcome: 'done' })
  await cluster.api.heal('n1', 'n2')
  await cluster.api.settled()
  expect(await cluster.node('n2')).toMatchObject({ role: 'ReplicaActive', session: 'streaming', appliedCommitId: 2 })
  expect(await cluster.node('n3'), 'the last copy is untouched').toMatchObject({ appliedCommitId: 3 })
})

test('RECOVERY-12: a bootstrap waits for no read view: it is refused and names them', async ({ cluster }) => {
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  const opened = await cluster.api.openReadView('n2')
  if (opened.outcome !== 'opened') throw new Error('the read view did not open')
  const refused = await cluster.api.bootstrap('n2')
  expect(refused).toMatchObject({ outcome: 'refused', error: { code: 'AERO_BOOTSTRAP_VIEWS_OPEN', rule: 'RECOVERY-12' } })
  expect(JSON.stringify(refused)).toContain(opened.view)
  expect(await cluster.api.read('n2', 'items', 'a', opened.view)).toMatchObject({ outcome: 'served', version: 1 })
  await cluster.api.closeReadView('n2', opened.view)
  expect(await cluster.api.bootstrap('n2')).toMatchObject({ outcome: 'done' })
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('RECOVERY-10, RECOVERY-14: a Primary is neither resumed nor bootstrapped; an active Replica is not resumed', async ({
  cluster,
}) => {
  expect(await cluster.api.resume('n1')).toMatchObject({
    outcome: 'refused',
    error: { code: 'AERO_RESUME_NOT_HALTED_REPLICA', rule: 'RECOVERY-10' },
  })
  expect(await cluster.api.resume('n2')).toMatchObject({ outcome: 'refused', error: { rule: 'RECOVERY-10' } })
  expect(await cluster.api.bootstrap('n1', { discardUnproven: true })).toMatchObject({
    outcome: 'refused',
    error: { code: 'AERO_BOOTSTRAP_NOT_REPLICA', rule: 'RECOVERY-14' },
  })
  await cluster.expectAllEqual()
})

for (const command of ['resume', 'bootstrap'] as const) {
  test(`CLUSTER-7: a ${command} that waits for a lost answer does not move; a partition ends it, and nothing has changed`, async ({
    cluster,
  }) => {
    await haltByCorruption(cluster)
    const halted = await cluster.node('n2')
    await cluster.api.condition('n1', 'n2', { kind: 'cut' })
    const waiting = cluster.api[command]('n2')
    await cluster.api.settled()
    expect(await cluster.node('n2')).toEqual({ ...halted, operatorWaits: command })
    expect(await cluster.api[command]('n2')).toMatchObject({ outcome: 'refused', error: { rule: 'RECOVERY-16' } })

    await cluster.api.partition('n1', 'n2')
    const rule = command === 'resume' ? 'RECOVERY-15' : 'RECOVERY-13'
    expect(await waiting).toMatchObject({ outcome: 'refused', error: { rule } })
    expect(await cluster.node('n2')).toMatchObject({ role: 'ReplicationHalted', durableLsn: halted.durableLsn })
    await cluster.api.heal('n1', 'n2')
    expect(await cluster.api[command]('n2')).toMatchObject({ outcome: 'done' })
    await cluster.api.settled()
    await cluster.expectAllEqual()
  })
}

test('CLUSTER-7: a resume whose answer is held waits, and goes on once it is released', async ({ cluster }) => {
  await haltByCorruption(cluster)
  await cluster.api.condition('n1', 'n2', { kind: 'hold' })
  const waiting = cluster.api.resume('n2')
  await cluster.api.settled()
  const { held } = await cluster.link('n1', 'n2')
  expect(held).toBeGreaterThan(0)
  expect(await cluster.api.release('n1', 'n2')).toBe(held)
  expect(await waiting).toMatchObject({ outcome: 'done' })
  await cluster.api.condition('n1', 'n2', { kind: 'pass' })
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

for (const command of ['resume', 'bootstrap'] as const) {
  test(`CLUSTER-14: a ${command} that waits can be cancelled: it is refused, nothing has changed, and conditions stay`, async ({
    cluster,
  }) => {
    await haltByCorruption(cluster)
    const { halt, durableLsn, chainDigest } = await cluster.node('n2')
    await cluster.api.condition('n1', 'n2', { kind: 'hold' })
    const waiting = cluster.api[command]('n2')
    await cluster.api.settled()
    await cluster.api.cancel('n2')
    const rule = command === 'resume' ? 'RECOVERY-15' : 'RECOVERY-13'
    expect(await waiting).toMatchObject({ outcome: 'refused', error: { rule } })
    const after = await cluster.node('n2')
    expect(after).toMatchObject({ role: 'ReplicationHalted', halt, durableLsn, chainDigest })
    expect(after).not.toHaveProperty('operatorWaits')
    await expect(cluster.api.cancel('n2')).rejects.toThrow(/AERO_OPERATOR_NOTHING_WAITS: /)

    const again = cluster.api[command]('n2')
    await cluster.api.settled()
    expect((await cluster.link('n1', 'n2')).held, 'the link still holds').toBeGreaterThan(0)
    await cluster.api.condition('n1', 'n2', { kind: 'pass' })
    expect(await again).toMatchObject({ outcome: 'done' })
    await cluster.api.settled()
    await cluster.expectAllEqual()
  })
}
