import type { WriteOperation } from '../../aerodb/command.ts'
import type { Hash128 } from '../../aerodb/digest.ts'
import { commitId, readViewId } from '../../aerodb/ids.ts'
import { withCommitBehind } from '../forged-disk.ts'
import { N1, N2, Rehearsal } from '../rehearsal.ts'
import { type Provocation, type Refused, refusedIn } from './provocation.ts'

const put = (id: string, text = ''): WriteOperation => ({ op: 'put', collection: 'notes', document: { _id: id, text } })

function steady(hash: Hash128): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
  rehearsal.putAndSettle('a', 'one')
  return rehearsal
}

function rejected(hash: Hash128, operations: readonly WriteOperation[], basedOn: number | null = null): Refused {
  const rehearsal = steady(hash)
  const request = rehearsal.write(operations, basedOn === null ? null : commitId(basedOn))
  rehearsal.cluster.settle()
  return refusedIn(rehearsal.outcome(request))
}

/** A Primary whose log ends with the largest CommitId there is. */
function exhausted(hash: Hash128): Refused {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1], judge: 'nothing' })
  const { cluster } = rehearsal
  cluster.kill(N1, 'lost')
  const { disk, configuration } = cluster.at(N1)
  disk.replace(withCommitBehind(hash, configuration, disk.contents(), Number.MAX_SAFE_INTEGER))
  cluster.start(N1)
  cluster.settle()
  return refusedIn(rehearsal.outcome(rehearsal.put('b', 'two')))
}

/** Rules that a client can break by what it asks for. */
export const OF_CLIENTS: readonly Provocation[] = [
  {
    guard: 'writeAdmission',
    situation: 'a write to a Replica',
    evidence: { role: 'ReplicaActive', wanted: 'PrimaryActive' },
    provoke: (hash) => {
      const rehearsal = steady(hash)
      return refusedIn(rehearsal.outcome(rehearsal.write([put('b')], null, N2)))
    },
  },
  {
    guard: 'writeDocument',
    situation: 'a document without an _id',
    evidence: { operation: 1, fault: 'its _id is not a string of at least one character' },
    provoke: (hash) => rejected(hash, [put('b'), { op: 'put', collection: 'notes', document: { text: 'x' } }]),
  },
  {
    guard: 'writeDocument',
    situation: 'a number that JSON has no word for',
    evidence: { operation: 0, fault: 'size is not a finite number' },
    provoke: (hash) =>
      rejected(hash, [{ op: 'put', collection: 'notes', document: { _id: 'b', size: Number.POSITIVE_INFINITY } }]),
  },
  {
    guard: 'writeKey',
    situation: 'a collection with a colon',
    evidence: { operation: 0, collection: 'no:tes', id: 'b' },
    provoke: (hash) => rejected(hash, [{ op: 'delete', collection: 'no:tes', id: 'b' }]),
  },
  {
    guard: 'writeKey',
    situation: 'an empty id',
    evidence: { operation: 1, collection: 'notes', id: '' },
    provoke: (hash) => rejected(hash, [put('b'), { op: 'delete', collection: 'notes', id: '' }]),
  },
  {
    guard: 'writeSetShape',
    situation: 'no operation at all',
    evidence: { operations: 0, maximum: 10_000, repeatedKey: null },
    provoke: (hash) => rejected(hash, []),
  },
  {
    guard: 'writeSetShape',
    situation: 'one document twice',
    evidence: { operations: 2, repeatedKey: 'notes:b' },
    provoke: (hash) => rejected(hash, [put('b'), { op: 'delete', collection: 'notes', id: 'b' }]),
  },
  {
    guard: 'writeSetShape',
    situation: 'more operations than a write set may have',
    evidence: { operations: 10_001 },
    provoke: (hash) =>
      rejected(
        hash,
        Array.from({ length: 10_001 }, (_, index) => ({ op: 'delete', collection: 'notes', id: `${index}` })),
      ),
  },
  {
    guard: 'writeSetSize',
    situation: 'a document that is larger than a write set may be',
    evidence: { maximumBytes: 4 * 1024 * 1024 },
    provoke: (hash) => rejected(hash, [put('b', 'x'.repeat(4 * 1024 * 1024))]),
  },
  {
    guard: 'baseVisible',
    situation: 'a write set based on a commit that is not there yet',
    evidence: { basedOn: 9, appliedCommitId: 1 },
    provoke: (hash) => rejected(hash, [put('b')], 9),
  },
  {
    guard: 'firstCommitterWins',
    situation: 'a document that was committed after what the write set is based on',
    evidence: { key: 'notes:a', newestCommitId: 1, basedOn: 0 },
    provoke: (hash) => rejected(hash, [put('b'), put('a')], 0),
  },
  {
    guard: 'writeNumbering',
    situation: 'a commit behind the largest CommitId',
    evidence: { commitId: Number.MAX_SAFE_INTEGER + 1, largest: Number.MAX_SAFE_INTEGER },
    provoke: exhausted,
  },
  {
    guard: 'readRole',
    situation: 'a read from a node that is starting',
    evidence: { role: 'Recovering' },
    provoke: (hash) => {
      const rehearsal = new Rehearsal({ hash, nodes: [N1] })
      rehearsal.cluster.start(N1)
      return refusedIn(rehearsal.read(N1, 'a'))
    },
  },
  {
    guard: 'readWithinApplied',
    situation: 'a bound in the future',
    evidence: { bound: 2, appliedCommitId: 1 },
    provoke: (hash) => refusedIn(steady(hash).read(N2, 'a', { kind: 'commit', commitId: commitId(2) })),
  },
  {
    guard: 'readAboveFloor',
    situation: 'a bound below the first of all',
    evidence: { bound: -1, visibilityFloor: 0 },
    provoke: (hash) => refusedIn(steady(hash).read(N2, 'a', { kind: 'commit', commitId: commitId(-1) })),
  },
  {
    guard: 'readViewOpen',
    situation: 'a view that was never opened here',
    evidence: { view: 'r9.9', openViews: [] },
    provoke: (hash) => refusedIn(steady(hash).read(N2, 'a', { kind: 'view', view: readViewId('r9.9') })),
  },
]
