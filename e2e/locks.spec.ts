import { type Explorer, expect, put, test } from './fixture/test.ts'

/** What keeps two writers from one disk, and two Primaries from one cluster: locks that the browser frees when their holder ends. */

/** The lock of this kind that a node's worker holds. */
async function nameOfLock(cluster: Explorer, kind: 'disk' | 'authority', suffix: string): Promise<string> {
  const name = await cluster.run(
    async ([prefix, end]) => {
      const { held } = await navigator.locks.query()
      return held?.find((lock) => lock.name?.startsWith(prefix) === true && lock.name.endsWith(end))?.name
    },
    [`aerodb:${kind}:`, suffix] as const,
  )
  if (name === undefined) throw new Error(`no ${kind} lock of ${suffix} is held`)
  return name
}

/** The page itself holds it, as a worker that won't end would. Returns what lets it go. */
async function holdLock(cluster: Explorer, name: string): Promise<() => Promise<void>> {
  const release = await cluster.page.evaluateHandle(
    (lock) =>
      new Promise<{ readonly now: () => void }>((held) => {
        void navigator.locks.request(lock, () => new Promise<void>((now) => held({ now })))
      }),
    name,
  )
  return () => release.evaluate(({ now }) => now())
}

test('WAL-9: a start waits until nobody holds its disk, however long, and the others go on', async ({ cluster }) => {
  const disk = await nameOfLock(cluster, 'disk', ':n2')
  await cluster.api.kill('n2')
  const release = await holdLock(cluster, disk)
  const starting = cluster.api.restart('n2')
  await cluster.until('n2 is starting', ({ nodes }) => nodes[1]?.alive === true, null)
  for (const id of ['a', 'b', 'c']) expect(await cluster.api.write('n1', [put(id)])).toMatchObject({ outcome: 'acknowledged' })
  await expect(cluster.api.settled(200)).rejects.toThrow(/AERO_CLUSTER_NOT_SETTLED: .*n2 is starting/)
  expect(await cluster.node('n2')).toMatchObject({ role: 'Recovering', durableLsn: 1 })
  await release()
  expect(await starting).toMatchObject({ role: 'ReplicaActive', incarnation: 2 })
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('MODEL-2: a Primary that is not granted the authority of its cluster halts, and writes nothing', async ({ cluster }) => {
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  const { durableLsn } = await cluster.node('n1')
  const authority = await nameOfLock(cluster, 'authority', '')
  await cluster.api.kill('n1')
  const release = await holdLock(cluster, authority)
  await cluster.api.restart('n1')
  await cluster.expectHalted('n1', { reason: 'AuthorityAmbiguity', rule: 'MODEL-2' })
  expect(await cluster.node('n1')).toMatchObject({ durableLsn })
  await release()

  await cluster.api.kill('n1')
  await cluster.api.configure('n1', { primary: 'n1' })
  expect(await cluster.api.restart('n1')).toMatchObject({ role: 'PrimaryActive' })
  expect(await cluster.api.write('n1', [put('b')])).toMatchObject({ outcome: 'acknowledged', commitId: 2 })
  await cluster.api.settled()
  await cluster.expectAllEqual()
})

test('RECOVERY-9: every start has an incarnation of its own, and one that was killed on its way too', async ({ cluster }) => {
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  const seen = await cluster.run(async () => {
    const { aerodb } = window
    const incarnations: number[] = []
    for (let start = 0; start < 6; start++) {
      if (aerodb.state().nodes[0]?.alive === true) await aerodb.kill('n1')
      const starting = aerodb.restart('n1')
      // Every second one is killed while it starts, somewhere between its worker's first line and its first frame.
      if (start % 2 === 1) await aerodb.kill('n1')
      incarnations.push((await starting).incarnation)
    }
    return incarnations
  }, null)
  expect(seen).toEqual([2, 3, 4, 5, 6, 7])
  await cluster.api.restart('n1')
  await cluster.api.settled()
  expect((await cluster.expectAllEqual()).commits).toHaveLength(1)
})

test('FAIL-7, FAIL-17: a node that dies idle, or before its first frame, comes back from its disk as it was', async ({
  cluster,
}) => {
  for (const id of ['a', 'b']) await cluster.api.write('n1', [put(id)])
  await cluster.api.settled()
  const { durableLsn, chainDigest, stateDigest } = await cluster.node('n1')
  const asItWas = { durableLsn, chainDigest, stateDigest, appliedCommitId: 2 }
  await cluster.api.kill('n1')
  for (const replica of ['n2', 'n3']) await cluster.api.partition('n1', replica)
  expect(await cluster.api.restart('n1'), 'its start is durable, and no link is up to send a frame on').toMatchObject({
    role: 'PrimaryActive',
    incarnation: 2,
    ...asItWas,
  })
  await cluster.api.kill('n1')
  expect(await cluster.api.restart('n1')).toMatchObject({ role: 'PrimaryActive', incarnation: 3, ...asItWas })
  for (const replica of ['n2', 'n3']) await cluster.api.heal('n1', replica)
  await cluster.api.settled()
  await cluster.expectAllEqual()
})
