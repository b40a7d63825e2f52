import { describe, expect, it } from 'vitest'
import { documentFault } from '../aerodb/mvcc/document.ts'
import {
  clusterConfigurationOf,
  configurationChangeOf,
  crashPointOf,
  diskDamageOf,
  linkConditionOf,
  memberOf,
  pairOf,
  timeoutOf,
  workloadOf,
} from './arguments.ts'
import { bootstrapCommandOf, operationsOf, readAtOf, subjectOf, walRangeOf, writeCommandOf } from './client-arguments.ts'

const cyclic: Record<string, unknown> = { _id: 'a' }
cyclic.self = cyclic

/** An object with a field that throws. */
const unreadable = (field: string) =>
  Object.defineProperty({}, field, {
    enumerable: true,
    get: () => {
      throw new Error('not now')
    },
  })

/** A document nested so deep. */
function nested(levels: number): object {
  let value: object = {}
  for (let level = 0; level < levels; level++) value = { in: value }
  return { _id: 'a', in: value }
}

const NODES = ['n1', 'n2']
const MALFORMED: readonly (readonly [string, () => unknown])[] = [
  ['no configuration', () => clusterConfigurationOf(undefined)],
  ['no nodes', () => clusterConfigurationOf({ nodes: [], primary: 'n1' })],
  ['ten nodes', () => clusterConfigurationOf({ nodes: 'abcdefghij'.split(''), primary: 'a' })],
  ['a name twice', () => clusterConfigurationOf({ nodes: ['a', 'a'], primary: 'a' })],
  ['a name with a colon', () => clusterConfigurationOf({ nodes: ['a:b'], primary: 'a:b' })],
  ['a name of 33 letters', () => clusterConfigurationOf({ nodes: ['a'.repeat(33)], primary: 'a'.repeat(33) })],
  ['a name that is a number', () => clusterConfigurationOf({ nodes: [1], primary: 'a' })],
  ['a Primary that is no node', () => clusterConfigurationOf({ nodes: NODES, primary: 'n3' })],
  ['no Primary', () => clusterConfigurationOf({ nodes: NODES })],
  ['an unknown sync', () => clusterConfigurationOf({ nodes: NODES, primary: 'n1', sync: 'never' })],
  ['a change that is no object', () => configurationChangeOf('n1')],
  ['a node that is no string', () => memberOf(1, NODES)],
  ['a link to itself', () => pairOf('n1', 'n1', NODES)],
  ['an unknown condition', () => linkConditionOf({ kind: 'slow' })],
  ['a count of none', () => linkConditionOf({ kind: 'drop', count: 0 })],
  ['a count that is a fraction', () => linkConditionOf({ kind: 'drop', count: 1.5 })],
  ['unknown frames', () => linkConditionOf({ kind: 'drop', frames: 'some' })],
  ['a negative bit', () => linkConditionOf({ kind: 'flipBit', bit: -1 })],
  ['an unknown damage', () => diskDamageOf({ kind: 'burn' })],
  ['a damage without an LSN', () => diskDamageOf({ kind: 'flipBit' })],
  ['LSN 0', () => diskDamageOf({ kind: 'loseTail', fromLsn: 0 })],
  ['an unknown crash point', () => crashPointOf('sometime')],
  ['a workload of nothing', () => workloadOf({ commitsPerSecond: 0 })],
  ['an endless workload', () => workloadOf({ commitsPerSecond: Number.POSITIVE_INFINITY })],
  ['a workload without clients', () => workloadOf({ commitsPerSecond: 1, clients: 0 })],
  ['a workload that is undefined', () => workloadOf(undefined)],
  ['a timeout of 0', () => timeoutOf(0)],
  ['operations that are no list', () => operationsOf({})],
  ['an unknown operation', () => operationsOf([{ op: 'merge', collection: 'a' }])],
  ['a put without a document', () => operationsOf([{ op: 'put', collection: 'a' }])],
  ['a document with a cycle', () => operationsOf([{ op: 'put', collection: 'a', document: cyclic }])],
  [
    'a document with what no worker can have',
    () => operationsOf([{ op: 'put', collection: 'a', document: { _id: 'a', f: new WeakMap() } }]),
  ],
  ['a document with a function', () => operationsOf([{ op: 'put', collection: 'a', document: { _id: 'a', f: () => 1 } }])],
  ['a delete without an id', () => operationsOf([{ op: 'delete', collection: 'a' }])],
  ['a collection that is a number', () => operationsOf([{ op: 'delete', collection: 1, id: 'a' }])],
  ['a basedOn that is a string', () => writeCommandOf([], { basedOn: '4' })],
  ['a bound that is an object', () => readAtOf({})],
  ['a negative bound', () => readAtOf(-1)],
  ['a confirmation that is a word', () => bootstrapCommandOf({ discardUnproven: 'yes' })],
  ['a misspelt field', () => clusterConfigurationOf({ nodes: NODES, primary: 'n1', sycn: 'each' })],
  ['schemas, which come later', () => clusterConfigurationOf({ nodes: NODES, primary: 'n1', schemas: [] })],
  ['a change of nothing', () => configurationChangeOf({})],
  ['a change of nothing that is known', () => configurationChangeOf({ foo: 1 })],
  ['a change beside one that is unknown', () => configurationChangeOf({ sync: 'each', foo: 1 })],
  ['a change of schemas', () => configurationChangeOf({ schemas: [] })],
  ['a hold of so many', () => linkConditionOf({ kind: 'hold', count: 2 })],
  ['a pass of some frames', () => linkConditionOf({ kind: 'pass', frames: 'wal' })],
  ['an unknown field of a counted condition', () => linkConditionOf({ kind: 'drop', times: 2 })],
  ['a wipe of one record', () => diskDamageOf({ kind: 'wipe', lsn: 3 })],
  ['a flipped bit in a tail', () => diskDamageOf({ kind: 'flipBit', lsn: 3, fromLsn: 3 })],
  ['a lost tail of one record', () => diskDamageOf({ kind: 'loseTail', fromLsn: 3, lsn: 3 })],
  ['a workload for a time', () => workloadOf({ commitsPerSecond: 1, seconds: 3 })],
  ['a put of an id', () => operationsOf([{ op: 'put', collection: 'a', id: 'a', document: { _id: 'a' } }])],
  ['a schemaVersion that is a number', () => operationsOf([{ op: 'put', collection: 'a', schemaVersion: 1, document: {} }])],
  ['a delete of a document', () => operationsOf([{ op: 'delete', collection: 'a', id: 'a', document: {} }])],
  ['an unknown option of a write', () => writeCommandOf([], { baseOn: 4 })],
  ['an unknown option of a bootstrap', () => bootstrapCommandOf({ discard: true })],
  ['an unknown field of a range', () => walRangeOf({ to: 4 })],
  ['two subjects', () => subjectOf({ node: 'n1', request: 'q1' })],
  ['no subject', () => subjectOf(undefined)],
  ['a field that every object has', () => configurationChangeOf({ sync: 'each', constructor: 1 })],
  ['a field that can’t be read', () => clusterConfigurationOf(unreadable('nodes'))],
  [
    'a document whose field can’t be read',
    () => operationsOf([{ op: 'put', collection: 'a', document: { _id: 'a', in: unreadable('f') } }]),
  ],
  [
    'a document with a cycle through a list',
    () => operationsOf([{ op: 'put', collection: 'a', document: { _id: 'a', l: [cyclic] } }]),
  ],
  ['a range of no records', () => walRangeOf({ limit: 0 })],
]

describe('arguments', () => {
  it.each(MALFORMED)('refuses %s', (_name, check) => {
    expect(check).toThrow(/^AERO_REQUEST_MALFORMED: /)
  })

  it('refuses a node that is not there under a code of its own', () => {
    expect(() => memberOf('n3', NODES)).toThrow(/^AERO_CLUSTER_NO_SUCH_NODE: /)
  })

  it('takes a cluster that its own nodes will refuse: that is theirs to say (MODEL-1)', () => {
    expect(clusterConfigurationOf({ nodes: NODES, primary: NODES })).toEqual({ nodes: NODES, primary: NODES })
    expect(clusterConfigurationOf({ nodes: NODES, primary: [] })).toEqual({ nodes: NODES, primary: [] })
    expect(configurationChangeOf({ primary: 'n9' })).toEqual({ primary: 'n9' })
  })

  it('leaves what a document may be to the database (DOC-1)', () => {
    const operations = [{ op: 'put', collection: '', schemaVersion: 'v1', document: { n: Number.NaN } }]
    expect(operationsOf(operations)).toEqual([{ op: 'put', collection: '', document: { n: Number.NaN } }])
    expect(operationsOf([])).toEqual([])
  })

  it('leaves how deep a document may be to the database, however deep it is (DOC-1)', () => {
    const faultAt = (levels: number) => {
      const [operation] = operationsOf([{ op: 'put', collection: 'a', document: nested(levels) }])
      return operation?.op === 'put' ? documentFault(operation.document) : 'no put'
    }
    expect(faultAt(62)).toBeNull()
    for (const levels of [63, 150, 200, 1_000, 200_000]) expect(faultAt(levels)).toMatch(/ is nested deeper than 64$/)
  })

  it('takes one value in two places of a document, and a copy: later changes to the caller’s own are its own affair', () => {
    const shared = { n: 1 }
    const document = { _id: 'a', x: shared, y: [shared, shared] }
    const operations = operationsOf([{ op: 'put', collection: 'a', document }])
    shared.n = 2
    expect(operations).toEqual([{ op: 'put', collection: 'a', document: { _id: 'a', x: { n: 1 }, y: [{ n: 1 }, { n: 1 }] } }])
  })

  it('says of a field of a later stage that it is one, and of an unknown one which are known (CLUSTER-2)', () => {
    const cluster = { nodes: NODES, primary: 'n1' }
    expect(() => clusterConfigurationOf({ ...cluster, schemas: [{ collection: 'a' }] })).toThrow(
      /^AERO_REQUEST_MALFORMED: configuration\.schemas must be absent.* later stage/,
    )
    expect(() => clusterConfigurationOf({ ...cluster, sycn: 'each' })).toThrow(
      /^AERO_REQUEST_MALFORMED: configuration\.sycn must be absent.*nodes, primary, sync/,
    )
    expect(clusterConfigurationOf({ ...cluster, schemas: undefined })).toEqual(cluster)
  })

  it('reads a number as a CommitId and a string as a read view', () => {
    expect(readAtOf(4)).toEqual({ kind: 'commit', commitId: 4 })
    expect(readAtOf('v1')).toEqual({ kind: 'view', view: 'v1' })
    expect(readAtOf(undefined)).toEqual({ kind: 'newest' })
  })
})
