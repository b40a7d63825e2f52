import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { N1, N2, N3, Rehearsal } from '../../simulation/rehearsal.ts'
import type { WriteOperation } from '../command.ts'
import { type CommitId, commitId, documentKey, lsn, type RequestId } from '../ids.ts'
import type { JsonObject, JsonValue } from '../json.ts'

const hash = await loadHash128()

const alone = (sync: 'each' | 'group' = 'each'): Rehearsal => Rehearsal.steady({ hash, sync, nodes: [N1] })
const put = (id: string, text = ''): WriteOperation => ({ op: 'put', collection: 'notes', document: { _id: id, text } })
const remove = (id: string): WriteOperation => ({ op: 'delete', collection: 'notes', id })
const outcomes = (rehearsal: Rehearsal, requests: readonly RequestId[]) => requests.map((request) => rehearsal.outcome(request))

describe('acknowledged is durable, and not before (WAL-8)', () => {
  test.each(['each', 'group'] as const)('under %s', (sync) => {
    const rehearsal = alone(sync)
    const request = rehearsal.put('a', 'one')
    expect(rehearsal.outcome(request)).toBeUndefined()
    expect(rehearsal.read(N1, 'a')).toMatchObject({ kind: 'served', document: null, version: null, bound: 0 })
    expect(rehearsal.position(N1)).toMatchObject({ receivedLsn: 3, durableLsn: 1, appliedCommitId: 0, batchInFlight: true })
    rehearsal.cluster.land(N1)
    expect(rehearsal.outcome(request)).toEqual({ kind: 'acknowledged', commitId: 1 })
    expect(rehearsal.read(N1, 'a')).toMatchObject({ document: { _id: 'a', text: 'one' }, version: 1, bound: 1 })
  })

  test('`each` makes a batch of every commit; `group` of all that wait (WAL-10)', () => {
    const landings = (sync: 'each' | 'group'): number => {
      const rehearsal = alone(sync)
      for (const id of ['a', 'b', 'c', 'd']) rehearsal.put(id, '')
      rehearsal.landAll(N1)
      expect(rehearsal.position(N1)).toMatchObject({ appliedCommitId: 4, waitingWrites: 0 })
      return rehearsal.stated(N1, 'durable').length - 1
    }
    expect([landings('each'), landings('group')]).toEqual([4, 2])
  })

  test('CommitIds go up by one, in the order in which writes were asked for (MODEL-7)', () => {
    const rehearsal = alone('group')
    const requests = ['a', 'b', 'c'].map((id) => rehearsal.put(id, ''))
    rehearsal.landAll(N1)
    expect(outcomes(rehearsal, requests)).toEqual([1, 2, 3].map((id) => ({ kind: 'acknowledged', commitId: id })))
  })
})

describe('a write set is atomic (MVCC-5)', () => {
  test('all its versions have one CommitId and become visible together, tombstones too', () => {
    const rehearsal = alone()
    rehearsal.putAndSettle('a', 'one')
    rehearsal.write([remove('a'), put('b', 'two'), put('c', 'three')])
    rehearsal.cluster.settle()
    expect(rehearsal.node(N1).walRecords(lsn(4), 9)).toMatchObject([
      { lsn: 4, type: 'version', key: 'notes:a', tombstone: true, commitId: 2 },
      { lsn: 5, type: 'version', key: 'notes:b', tombstone: false, commitId: 2 },
      { lsn: 6, type: 'version', key: 'notes:c', tombstone: false, commitId: 2 },
      { lsn: 7, type: 'commit', commitId: 2 },
    ])
    expect(rehearsal.read(N1, 'a')).toEqual({ kind: 'served', document: null, version: 2, bound: 2 })
    expect(rehearsal.node(N1).versions(documentKey('notes', 'a'))).toMatchObject([
      { commitId: 1, tombstone: false, document: { text: 'one' } },
      { commitId: 2, tombstone: true, document: null },
    ])
  })

  test('a delete of a document that was never there states a fact all the same', () => {
    const rehearsal = alone()
    const request = rehearsal.write([remove('a')])
    rehearsal.cluster.settle()
    expect(rehearsal.outcome(request)).toEqual({ kind: 'acknowledged', commitId: 1 })
    expect(rehearsal.read(N1, 'a')).toEqual({ kind: 'served', document: null, version: 1, bound: 1 })
  })

  test('a thousand documents are one commit, one batch and one frame (LOG-12)', () => {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
    const ids = Array.from({ length: 1000 }, (_, index) => `${index}`)
    const request = rehearsal.write(ids.map((id) => put(id, 'x'.repeat(100))))
    rehearsal.landAll(N1)
    expect(rehearsal.outcome(request)).toEqual({ kind: 'acknowledged', commitId: 1 })
    expect(rehearsal.cluster.frames(N1, N2).map(({ label }) => label.records)).toEqual([{ firstLsn: 2, lastLsn: 1002 }])
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({
      appliedCommitId: 1,
      appliedLsn: 1002,
      stateDigest: rehearsal.position(N1).stateDigest,
    })
  })
})

describe('the first committer wins (MVCC-4)', () => {
  test.each([
    ['durable', 'each'],
    ['in flight', 'each'],
    ['in flight', 'group'],
    ['earlier in the same batch', 'group'],
  ] as const)('over a commit that is %s (%s)', (where, sync) => {
    const rehearsal = alone(sync)
    rehearsal.putAndSettle('a', 'one')
    if (where === 'earlier in the same batch') rehearsal.put('z', 'occupies the disk')
    const first = rehearsal.put('a', 'first', commitId(1))
    if (where === 'durable') rehearsal.landAll(N1)
    const second = rehearsal.write([put('b'), put('a', 'second')], commitId(1))
    rehearsal.landAll(N1)
    const winner = where === 'earlier in the same batch' ? 3 : 2
    expect(rehearsal.outcome(first)).toEqual({ kind: 'acknowledged', commitId: winner })
    expect(rehearsal.outcome(second)).toMatchObject({
      kind: 'rejected',
      error: {
        code: 'AERO_WRITE_CONFLICT',
        rule: 'MVCC-4',
        severity: 'REJECT',
        evidence: { key: 'notes:a', newestCommitId: winner, basedOn: 1 },
      },
    })
    expect(rehearsal.node(N1).versions(documentKey('notes', 'b'))).toEqual([])
  })

  test('a write set based on a commit that is not there yet is rejected: nobody has read it (MVCC-7)', () => {
    const rehearsal = alone()
    rehearsal.putAndSettle('a', 'one')
    const request = rehearsal.put('a', 'two', commitId(2))
    rehearsal.cluster.settle()
    expect(rehearsal.outcome(request)).toMatchObject({
      kind: 'rejected',
      error: { code: 'AERO_WRITE_BASE_UNKNOWN', rule: 'MVCC-7', evidence: { basedOn: 2, appliedCommitId: 1 } },
    })
  })

  test('a tombstone is a commit to lose against', () => {
    const rehearsal = alone()
    rehearsal.putAndSettle('a', 'one')
    rehearsal.write([remove('a')])
    rehearsal.cluster.settle()
    const request = rehearsal.put('a', 'two', commitId(1))
    rehearsal.cluster.settle()
    expect(rehearsal.outcome(request)).toMatchObject({ kind: 'rejected', error: { rule: 'MVCC-4' } })
  })

  test.each([
    ['other documents', put('b'), commitId(1)],
    ['what is there still', put('a'), commitId(2)],
    ['nothing in particular', put('a'), null],
  ] as readonly (readonly [
    string,
    WriteOperation,
    CommitId | null,
  ])[])('a write set based on %s is let in', (_, operation, basedOn) => {
    const rehearsal = alone()
    rehearsal.putAndSettle('a', 'one')
    rehearsal.putAndSettle('a', 'two')
    const request = rehearsal.write([operation], basedOn)
    rehearsal.cluster.settle()
    expect(rehearsal.outcome(request)).toEqual({ kind: 'acknowledged', commitId: 3 })
  })

  test('a rejected write set takes no number with it (MODEL-7)', () => {
    const rehearsal = alone('group')
    rehearsal.putAndSettle('a', 'one')
    rehearsal.put('z', 'occupies the disk')
    const requests = [rehearsal.put('a', 'two', commitId(0)), rehearsal.put('b', 'three', commitId(0))]
    rehearsal.landAll(N1)
    expect(outcomes(rehearsal, requests)).toMatchObject([{ kind: 'rejected' }, { kind: 'acknowledged', commitId: 3 }])
    expect(rehearsal.position(N1).durableLsn).toBe(7)
  })
})

describe('only an active Primary admits writes (MODEL-4)', () => {
  const states: readonly (readonly [string, (rehearsal: Rehearsal) => void])[] = [
    ['ReplicaActive', () => undefined],
    [
      'ReplicationHalted',
      ({ cluster }) => {
        cluster.inject(N1, N2, new Uint8Array(0))
        cluster.settle()
      },
    ],
    [
      'Recovering',
      ({ cluster }) => {
        cluster.kill(N2, 'lost')
        cluster.start(N2)
      },
    ],
    [
      'StartRefused',
      ({ cluster }) => {
        cluster.kill(N2, 'lost')
        cluster.damage(N2, { kind: 'wipe' })
        cluster.start(N2)
      },
    ],
  ]

  test.each(states)('not a node that is %s', (role, bring) => {
    const rehearsal = Rehearsal.steady({ hash })
    bring(rehearsal)
    expect(rehearsal.position(N2).role).toBe(role)
    expect(rehearsal.outcome(rehearsal.write([put('a')], null, N2))).toMatchObject({
      kind: 'rejected',
      error: { code: 'AERO_WRITE_NOT_PRIMARY', rule: 'MODEL-4', evidence: { role } },
    })
  })

  test('not a Primary that has decided to halt, from that step on; what only waited never happened (MODEL-8)', () => {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2, N3], judge: 'nothing' })
    const { cluster } = rehearsal
    const [inFlight, waiting] = [rehearsal.put('a', 'one'), rehearsal.put('b', 'two')]
    cluster.kill(N3, 'lost')
    cluster.configure(N3, { primaries: [N3] })
    cluster.at(N3).authorityPolicy = 'granted'
    cluster.damage(N3, { kind: 'recreate', clusterId: 'simulated' })
    cluster.start(N3)
    cluster.land(N3)
    cluster.deliver(N3, N1)
    expect(rehearsal.position(N1)).toMatchObject({ role: 'PrimaryActive', batchInFlight: true })
    expect(rehearsal.outcome(waiting)).toMatchObject({
      kind: 'rejected',
      error: { rule: 'MODEL-4', evidence: { role: 'ReplicationHalted' } },
    })
    expect(rehearsal.outcome(rehearsal.put('c', 'three'))).toMatchObject({ kind: 'rejected', error: { rule: 'MODEL-4' } })
    expect(rehearsal.read(N1, 'a')).toMatchObject({ kind: 'refused', error: { rule: 'READ-1' } })
    cluster.land(N1)
    expect(rehearsal.outcome(inFlight)).toEqual({ kind: 'acknowledged', commitId: 1 })
    cluster.settle()
    expect(rehearsal.position(N1)).toMatchObject({ role: 'ReplicationHalted', halt: { rule: 'MODEL-3' }, durableLsn: 3 })
  })
})

describe('what is stored reads back as what was written (DOC-1)', () => {
  const text = fc.string({ unit: 'binary', maxLength: 8 })
  const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.double({ noDefaultInfinity: true, noNaN: true }).filter((number) => !Object.is(number, -0)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }))

  test('any JSON', () => {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
    const id = text.filter((candidate) => candidate !== '')
    fc.assert(
      fc.property(id, fc.dictionary(text, value, { maxKeys: 4, noNullPrototype: true }), (name, fields) => {
        const written: JsonObject = { ...fields, _id: name }
        rehearsal.write([{ op: 'put', collection: 'notes', document: written }])
        rehearsal.cluster.settle()
        for (const node of [N1, N2]) expect(rehearsal.read(node, name)).toMatchObject({ kind: 'served', document: written })
      }),
      { numRuns: 50 },
    )
  })

  const circular: { _id: string; self?: unknown } = { _id: 'a' }
  circular.self = circular

  const documents: readonly (readonly [string, unknown])[] = [
    ['a circle', circular],
    ['a big integer', { _id: 'a', size: 1n }],
    ['a date', { _id: 'a', at: new Date(0) }],
    ['a map', { _id: 'a', fields: new Map() }],
    ['nothing where a value should be', { _id: 'a', gone: undefined }],
    ['not a number', { _id: 'a', size: Number.NaN }],
    ['half a character', { _id: 'a', text: '\ud800' }],
    ['half a character for a name', { _id: 'a', '\udc00': 1 }],
    ['an array', ['a']],
    ['nothing', null],
    ['an empty _id', { _id: '' }],
    ['a number for an _id', { _id: 7 }],
  ]

  test.each(documents)('%s is refused, and not thrown at', (_, document) => {
    const rehearsal = alone()
    const request = rehearsal.write([{ op: 'put', collection: 'notes', document: document as JsonObject }])
    rehearsal.cluster.settle()
    expect(rehearsal.outcome(request)).toMatchObject({
      kind: 'rejected',
      error: { rule: 'DOC-1', code: 'AERO_WRITE_DOCUMENT_INVALID' },
    })
    expect(rehearsal.position(N1).durableLsn).toBe(1)
  })
})

test('a write set of the largest size is let in, and one byte more is not (DOC-4)', () => {
  const rehearsal = alone()
  const largest = 4 * 1024 * 1024
  const overhead = 17 + 8 + 4 + 'notes:a'.length + 1 + 4 + '{"_id":"a","text":""}'.length + 17 + 8
  const fits = rehearsal.put('a', 'x'.repeat(largest - overhead))
  const larger = rehearsal.put('a', 'x'.repeat(largest - overhead + 1))
  rehearsal.cluster.settle()
  expect(rehearsal.outcome(fits)).toEqual({ kind: 'acknowledged', commitId: 1 })
  expect(rehearsal.outcome(larger)).toMatchObject({
    kind: 'rejected',
    error: { rule: 'DOC-4', evidence: { bytes: largest + 1 } },
  })
  expect(rehearsal.position(N1)).toMatchObject({ durableLsn: 3 })
})
