import { type Explorer, expect, put, test } from './fixture/test.ts'

/** Who may be Primary is configured, never guessed. (REPLICATION_MODEL; FAILURE_MATRIX, *Authority, identity, configuration*) */

async function reconfigure(
  cluster: Explorer,
  node: string,
  configuration: Parameters<Explorer['api']['configure']>[1],
): Promise<void> {
  if ((await cluster.node(node)).alive) await cluster.api.kill(node)
  await cluster.api.configure(node, configuration)
  await cluster.api.restart(node)
  await cluster.api.settled()
}

for (const primary of [['n1', 'n2'], []]) {
  test(`FAIL-50, MODEL-1: a configuration that names ${primary.length} Primaries halts every node; configured anew, they go on`, async ({
    cluster,
  }) => {
    await cluster.api.create({ nodes: ['n1', 'n2', 'n3'], primary, sync: 'each' })
    await cluster.api.settled()
    for (const node of ['n1', 'n2', 'n3']) await cluster.expectHalted(node, { reason: 'AuthorityAmbiguity', rule: 'MODEL-1' })

    for (const node of ['n1', 'n2', 'n3']) {
      await cluster.api.kill(node)
      await cluster.api.restart(node)
      await cluster.expectHalted(node, { reason: 'AuthorityAmbiguity', rule: 'MODEL-1' })
    }
    for (const node of ['n1', 'n2', 'n3']) await reconfigure(cluster, node, { primary: 'n1' })
    expect(await cluster.api.write('n1', [put('a')])).toMatchObject({ outcome: 'acknowledged', commitId: 1 })
    await cluster.api.settled()
    await cluster.expectAllEqual()
  })
}

test('FAIL-51, MODEL-2: a second node configured as the Primary is not granted the authority while the first holds it', async ({
  cluster,
}) => {
  await reconfigure(cluster, 'n2', { primary: 'n2' })
  await cluster.expectHalted('n2', { reason: 'AuthorityAmbiguity', rule: 'MODEL-2' })
  expect(await cluster.api.write('n1', [put('a')]), 'the first is unharmed').toMatchObject({ outcome: 'acknowledged' })
  await cluster.api.settled()

  await reconfigure(cluster, 'n2', { primary: 'n1' })
  await cluster.expectAllEqual()
})

test('FAIL-57, MODEL-10: a disk that followed is not started as Primary, even where the authority is free', async ({
  cluster,
}) => {
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  await cluster.api.kill('n1')
  await reconfigure(cluster, 'n2', { primary: 'n2' })
  await cluster.expectHalted('n2', { reason: 'ConfigurationError', rule: 'MODEL-10' })
  await reconfigure(cluster, 'n2', { primary: 'n1' })
  await cluster.api.restart('n1')
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('FAIL-57, MODEL-10: a disk that led is not started as Replica', async ({ cluster }) => {
  await reconfigure(cluster, 'n1', { primary: 'n2' })
  await cluster.expectHalted('n1', { reason: 'ConfigurationError', rule: 'MODEL-10' })
  await reconfigure(cluster, 'n1', { primary: 'n1' })
  expect(await cluster.api.write('n1', [put('a')])).toMatchObject({ outcome: 'acknowledged' })
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('FAIL-53, MODEL-3: a Replica that meets a Primary other than the configured one halts; the Primary goes on', async ({
  cluster,
}) => {
  await reconfigure(cluster, 'n3', { primary: 'n2' })
  await cluster.expectHalted('n3', { reason: 'AuthorityAmbiguity', rule: 'MODEL-3' })
  expect(await cluster.api.write('n1', [put('a')])).toMatchObject({ outcome: 'acknowledged' })
  await cluster.api.settled()
  expect(await cluster.node('n2')).toMatchObject({ role: 'ReplicaActive', appliedCommitId: 1 })

  await reconfigure(cluster, 'n3', { primary: 'n1' })
  await cluster.expectAllEqual()
})

test('FAIL-54, MODEL-9: a Replica whose list of members differs halts; configured alike, it follows again', async ({
  cluster,
}) => {
  await reconfigure(cluster, 'n3', { nodes: ['n1', 'n3'] })
  await cluster.expectHalted('n3', { reason: 'ConfigurationError', rule: 'MODEL-9' })
  expect(await cluster.api.write('n1', [put('a')])).toMatchObject({ outcome: 'acknowledged' })

  await cluster.api.kill('n3')
  await cluster.api.restart('n3')
  await cluster.expectHalted('n3', { reason: 'ConfigurationError', rule: 'MODEL-9' })

  await reconfigure(cluster, 'n3', { nodes: ['n1', 'n2', 'n3'] })
  await cluster.expectAllEqual()
})

test('MODEL-1: a node that its own configuration leaves out halts', async ({ cluster }) => {
  await reconfigure(cluster, 'n3', { nodes: ['n1', 'n2'] })
  await cluster.expectHalted('n3', { reason: 'AuthorityAmbiguity', rule: 'MODEL-1' })
  await reconfigure(cluster, 'n3', { nodes: ['n1', 'n2', 'n3'] })
  await cluster.expectAllEqual()
})

test('MODEL-9: the sync policy is each node’s own, and no matter of authority', async ({ cluster }) => {
  await reconfigure(cluster, 'n1', { sync: 'group' })
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  await cluster.expectAllEqual()
})
