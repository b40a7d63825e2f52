import { expect, ITEMS, keyOf, put, remove, test } from './fixture/test.ts'

test('wal shows the records that walBytes holds', async ({ cluster }) => {
  await cluster.api.write('n1', [put('a', { n: 1 }), put('b')])
  await cluster.api.write('n1', [remove('a')])
  await cluster.api.settled()
  const log = await cluster.expectAllEqual()
  const records = await cluster.api.wal('n2')
  expect(records.map(({ lsn, type, key, commitId }) => [lsn, type, key, commitId])).toEqual([
    [1, 'genesis', undefined, undefined],
    [2, 'version', keyOf('a'), 1],
    [3, 'version', keyOf('b'), 1],
    [4, 'commit', undefined, 1],
    [5, 'version', keyOf('a'), 2],
    [6, 'commit', undefined, 2],
  ])
  expect(records.at(-1)?.chainDigest).toBe(log.chainDigest)
  const bytes = Buffer.from(await cluster.api.walBytes('n2'))
  let offset = 0
  for (const { bytes: length, crc } of records) {
    offset += length
    expect(bytes.readUInt32LE(offset - 4)).toBe(crc)
  }
  expect(offset).toBe(bytes.length)
  expect(await cluster.api.wal('n2', { from: 3, limit: 2 })).toEqual(records.slice(2, 4))
  expect(await cluster.api.wal('n2', { from: 7 })).toEqual([])
  expect(await cluster.api.versions('n2', ITEMS, 'a')).toEqual([
    { commitId: 1, tombstone: false, document: { _id: 'a', n: 1 } },
    { commitId: 2, tombstone: true, document: null },
  ])
})

test('create destroys what was there and starts another cluster, of any size', async ({ cluster }) => {
  await cluster.api.write('n1', [put('a')])
  const { historyId } = await cluster.node('n1')
  await cluster.api.create({ nodes: ['solo'], primary: 'solo' })
  expect(await cluster.api.configuration()).toMatchObject({ nodes: ['solo'], primary: 'solo' })
  const solo = await cluster.api.state()
  expect(solo.nodes).toMatchObject([{ name: 'solo', role: 'PrimaryActive', appliedCommitId: 0, incarnation: 1 }])
  expect(solo.nodes[0]?.historyId).not.toBe(historyId)
  expect(solo.links).toEqual([])
  expect(solo.ledger).toEqual({ acknowledged: 0, rejected: 0, unknown: 0 })
  expect(await cluster.api.write('solo', [put('a')])).toMatchObject({ outcome: 'acknowledged', commitId: 1 })
  await cluster.expectAllEqual()

  const nodes = ['a', 'b', 'c', 'd', 'e']
  await cluster.create({ nodes, primary: 'c', sync: 'group' })
  expect((await cluster.api.state()).links).toHaveLength(20)
  await cluster.api.write('c', [put('a')])
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('a node may have any name of letters, digits, - and _, those that every object of the platform has included', async ({
  cluster,
}) => {
  const nodes = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__', 'b']
  await cluster.create({ nodes, primary: 'b' })
  await cluster.api.condition('b', 'valueOf', { kind: 'drop', count: 1 })
  await cluster.api.write('b', [put('a')])
  await cluster.api.heal('b', 'valueOf')
  await cluster.api.settled()
  await cluster.expectAllEqual()
  for (const node of ['constructor', '__proto__']) {
    await cluster.api.kill(node)
    await cluster.api.crashAt(node, 'duringRecovery')
    await cluster.api.restart(node)
    expect(await cluster.node(node)).toMatchObject({ alive: false })
    expect(await cluster.api.restart(node)).toMatchObject({ role: 'ReplicaActive' })
  }
  await cluster.reload()
  expect((await cluster.api.state()).nodes.map(({ name, role }) => `${name} ${role}`)).toEqual(
    nodes.map((node) => `${node} ${node === 'b' ? 'PrimaryActive' : 'ReplicaActive'}`),
  )
  await cluster.api.settled()
  await cluster.expectAllEqual()
  expect(await cluster.api.replay(await cluster.api.trace())).toMatchObject({ identical: true })
})

test('a schemaVersion on a put is accepted: programs written for later stages run', async ({ cluster }) => {
  const withVersion = { ...put('a'), schemaVersion: '1' }
  expect(await cluster.api.write('n1', [withVersion])).toMatchObject({ outcome: 'acknowledged' })
})
