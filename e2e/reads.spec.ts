import { type Explorer, expect, ITEMS, keyOf, put, remove, test } from './fixture/test.ts'
import type { WalLog } from './oracle/wal-log.ts'

/** What a reader sees is decided by the bound alone, on every node alike. (REPLICATION_READ_SEMANTICS, MVCC-1 to MVCC-3) */

/** MVCC-1, worked out again from the log's bytes. */
function visible(log: WalLog, id: string, bound: number): { readonly version: number | null; readonly document: unknown } {
  const version = log.versionsOf(keyOf(id)).findLast(({ commitId }) => commitId <= bound)
  return version === undefined ? { version: null, document: null } : { version: version.commitId, document: version.document }
}

async function writeHistory(cluster: Explorer): Promise<void> {
  const writeSets = [
    [put('a', { text: 'first' })],
    [put('b', { deep: { list: [1, 'two', null, true, 0.5], text: '\u{1F600} žluť \u0000' } })],
    [put('a', { text: 'second' }), put('c')],
    [remove('a'), remove('never')],
    [put('a', { text: 'born again' })],
  ]
  for (const operations of writeSets) expect(await cluster.api.write('n1', operations)).toMatchObject({ outcome: 'acknowledged' })
  await cluster.api.settled()
}

test('MVCC-1, READ-2: every node shows the same version at the same bound, and the log says which', async ({ cluster }) => {
  await writeHistory(cluster)
  const log = await cluster.expectAllEqual()
  for (const node of ['n1', 'n2', 'n3']) {
    for (let bound = 0; bound <= 5; bound++) {
      for (const id of ['a', 'b', 'c', 'never', 'unheard of']) {
        expect(await cluster.api.read(node, ITEMS, id, bound), `${id} at ${bound} on ${node}`).toEqual({
          outcome: 'served',
          request: expect.any(String),
          bound,
          ...visible(log, id, bound),
        })
      }
    }
    expect(await cluster.api.read(node, ITEMS, 'a')).toMatchObject({ outcome: 'served', bound: 5, version: 5 })
    expect(await cluster.api.read(node, ITEMS, 'a', 6)).toMatchObject({
      outcome: 'refused',
      error: { code: 'AERO_READ_BEYOND_APPLIED', rule: 'READ-2', severity: 'REJECT', evidence: expect.anything() },
    })
    expect(await cluster.api.openReadView(node, 6)).toMatchObject({ outcome: 'refused', error: { rule: 'READ-2' } })
    expect(await cluster.api.versions(node, ITEMS, 'a')).toEqual(
      log.versionsOf(keyOf('a')).map(({ commitId, document }) => ({ commitId, document, tombstone: document === null })),
    )
  }
})

for (const node of ['n1', 'n2']) {
  test(`MVCC-3: a read view on ${node} stands still while commits go by`, async ({ cluster }) => {
    await writeHistory(cluster)
    const opened = await cluster.api.openReadView(node, 3)
    expect(opened).toMatchObject({ outcome: 'opened', bound: 3 })
    const newest = await cluster.api.openReadView(node)
    expect(newest).toMatchObject({ outcome: 'opened', bound: 5 })
    if (opened.outcome !== 'opened' || newest.outcome !== 'opened') return
    expect((await cluster.node(node)).readViews).toEqual([
      { id: opened.view, bound: 3 },
      { id: newest.view, bound: 5 },
    ])

    for (let version = 6; version <= 12; version++) {
      await cluster.api.write('n1', [put('a', { version }), remove('b')])
      await cluster.api.settled()
      expect(await cluster.api.read(node, ITEMS, 'a', opened.view)).toMatchObject({
        outcome: 'served',
        bound: 3,
        version: 3,
        document: { _id: 'a', text: 'second' },
      })
      expect(await cluster.api.read(node, ITEMS, 'b', newest.view)).toMatchObject({ bound: 5, version: 2 })
      expect(await cluster.api.read(node, ITEMS, 'a')).toMatchObject({ bound: version, version })
    }

    await cluster.api.closeReadView(node, opened.view)
    expect((await cluster.node(node)).readViews).toEqual([{ id: newest.view, bound: 5 }])
    expect(await cluster.api.read(node, ITEMS, 'a', opened.view)).toMatchObject({
      outcome: 'refused',
      error: { code: 'AERO_READ_VIEW_NOT_OPEN', rule: 'READ-4' },
    })
  })
}

test('READ-4, FAIL-15: a read view belongs to one node and one life of it', async ({ cluster }) => {
  await writeHistory(cluster)
  const opened = await cluster.api.openReadView('n2')
  if (opened.outcome !== 'opened') throw new Error('the read view did not open')
  const elsewhere = await cluster.api.read('n3', ITEMS, 'a', opened.view)
  expect(elsewhere).toMatchObject({ outcome: 'refused', error: { rule: 'READ-4' } })
  await cluster.api.kill('n2')
  await cluster.api.restart('n2')
  expect((await cluster.node('n2')).readViews).toEqual([])
  expect(await cluster.api.read('n2', ITEMS, 'a', opened.view)).toMatchObject({ outcome: 'refused', error: { rule: 'READ-4' } })
})

test('READ-2: a view stays open and a bound stays served while the Replica is cut off', async ({ cluster }) => {
  await writeHistory(cluster)
  const opened = await cluster.api.openReadView('n2')
  if (opened.outcome !== 'opened') throw new Error('the read view did not open')
  await cluster.api.kill('n1')
  expect(await cluster.api.read('n2', ITEMS, 'a', opened.view)).toMatchObject({ outcome: 'served', version: 5, bound: 5 })
  expect(await cluster.api.read('n2', ITEMS, 'a', 3)).toMatchObject({ outcome: 'served', version: 3, bound: 3 })
})

test('READ-2: an empty Replica serves bound 0, at which nothing is visible', async ({ cluster }) => {
  expect(await cluster.api.read('n2', ITEMS, 'a')).toMatchObject({ outcome: 'served', document: null, version: null, bound: 0 })
  expect(await cluster.api.openReadView('n2', 1)).toMatchObject({ outcome: 'refused', error: { rule: 'READ-2' } })
})

test('the rules behind a node’s state and behind a request can be asked for', async ({ cluster }) => {
  await writeHistory(cluster)
  const refused = await cluster.api.read('n2', ITEMS, 'a', 99)
  const explained = await cluster.api.explain({ request: refused.request })
  expect(explained.rules.filter(({ holds }) => !holds)).toEqual([
    { rule: 'READ-2', holds: false, evidence: expect.objectContaining({}) },
  ])
  expect(explained.rules.find(({ rule }) => rule === 'READ-1')).toMatchObject({ holds: true })

  const written = await cluster.api.write('n1', [put('d')])
  const accepted = await cluster.api.explain({ request: written.request })
  expect(accepted.rules.length).toBeGreaterThan(3)
  expect(accepted.rules.every(({ holds }) => holds)).toBe(true)
  expect(accepted.rules.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['MODEL-4', 'DOC-1', 'DOC-2', 'DOC-3', 'DOC-4']))

  const started = await cluster.api.explain({ node: 'n1' })
  expect(started.rules.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['RECOVERY-5', 'MODEL-1', 'MODEL-2']))
  await cluster.api.condition('n1', 'n2', { kind: 'flipBit' })
  await cluster.api.write('n1', [put('e')])
  await cluster.api.settled()
  const halted = await cluster.api.explain({ node: 'n2' })
  expect(halted.rules.filter(({ holds }) => !holds)).toMatchObject([{ rule: 'LOG-1', holds: false }])
  expect(halted.conclusion).not.toBe('')
})
