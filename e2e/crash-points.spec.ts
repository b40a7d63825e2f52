import type { CrashPoint } from '../src/cluster/contract.ts'
import { type Explorer, expect, ITEMS, keyOf, put, test } from './fixture/test.ts'

/** Each crash point is a position among a node's effects. What was before it happened, what was behind it did not. (FAILURE_MATRIX) */

async function untilDead(cluster: Explorer, node: string): Promise<void> {
  await cluster.until(
    `${node} dies`,
    ({ nodes }, name) => nodes.some((candidate) => candidate.name === name && !candidate.alive),
    node,
  )
}

/** Starts it where nobody can tell it anything: where it stands then is what was on its disk. */
async function restartAlone(cluster: Explorer, node: string) {
  for (const other of ['n1', 'n2', 'n3']) if (other !== node) await cluster.api.partition(node, other)
  const found = await cluster.api.restart(node)
  for (const other of ['n1', 'n2', 'n3']) if (other !== node) await cluster.api.heal(node, other)
  await cluster.api.settled()
  return found
}

const ON_THE_PRIMARY: readonly {
  readonly point: CrashPoint
  readonly row: string
  readonly outcome: 'unknown' | 'acknowledged'
  readonly isDurable: boolean
}[] = [
  { point: 'beforeWalDurable', row: 'FAIL-1', outcome: 'unknown', isDurable: false },
  { point: 'afterWalDurable', row: 'FAIL-4', outcome: 'unknown', isDurable: true },
  { point: 'afterAcknowledge', row: 'FAIL-5', outcome: 'acknowledged', isDurable: true },
  { point: 'duringShipping', row: 'FAIL-6', outcome: 'acknowledged', isDurable: true },
]

for (const { point, row, outcome, isDurable } of ON_THE_PRIMARY) {
  test(`${row}, WAL-8: ${point} on the Primary: the client's outcome is ${outcome}, the write ${isDurable ? 'is durable' : 'never happened'}`, async ({
    cluster,
  }) => {
    await cluster.api.write('n1', [put('before')])
    await cluster.api.settled()
    await cluster.api.crashAt('n1', point)
    expect(await cluster.api.write('n1', [put('a'), put('b')])).toMatchObject({ outcome })
    await untilDead(cluster, 'n1')
    expect((await cluster.api.state()).ledger).toMatchObject({ [outcome]: outcome === 'acknowledged' ? 2 : 1 })
    for (const replica of ['n2', 'n3']) expect(await cluster.node(replica)).toMatchObject({ appliedCommitId: 1 })

    const found = await restartAlone(cluster, 'n1')
    expect(found).toMatchObject({ role: 'PrimaryActive', appliedCommitId: isDurable ? 2 : 1, durableLsn: isDurable ? 6 : 3 })
    const log = await cluster.expectAllEqual()
    for (const id of ['a', 'b']) expect(log.versionsOf(keyOf(id))).toHaveLength(isDurable ? 1 : 0)

    expect(await cluster.api.write('n1', [put('after')]), 'it was armed once').toMatchObject({ outcome: 'acknowledged' })
    await cluster.api.settled()
    await cluster.expectAllEqual()
  })
}

test('CLUSTER-9: a crash point that was disarmed is not met, alive or dead; one that was met is no longer armed', async ({
  cluster,
}) => {
  await cluster.api.crashAt('n1', 'beforeWalDurable')
  expect(await cluster.node('n1')).toMatchObject({ armedCrash: 'beforeWalDurable' })
  await cluster.api.disarm('n1')
  expect(await cluster.node('n1')).not.toHaveProperty('armedCrash')
  expect(await cluster.api.write('n1', [put('a')])).toMatchObject({ outcome: 'acknowledged' })

  await cluster.api.kill('n2')
  await cluster.api.crashAt('n2', 'duringRecovery')
  await cluster.api.disarm('n2')
  expect(await cluster.api.restart('n2')).toMatchObject({ role: 'ReplicaActive' })
  await cluster.api.settled()
  await cluster.expectAllEqual()

  await cluster.api.crashAt('n1', 'afterWalDurable')
  expect(await cluster.api.write('n1', [put('b')])).toMatchObject({ outcome: 'unknown' })
  await untilDead(cluster, 'n1')
  await expect(cluster.api.disarm('n1')).rejects.toThrow(/AERO_CRASH_POINT_NOT_ARMED: /)
  await cluster.api.restart('n1')
})

const ON_A_REPLICA: readonly { readonly point: CrashPoint; readonly row: string; readonly isDurable: boolean }[] = [
  { point: 'beforeReplicaAppend', row: 'FAIL-10', isDurable: false },
  { point: 'afterReplicaAppend', row: 'FAIL-13', isDurable: true },
  { point: 'afterApply', row: 'FAIL-14', isDurable: true },
]

for (const { point, row, isDurable } of ON_A_REPLICA) {
  test(`${row}: ${point} on a Replica: the frame ${isDurable ? 'is durable there' : 'is shipped again'}, and its client knows nothing of it`, async ({
    cluster,
  }) => {
    await cluster.api.write('n1', [put('before')])
    await cluster.api.settled()
    await cluster.api.crashAt('n2', point)
    expect(await cluster.api.write('n1', [put('a'), put('b')])).toMatchObject({ outcome: 'acknowledged' })
    await untilDead(cluster, 'n2')
    await cluster.api.settled()
    expect(await cluster.node('n3')).toMatchObject({ appliedCommitId: 2 })

    const found = await restartAlone(cluster, 'n2')
    expect(found).toMatchObject({ role: 'ReplicaActive', appliedCommitId: isDurable ? 2 : 1, durableLsn: isDurable ? 6 : 3 })
    await cluster.expectAllEqual()
    expect(await cluster.api.read('n2', ITEMS, 'a')).toMatchObject({ outcome: 'served', version: 2 })
  })
}

for (const node of ['n1', 'n2']) {
  test(`FAIL-16, RECOVERY-7: duringRecovery on ${node}: the next start begins again, with the same result`, async ({
    cluster,
  }) => {
    await cluster.api.write('n1', [put('a')])
    await cluster.api.settled()
    const before = await cluster.node(node)
    await cluster.api.kill(node)
    for (let attempt = 0; attempt < 2; attempt++) {
      await cluster.api.crashAt(node, 'duringRecovery')
      await cluster.api.restart(node).catch((error: Error) => expect(error.message).toMatch(/AERO_[A-Z_]+:/))
      await untilDead(cluster, node)
    }
    const { chainDigest, stateDigest, durableLsn, role } = before
    const after = await cluster.api.restart(node)
    expect(after).toMatchObject({ role, chainDigest, stateDigest, durableLsn })
    expect(after.incarnation).toBeGreaterThan(before.incarnation)
    await cluster.api.settled()
    await cluster.expectAllEqual()
  })
}

test('a crash point that is armed on a dead node waits for its next life', async ({ cluster }) => {
  await cluster.api.kill('n1')
  await cluster.api.crashAt('n1', 'afterAcknowledge')
  await cluster.api.restart('n1')
  expect(await cluster.api.write('n1', [put('a')])).toMatchObject({ outcome: 'acknowledged', commitId: 1 })
  await untilDead(cluster, 'n1')
  await cluster.api.restart('n1')
  await cluster.api.settled()
  const log = await cluster.expectAllEqual()
  expect(log.commits).toHaveLength(1)
})

async function haltReplica(cluster: Explorer): Promise<void> {
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  await cluster.api.condition('n1', 'n2', { kind: 'flipBit' })
  await cluster.api.write('n1', [put('b')])
  await cluster.api.settled()
  await cluster.expectHalted('n2', { reason: 'WalCorruption', rule: 'LOG-1' })
}

test('FAIL-18, RECOVERY-8: a Replica that dies before its halt is durable has used nothing of what it refused, and meets the same check again', async ({
  cluster,
}) => {
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  await cluster.api.crashAt('n2', 'beforeHaltDurable')
  await cluster.api.condition('n1', 'n2', { kind: 'flipBit', count: 2 })
  await cluster.api.write('n1', [put('b')])
  await untilDead(cluster, 'n2')
  expect(await cluster.api.restart('n2')).toMatchObject({ durableLsn: 3, appliedCommitId: 1 })
  await cluster.api.settled()
  await cluster.expectHalted('n2', { reason: 'WalCorruption', rule: 'LOG-1' })
  expect(await cluster.node('n2')).toMatchObject({ durableLsn: 3, appliedCommitId: 1 })
  expect(await cluster.api.resume('n2')).toMatchObject({ outcome: 'done' })
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

for (const [row, command, point, found] of [
  ['FAIL-20', 'resume', 'beforeOperationDurable', { role: 'ReplicationHalted', durableLsn: 3 }],
  ['FAIL-21', 'resume', 'afterOperationDurable', { role: 'ReplicaActive', durableLsn: 3 }],
  ['FAIL-22', 'bootstrap', 'beforeOperationDurable', { role: 'ReplicationHalted', durableLsn: 3 }],
  ['FAIL-23', 'bootstrap', 'afterOperationDurable', { role: 'ReplicaActive', durableLsn: 0 }],
] as const) {
  test(`${row}, RECOVERY-7: ${point} in a ${command}: the outcome is unknown, and the disk says ${found.role}`, async ({
    cluster,
  }) => {
    await haltReplica(cluster)
    await cluster.api.crashAt('n2', point)
    expect(await cluster.api[command]('n2')).toMatchObject({ outcome: 'unknown' })
    await untilDead(cluster, 'n2')
    await cluster.api.partition('n2', 'n1')
    expect(await cluster.api.restart('n2')).toMatchObject(found)
    await cluster.api.heal('n2', 'n1')
    await cluster.api.settled()
    if (found.role === 'ReplicationHalted') expect(await cluster.api[command]('n2')).toMatchObject({ outcome: 'done' })
    await cluster.api.settled()
    await cluster.expectAllEqual()
  })
}
