import { type Explorer, expect, put, test } from './fixture/test.ts'

/**
 * What becomes of a node whose database was changed behind its back: byte by byte, as a faulty medium, another program or another browser's tools
 * would. Each change is made in IndexedDB itself, while the node is dead. (FAIL-62, FAIL-70, FAIL-73, FAIL-75)
 */

type Change =
  /** Of the manifest: one bit in the middle of it. */
  | { readonly kind: 'flipManifestBit' }
  /** Of the batches, which are counted from 0 in the order of their LSNs. */
  | { readonly kind: 'lose'; readonly batch: number }
  | { readonly kind: 'replace'; readonly batch: number; readonly by: number }
  | { readonly kind: 'swap'; readonly batch: number; readonly with: number }
  /** It gets the manifest and the log of that node. */
  | { readonly kind: 'become'; readonly node: string }
  | { readonly kind: 'deleteDatabase' }

function changeDisk(cluster: Explorer, node: string, change: Change): Promise<void> {
  return cluster.run(
    async ({ name, how }) => {
      const done = <Result>(request: IDBRequest<Result>) =>
        new Promise<Result>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(new Error(String(request.error)))
        })
      const disks = (await indexedDB.databases()).flatMap(({ name: database }) => database ?? [])
      const diskOf = (of: string) => disks.find((database) => database.endsWith(`:${of}`)) ?? ''
      if (how.kind === 'deleteDatabase') {
        await done(indexedDB.deleteDatabase(diskOf(name)))
        return
      }
      const read = async (of: string) => {
        const database = await done(indexedDB.open(diskOf(of)))
        const transaction = database.transaction(['wal', 'manifest'])
        const keys = await done(transaction.objectStore('wal').getAllKeys())
        const batches: readonly unknown[] = await done(transaction.objectStore('wal').getAll())
        const manifest: unknown = await done(transaction.objectStore('manifest').get('manifest'))
        database.close()
        return { batches: keys.map((key, index) => ({ key, bytes: batches[index] })), manifest }
      }
      const { batches, manifest } = await read(how.kind === 'become' ? how.node : name)
      const write = async (work: (wal: IDBObjectStore, manifests: IDBObjectStore) => void) => {
        const database = await done(indexedDB.open(diskOf(name)))
        const transaction = database.transaction(['wal', 'manifest'], 'readwrite', { durability: 'strict' })
        work(transaction.objectStore('wal'), transaction.objectStore('manifest'))
        await new Promise<void>((resolve, reject) => {
          transaction.oncomplete = () => resolve()
          transaction.onabort = () => reject(new Error(String(transaction.error)))
        })
        database.close()
      }
      const at = (index: number) => batches[index] ?? { key: 0, bytes: undefined }
      await write((wal, manifests) => {
        switch (how.kind) {
          case 'flipManifestBit': {
            if (!(manifest instanceof Uint8Array)) throw new Error(`${name} has no manifest`)
            const middle = manifest.length >> 1
            manifests.put(
              manifest.map((byte, index) => (index === middle ? byte ^ 1 : byte)),
              'manifest',
            )
            break
          }
          case 'lose':
            wal.delete(at(how.batch).key)
            break
          case 'replace':
            wal.put(at(how.by).bytes, at(how.batch).key)
            break
          case 'swap':
            wal.put(at(how.with).bytes, at(how.batch).key)
            wal.put(at(how.batch).bytes, at(how.with).key)
            break
          case 'become':
            wal.clear()
            for (const { key, bytes } of batches) wal.put(bytes, key)
            manifests.put(manifest, 'manifest')
            break
        }
      })
    },
    { name: node, how: change },
  )
}

async function writeFive(cluster: Explorer): Promise<void> {
  for (const id of ['a', 'b', 'c', 'd', 'e']) await cluster.api.write('n1', [put(id)])
  await cluster.api.settled()
}

/** It refuses, for that reason and however often it is started, and what it holds stays as it is. */
async function expectRefused(cluster: Explorer, node: string, refusal: { readonly code: string; readonly rule: string }) {
  await cluster.api.restart(node)
  await cluster.expectStartRefused(node, refusal)
  await cluster.api.kill(node)
  await cluster.api.restart(node)
  return cluster.expectStartRefused(node, refusal)
}

async function bootstrapped(cluster: Explorer, node: string): Promise<void> {
  expect(await cluster.api.bootstrap(node, { discardUnproven: true })).toMatchObject({ outcome: 'done' })
  await cluster.api.settled()
  await cluster.expectAllEqual()
}

const CORRUPT = { code: 'AERO_RECOVERY_WAL_CORRUPT', rule: 'RECOVERY-5' }
const MANIFEST = { code: 'AERO_RECOVERY_MANIFEST_CORRUPT', rule: 'RECOVERY-2' }

test('FAIL-62: a bit flipped in a manifest is found at the start; a Replica can be bootstrapped, a Primary not', async ({
  cluster,
}) => {
  await writeFive(cluster)
  for (const node of ['n1', 'n2']) {
    await cluster.api.kill(node)
    await changeDisk(cluster, node, { kind: 'flipManifestBit' })
    await expectRefused(cluster, node, MANIFEST)
  }
  expect(await cluster.api.bootstrap('n1', { discardUnproven: true })).toMatchObject({
    outcome: 'refused',
    error: { rule: 'RECOVERY-14' },
  })
  expect(await cluster.api.bootstrap('n2')).toMatchObject({ outcome: 'refused', error: { rule: 'RECOVERY-13' } })
  expect(await cluster.api.read('n3', 'items', 'e'), 'who verifies goes on').toMatchObject({ outcome: 'served', version: 5 })
})

for (const [what, change, found] of [
  ['lost', { kind: 'lose', batch: 2 }, ['WAL-3', 'WAL-7']],
  ['another one’s copy', { kind: 'replace', batch: 3, by: 2 }, ['WAL-3', 'WAL-7']],
  ['swapped with another', { kind: 'swap', batch: 1, with: 4 }, ['WAL-3', 'WAL-7']],
] as const) {
  test(`FAIL-70: a batch in the middle that is ${what} is found at the start, with its place`, async ({ cluster }) => {
    await writeFive(cluster)
    await cluster.api.kill('n2')
    await changeDisk(cluster, 'n2', change)
    const { refusal } = await expectRefused(cluster, 'n2', CORRUPT)
    const evidence = JSON.stringify(refusal?.evidence)
    expect(
      found.filter((rule) => evidence.includes(rule)),
      evidence,
    ).not.toEqual([])
    await bootstrapped(cluster, 'n2')
  })
}

test('FAIL-75: another node’s disk, and none at all, are refused, and nothing is written over', async ({ cluster }) => {
  await writeFive(cluster)
  await cluster.api.kill('n3')
  await cluster.api.kill('n2')
  await changeDisk(cluster, 'n2', { kind: 'become', node: 'n3' })
  await cluster.api.restart('n3')
  await expectRefused(cluster, 'n2', { code: 'AERO_RECOVERY_IDENTITY_FOREIGN', rule: 'RECOVERY-4' })
  await cluster.api.kill('n2')
  await changeDisk(cluster, 'n2', { kind: 'deleteDatabase' })
  await expectRefused(cluster, 'n2', { code: 'AERO_RECOVERY_IDENTITY_MISSING', rule: 'RECOVERY-1' })
  await bootstrapped(cluster, 'n2')
})

test('FAIL-73: a database that is taken from a running node stops it; what had landed is durable', async ({ cluster }) => {
  await writeFive(cluster)
  const before = await cluster.node('n1')
  // A wish to raise its version asks whoever has it open to close it; the wish is then taken back.
  await cluster.run(async () => {
    const disk = (await indexedDB.databases()).find(({ name }) => name?.endsWith(':n1'))
    await new Promise<void>((resolve) => {
      const request = indexedDB.open(disk?.name ?? '', (disk?.version ?? 0) + 1)
      request.onupgradeneeded = () => request.transaction?.abort()
      request.onerror = () => resolve()
      request.onsuccess = () => resolve()
    })
  }, null)
  const { nodes } = await cluster.until('n1 stops', (state) => state.nodes[0]?.alive === false, null)
  expect(nodes[0]?.death).toMatchObject({ code: 'AERO_HOST_DISK_CLOSED', rule: 'WAL-10' })
  const { durableLsn, chainDigest, stateDigest } = before
  expect(await cluster.api.restart('n1')).toMatchObject({ role: 'PrimaryActive', durableLsn, chainDigest, stateDigest })
  expect(await cluster.api.write('n1', [put('f')])).toMatchObject({ outcome: 'acknowledged', commitId: 6 })
  await cluster.api.settled()
  await cluster.expectAllEqual()
})
