import type { WriteOperation, WriteOutcome } from '../src/cluster/contract.ts'
import { expect, ITEMS, keyOf, put, remove, test } from './fixture/test.ts'

/** What a client may write, and what becomes of it. (FOUNDATIONS) */

function commitIdOf(outcome: WriteOutcome): number {
  if (outcome.outcome !== 'acknowledged') throw new Error(`the write was ${outcome.outcome}`)
  return outcome.commitId
}

test('MODEL-7, WAL-6: CommitIds begin at 1 and are the order of the log', async ({ cluster }) => {
  const commitIds = []
  for (const id of ['a', 'b', 'a']) commitIds.push(commitIdOf(await cluster.api.write('n1', [put(id)])))
  expect(commitIds).toEqual([1, 2, 3])
  await cluster.api.settled()
  const log = await cluster.expectAllEqual()
  expect(log.commits.map(({ commitId, lsn }) => [commitId, lsn])).toEqual([
    [1, 3],
    [2, 5],
    [3, 7],
  ])
})

test('MVCC-5: a write set is one commit, whatever it holds', async ({ cluster }) => {
  const operations = Array.from({ length: 500 }, (_, index) =>
    index % 5 === 4 ? remove(`d${index}`) : put(`d${index}`, { index }),
  )
  expect(await cluster.api.write('n1', operations)).toMatchObject({ outcome: 'acknowledged', commitId: 1 })
  await cluster.api.settled()
  const log = await cluster.expectAllEqual()
  expect(log.commits.map(({ versions }) => versions.length)).toEqual([500])
})

const REFUSED: readonly { readonly rule: string; readonly what: string; readonly operations: readonly unknown[] }[] = [
  { rule: 'DOC-1', what: 'a document without an _id', operations: [{ op: 'put', collection: ITEMS, document: { x: 1 } }] },
  { rule: 'DOC-1', what: 'an empty _id', operations: [{ op: 'put', collection: ITEMS, document: { _id: '' } }] },
  { rule: 'DOC-1', what: 'an _id that is a number', operations: [{ op: 'put', collection: ITEMS, document: { _id: 7 } }] },
  { rule: 'DOC-1', what: 'text that is not well-formed', operations: [put('a', { text: '\ud800' })] },
  { rule: 'DOC-2', what: 'a collection with a colon', operations: [{ op: 'delete', collection: 'a:b', id: 'a' }] },
  { rule: 'DOC-2', what: 'a collection without a name', operations: [{ op: 'delete', collection: '', id: 'a' }] },
  { rule: 'DOC-2', what: 'a delete without an id', operations: [{ op: 'delete', collection: ITEMS, id: '' }] },
  { rule: 'DOC-3', what: 'no operation', operations: [] },
  { rule: 'DOC-3', what: 'two operations on one key', operations: [put('a'), remove('a')] },
  { rule: 'DOC-4', what: 'more than 4 MiB', operations: [put('a', { text: 'x'.repeat(4 * 2 ** 20) })] },
]

test('DOC-1 to DOC-4: what a write set may not be is rejected by its rule, and never happened', async ({ cluster }) => {
  for (const { rule, what, operations } of REFUSED) {
    const outcome = await cluster.api.write('n1', operations as readonly WriteOperation[])
    expect(outcome, what).toMatchObject({
      outcome: 'rejected',
      error: { code: expect.stringMatching(/^AERO_WRITE_[A-Z_]+$/), rule, severity: 'REJECT', evidence: expect.anything() },
    })
  }
  expect((await cluster.api.state()).ledger).toEqual({ acknowledged: 0, rejected: REFUSED.length, unknown: 0 })
  const log = await cluster.expectAllEqual()
  expect(log.lastLsn).toBe(1)
})

test('MVCC-4: the first committer wins, and the second is told so', async ({ cluster }) => {
  const first = commitIdOf(await cluster.api.write('n1', [put('a', { by: 'first' }), put('b')]))
  await cluster.api.write('n1', [put('a', { by: 'second' })], { basedOn: first })
  const conflict = await cluster.api.write('n1', [put('c'), put('a', { by: 'third' })], { basedOn: first })
  expect(conflict).toMatchObject({
    outcome: 'rejected',
    error: { code: 'AERO_WRITE_CONFLICT', rule: 'MVCC-4', evidence: expect.anything() },
  })
  expect(await cluster.api.write('n1', [put('b', { by: 'fourth' })], { basedOn: first })).toMatchObject({
    outcome: 'acknowledged',
  })
  await cluster.api.settled()
  const log = await cluster.expectAllEqual()
  expect(log.versionsOf(keyOf('a')).map(({ document }) => document)).toEqual([
    { _id: 'a', by: 'first' },
    { _id: 'a', by: 'second' },
  ])
  expect(log.versionsOf(keyOf('c'))).toEqual([])
})

test('MVCC-4: conflicts are judged against commits in flight too', async ({ cluster }) => {
  await cluster.api.write('n1', [put('a')])
  const outcomes = await cluster.run(async () => {
    const document = { _id: 'a', at: 'once' }
    const writes = Array.from({ length: 8 }, () =>
      window.aerodb.write('n1', [{ op: 'put', collection: 'items', document }], { basedOn: 1 }),
    )
    return (await Promise.all(writes)).map(({ outcome }) => outcome)
  }, null)
  expect(outcomes.filter((outcome) => outcome === 'acknowledged')).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome === 'rejected')).toHaveLength(7)
})

test('MODEL-4, FAIL-9: a Replica rejects every write, with the Primary alive or dead', async ({ cluster }) => {
  const rejected = { outcome: 'rejected', error: { code: 'AERO_WRITE_NOT_PRIMARY', rule: 'MODEL-4' } }
  expect(await cluster.api.write('n2', [put('a')])).toMatchObject(rejected)
  await cluster.api.kill('n1')
  for (const replica of ['n2', 'n3']) expect(await cluster.api.write(replica, [put('a')])).toMatchObject(rejected)
  expect((await cluster.api.state()).ledger).toEqual({ acknowledged: 0, rejected: 3, unknown: 0 })
})

test('sync each: every commit is a batch and a frame of its own, for each Replica', async ({ cluster }) => {
  const before = await Promise.all(['n2', 'n3'].map(async (replica) => (await cluster.link('n1', replica)).delivered))
  await cluster.run(async () => {
    const writes = Array.from({ length: 40 }, (_, index) =>
      window.aerodb.write('n1', [{ op: 'put', collection: 'items', document: { _id: `d${index}` } }]),
    )
    await Promise.all(writes)
  }, null)
  await cluster.api.settled()
  const after = await Promise.all(['n2', 'n3'].map(async (replica) => (await cluster.link('n1', replica)).delivered))
  expect(after).toEqual(before.map((delivered) => delivered + 40))
  const log = await cluster.expectAllEqual()
  expect(log.commits).toHaveLength(40)
})

test('sync group: commits that wait share a batch, and each is acknowledged with its own CommitId', async ({ cluster }) => {
  await cluster.create({ nodes: ['n1', 'n2', 'n3'], primary: 'n1', sync: 'group' })
  const before = (await cluster.link('n1', 'n2')).delivered
  const commitIds = await cluster.run(async () => {
    const writes = Array.from({ length: 200 }, (_, index) =>
      window.aerodb.write('n1', [{ op: 'put', collection: 'items', document: { _id: `d${index}`, index } }]),
    )
    return (await Promise.all(writes)).map((outcome) => (outcome.outcome === 'acknowledged' ? outcome.commitId : 0))
  }, null)
  expect(commitIds).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
  await cluster.api.settled()
  const frames = (await cluster.link('n1', 'n2')).delivered - before
  expect(frames).toBeLessThan(100)
  const log = await cluster.expectAllEqual()
  expect(log.commits.map(({ commitId, versions }) => [commitId, versions.map(({ key }) => key)])).toEqual(
    commitIds.map((commitId) => [commitId, [keyOf(`d${commitId - 1}`)]]),
  )
})
