import type { CDPSession } from '@playwright/test'
import { type Explorer, expect, ITEMS, keyOf, put, test } from './fixture/test.ts'

/** A disk that is full, missing, or of another version. (FAIL-71 to FAIL-77) */

/** Enough for a cluster, and soon full. */
const SMALL_DISK_BYTES = 4 * 2 ** 20
const WRITES_TO_FILL_IT = 200

/**
 * What the browser lets this origin store. Set before its databases open: a browser measures what is left from time to time, not at each
 * write. `full` is less than any of them needs.
 */
class Quota {
  readonly #session: CDPSession
  readonly #origin: string

  private constructor(session: CDPSession, origin: string) {
    this.#session = session
    this.#origin = origin
  }

  static async of({ context, page, origin }: Explorer): Promise<Quota> {
    return new Quota(await context.newCDPSession(page), origin)
  }

  async set(size: 'small' | 'full' | 'unlimited'): Promise<void> {
    const origin = this.#origin
    const quotaSize = { small: SMALL_DISK_BYTES, full: 1 }
    await this.#session.send(
      'Storage.overrideQuotaForOrigin',
      size === 'unlimited' ? { origin } : { origin, quotaSize: quotaSize[size] },
    )
  }
}

/** Writes until the disk takes no more. Returns the ids that were acknowledged, and the first rejection. */
async function fillDisk(explorer: Explorer) {
  return explorer.run(async (most) => {
    const acknowledged: string[] = []
    for (let number = 0; number < most; number++) {
      // Chance, since the browser compresses what repeats.
      const text = Array.from(crypto.getRandomValues(new Uint32Array(10_000)), String).join('')
      const document = { _id: `filler-${number}`, text }
      const outcome = await window.aerodb.write('n1', [{ op: 'put', collection: 'items', document }])
      if (outcome.outcome !== 'acknowledged') return { acknowledged, outcome }
      acknowledged.push(document._id)
    }
    return { acknowledged, outcome: null }
  }, WRITES_TO_FILL_IT)
}

/**
 * From here on not a byte more can be stored. The browser counts down what it measured last, and measures anew when a write does not fit in what
 * is left of it. So small ones are written until one is refused: then nothing is left, and every later write is measured against nothing.
 * Returns how many were acknowledged.
 */
async function exhaust(explorer: Explorer, quota: Quota): Promise<number> {
  await quota.set('full')
  return explorer.run(async () => {
    for (let acknowledged = 0; ; acknowledged++) {
      const document = { _id: 'last', text: crypto.randomUUID().repeat(10) }
      const outcome = await window.aerodb.write('n1', [{ op: 'put', collection: 'items', document }])
      if (outcome.outcome !== 'acknowledged') return acknowledged
    }
  }, null)
}

async function createOnSmallDisk(explorer: Explorer): Promise<Quota> {
  const quota = await Quota.of(explorer)
  await quota.set('small')
  await explorer.open()
  await explorer.create()
  return quota
}

test('FAIL-71, WAL-10: a full disk rejects commits and loses none that was acknowledged; with room again the node goes on', async ({
  unopened: explorer,
}) => {
  const quota = await createOnSmallDisk(explorer)
  for (const replica of ['n2', 'n3']) await explorer.api.partition('n1', replica)

  const { acknowledged, outcome } = await fillDisk(explorer)
  expect(outcome).toMatchObject({
    outcome: 'rejected',
    error: { code: 'AERO_DISK_BATCH_ABORTED', rule: 'WAL-10', evidence: { cause: 'QuotaExceededError' } },
  })
  const written = acknowledged.length
  expect(written).toBeGreaterThan(0)
  const durableLsn = 1 + 2 * written
  expect(await explorer.node('n1'), 'it goes on, and nothing of the commit exists').toMatchObject({
    alive: true,
    role: 'PrimaryActive',
    receivedLsn: durableLsn,
    durableLsn,
    appliedCommitId: written,
  })
  expect(await explorer.api.read('n1', ITEMS, 'filler-0')).toMatchObject({ outcome: 'served', version: 1 })
  expect(await explorer.api.read('n1', ITEMS, `filler-${written}`)).toMatchObject({ outcome: 'served', document: null })

  await quota.set('unlimited')
  expect(await explorer.api.write('n1', [put('after')]), 'its numbers are free again').toMatchObject({
    outcome: 'acknowledged',
    commitId: written + 1,
  })
  for (const replica of ['n2', 'n3']) await explorer.api.heal('n1', replica)
  await explorer.api.settled()
  const log = await explorer.expectAllEqual()
  const ids = log.commits.map(({ versions }) => versions.map(({ key }) => key))
  expect(ids).toEqual([...acknowledged, 'after'].map((id) => [keyOf(id)]))
  expect((await explorer.api.state()).ledger).toEqual({ acknowledged: written + 1, rejected: 1, unknown: 0 })

  await explorer.reload()
  await explorer.api.settled()
  expect((await explorer.expectAllEqual()).commits).toHaveLength(written + 1)
})

test('FAIL-72: a Replica whose disk is full lags and serves its prefix; with room again a new session catches it up', async ({
  unopened: explorer,
}) => {
  const quota = await createOnSmallDisk(explorer)
  expect(await explorer.api.write('n1', [put('before')])).toMatchObject({ outcome: 'acknowledged', commitId: 1 })
  await explorer.api.settled()
  await explorer.api.condition('n1', 'n2', { kind: 'hold' })
  const { acknowledged } = await fillDisk(explorer)
  await explorer.api.settled()
  const last = await exhaust(explorer, quota)
  await explorer.api.release('n1', 'n2')
  await explorer.api.settled()

  expect(await explorer.node('n1')).toMatchObject({ role: 'PrimaryActive', appliedCommitId: 1 + acknowledged.length + last })
  const full = await explorer.node('n2')
  expect(full).toMatchObject({ alive: true, role: 'ReplicaActive', session: 'disconnected', appliedCommitId: 1 })
  expect(full.receivedLsn, 'what was received and is not durable is forgotten').toBe(full.durableLsn)
  expect(await explorer.api.read('n2', ITEMS, 'before')).toMatchObject({ outcome: 'served', version: 1, bound: 1 })

  await quota.set('unlimited')
  for (const replica of ['n2', 'n3']) {
    await explorer.api.partition('n1', replica)
    await explorer.api.heal('n1', replica)
  }
  await explorer.api.settled()
  await explorer.expectAllEqual()
})

test('FAIL-74: a start on a full disk comes to nothing, and a start with room is as if it had never been', async ({
  unopened: explorer,
}) => {
  const quota = await createOnSmallDisk(explorer)
  const before = await explorer.node('n2')
  for (const replica of ['n2', 'n3']) await explorer.api.partition('n1', replica)
  await explorer.api.kill('n2')
  await fillDisk(explorer)
  await exhaust(explorer, quota)
  await expect(explorer.api.restart('n2')).rejects.toThrow(/AERO_HOST_DISK_UNWRITABLE: /)
  expect(await explorer.node('n2')).toMatchObject({
    alive: false,
    death: { code: 'AERO_HOST_DISK_UNWRITABLE', rule: 'WAL-10', evidence: { cause: 'QuotaExceededError' } },
  })

  await quota.set('unlimited')
  expect(await explorer.api.restart('n2')).toMatchObject({ role: 'ReplicaActive', historyId: before.historyId, durableLsn: 1 })
  for (const replica of ['n2', 'n3']) await explorer.api.heal('n1', replica)
  await explorer.api.settled()
  await explorer.expectAllEqual()
})

test('FAIL-74, RECOVERY-8: a Replica that can’t make its halt durable stops, and its next start meets what it must', async ({
  unopened: explorer,
}) => {
  const quota = await createOnSmallDisk(explorer)
  expect(await explorer.api.write('n1', [put('before')])).toMatchObject({ outcome: 'acknowledged' })
  await explorer.api.settled()
  await explorer.api.partition('n1', 'n3')
  await explorer.api.condition('n1', 'n2', { kind: 'drop' })
  await explorer.api.write('n1', [put('dropped')])
  await explorer.api.condition('n1', 'n2', { kind: 'hold' })
  await fillDisk(explorer)
  await exhaust(explorer, quota)
  await explorer.api.release('n1', 'n2', 1)
  const stopped = await explorer.until('n2 stops', ({ nodes }) => nodes[1]?.alive === false, null)
  expect(stopped.nodes[1]?.death).toMatchObject({ rule: 'WAL-10' })

  await quota.set('unlimited')
  // The link still holds: what the start finds is not yet gone on from.
  expect(await explorer.api.restart('n2')).toMatchObject({ role: 'ReplicaActive', appliedCommitId: 1 })
  await explorer.api.heal('n1', 'n2')
  await explorer.api.heal('n1', 'n3')
  await explorer.api.settled()
  await explorer.expectAllEqual()
})

test('FAIL-77, WAL-10: a resume and a bootstrap on a full disk are refused, and nothing of them has happened', async ({
  unopened: explorer,
}) => {
  const quota = await createOnSmallDisk(explorer)
  await explorer.api.condition('n1', 'n2', { kind: 'flipBit' })
  expect(await explorer.api.write('n1', [put('before')])).toMatchObject({ outcome: 'acknowledged' })
  await explorer.api.settled()
  const halted = await explorer.expectHalted('n2', { reason: 'WalCorruption', rule: 'LOG-1' })
  await fillDisk(explorer)
  await exhaust(explorer, quota)
  for (const command of ['resume', 'bootstrap'] as const) {
    expect(await explorer.api[command]('n2'), command).toMatchObject({ outcome: 'refused', error: { rule: 'WAL-10' } })
    const { role, halt, durableLsn, chainDigest } = halted
    expect(await explorer.node('n2'), command).toMatchObject({ alive: true, role, halt, durableLsn, chainDigest })
  }

  await quota.set('unlimited')
  expect(await explorer.api.resume('n2')).toMatchObject({ outcome: 'done' })
  await explorer.api.partition('n1', 'n3')
  await explorer.api.heal('n1', 'n3')
  await explorer.api.settled()
  await explorer.expectAllEqual()
})

test('without IndexedDB the page says so, and nothing runs', async ({ explorer }) => {
  const tab = await explorer.openTab()
  await explorer.page.close()
  await tab.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined })
  })
  await tab.goto('./')
  const message = await tab.evaluate(() => window.aerodb.ready.then(String, String))
  expect(message).toContain('AERO_HOST_INDEXEDDB_UNAVAILABLE: ')
  await expect(tab.getByText('AERO_HOST_INDEXEDDB_UNAVAILABLE')).toBeVisible()
})

test('FAIL-75: a database that a later version wrote is left as it is, and the page says so', async ({ explorer }) => {
  await explorer.create()
  await explorer.api.write('n1', [put('a')])
  await explorer.api.settled()
  const before = await explorer.api.state()

  const blank = await explorer.openTab()
  await blank.route('**/blank', (route) => route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,">' }))
  await blank.goto('./blank')
  await explorer.page.close()
  const raised = await blank.evaluate(async () => {
    const databases = await indexedDB.databases()
    const open = (name: string, version: number) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(name, version)
        request.onsuccess = () => {
          request.result.close()
          resolve()
        }
        request.onerror = () => reject(new Error(String(request.error)))
      })
    const registry = databases.find(({ name }) => name === 'aerodb-explorer')
    await open('aerodb-explorer', (registry?.version ?? 0) + 1)
    return databases.map(({ name }) => name)
  })
  expect(raised).toContain('aerodb-explorer')
  expect(before.nodes).toHaveLength(3)

  await blank.goto('./')
  const message = await blank.evaluate(() => window.aerodb.ready.then(String, String))
  expect(message).toContain('AERO_HOST_DATABASE_NEWER: ')
  const kept = await blank.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  expect(new Set(kept)).toEqual(new Set(raised))
})

test('FAIL-75: one node’s disk that a later version wrote keeps that node from starting, and no other', async ({ explorer }) => {
  await explorer.create()
  await explorer.api.write('n1', [put('a')])
  await explorer.api.settled()
  await explorer.api.kill('n3')
  await explorer.run(async () => {
    const disk = (await indexedDB.databases()).find(({ name }) => name?.endsWith(':n3'))
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open(disk?.name ?? '', (disk?.version ?? 0) + 1)
      request.onsuccess = () => {
        request.result.close()
        resolve()
      }
      request.onerror = () => reject(new Error(String(request.error)))
    })
  }, null)
  await expect(explorer.api.restart('n3')).rejects.toThrow(/AERO_HOST_DATABASE_NEWER: /)
  expect(await explorer.node('n3')).toMatchObject({ alive: false })
  expect(await explorer.api.write('n1', [put('b')])).toMatchObject({ outcome: 'acknowledged' })
  await explorer.api.settled()
  expect(await explorer.node('n2')).toMatchObject({ appliedCommitId: 2 })
})
