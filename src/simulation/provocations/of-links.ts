import type { Hash128 } from '../../aerodb/digest.ts'
import { commitId } from '../../aerodb/ids.ts'
import type { FrameBody, RecordsBody } from '../../aerodb/replication/frame.ts'
import { flipped, onKind, reseal, withCommit, withProtocol } from '../forgery.ts'
import { N1, N2, N3, Rehearsal } from '../rehearsal.ts'
import { haltOf, lastFrameRefused, lastSessionRefused, type Provocation, type Refused } from './provocation.ts'

const OTHER_DIGEST = new Uint8Array(16).fill(7)
type BodyOf<Kind extends FrameBody['kind']> = Extract<FrameBody, { readonly kind: Kind }>

/** The first commit is everywhere; nothing is judged, since frames are forged. */
function steady(hash: Hash128): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, judge: 'nothing' })
  rehearsal.putAndSettle('a', 'one')
  return rehearsal
}

/** How n2 stands once the frame with the second commit (LSN 4 and 5) arrived changed. */
function afterChangedRecords(hash: Hash128, change: (bytes: Uint8Array) => Uint8Array): Refused {
  const rehearsal = steady(hash)
  rehearsal.put('b', 'two')
  rehearsal.landAll(N1)
  rehearsal.cluster.deliver(N1, N2, 0, change)
  rehearsal.cluster.settle()
  return haltOf(rehearsal, N2)
}

const afterRecords = (hash: Hash128, change: (body: RecordsBody) => FrameBody): Refused =>
  afterChangedRecords(hash, (bytes) => reseal(bytes, onKind('records', change)))

/** How n2 stands once the Primary's hello of a new epoch arrived changed. */
function afterHello(hash: Hash128, change: (body: BodyOf<'hello'>) => FrameBody): Refused {
  const rehearsal = steady(hash)
  rehearsal.relink(N1, N2)
  rehearsal.cluster.deliver(N1, N2, 0, (bytes) => reseal(bytes, onKind('hello', change)))
  rehearsal.cluster.settle()
  return haltOf(rehearsal, N2)
}

/** A cluster in which n2's prefix, presented in a new epoch, has arrived at n1 changed. */
function afterPresent(hash: Hash128, change: (body: BodyOf<'present'>) => FrameBody): Rehearsal {
  const rehearsal = steady(hash)
  rehearsal.relink(N1, N2)
  rehearsal.cluster.deliver(N1, N2)
  rehearsal.cluster.deliver(N2, N1)
  rehearsal.cluster.deliver(N2, N1, 0, (bytes) => reseal(bytes, onKind('present', change)))
  return rehearsal
}

/** How n1 stands once n2's report of the second commit arrived changed. */
function afterReport(hash: Hash128, change: (body: BodyOf<'report'>) => FrameBody): Refused {
  const rehearsal = steady(hash)
  rehearsal.put('b', 'two')
  rehearsal.landAll(N1)
  rehearsal.cluster.deliver(N1, N2)
  rehearsal.landAll(N2)
  rehearsal.cluster.deliver(N2, N1, 0, (bytes) => reseal(bytes, onKind('report', change)))
  rehearsal.cluster.settle()
  return haltOf(rehearsal, N1)
}

/** Rules that what arrives on a link can break. */
export const OF_LINKS: readonly Provocation[] = [
  {
    guard: 'frameEnvelope',
    situation: 'a bit flipped on the way',
    evidence: { fault: 'its checksum does not match' },
    provoke: (hash) => afterChangedRecords(hash, (bytes) => flipped(bytes, 99)),
  },
  {
    guard: 'sameProtocol',
    situation: 'a frame of another protocol',
    evidence: { frameProtocol: 2, protocol: 1 },
    provoke: (hash) => afterChangedRecords(hash, (bytes) => withProtocol(bytes, 2)),
  },
  {
    guard: 'frameSession',
    situation: 'a frame of a session that is over',
    evidence: { currentSession: '1·1·3' },
    provoke: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.put('b', 'two')
      rehearsal.landAll(N1)
      const late = rehearsal.intercept(N1, N2)
      rehearsal.relink(N1, N2)
      rehearsal.cluster.settle()
      rehearsal.cluster.inject(N1, N2, late)
      return lastFrameRefused(rehearsal, N2)
    },
  },
  {
    guard: 'sameCluster',
    situation: 'records of another cluster',
    evidence: { clusterId: 'simulated', peerClusterId: 'another' },
    provoke: (hash) => afterRecords(hash, (body) => ({ ...body, clusterId: 'another' })),
  },
  {
    guard: 'sameHistory',
    situation: 'a Primary of another history',
    evidence: { peerHistoryId: 'f'.repeat(32) },
    provoke: (hash) => afterHello(hash, (body) => ({ ...body, historyId: 'f'.repeat(32) })),
  },
  {
    guard: 'sameConfiguration',
    situation: 'a Primary of another configuration',
    evidence: { peerConfigurationVersion: '0' },
    provoke: (hash) => afterHello(hash, (body) => ({ ...body, configurationVersion: '0' })),
  },
  {
    guard: 'peerAuthority',
    situation: 'a second node that says it is the Primary',
    evidence: { peer: 'n3', peerClaimsPrimary: true, configuredPrimary: 'n1' },
    provoke: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.relink(N3, N2)
      rehearsal.cluster.deliver(N3, N2, 0, (bytes) =>
        reseal(
          bytes,
          onKind('hello', (body) => ({ ...body, claimsPrimary: true })),
        ),
      )
      rehearsal.cluster.settle()
      return haltOf(rehearsal, N2)
    },
  },
  {
    guard: 'sessionWithPrimary',
    situation: 'a prefix presented to a Primary that is halted',
    evidence: { role: 'ReplicationHalted', wanted: 'PrimaryActive' },
    provoke: (hash) => {
      const rehearsal = steady(hash)
      const { cluster } = rehearsal
      cluster.kill(N1, 'lost')
      cluster.configure(N1, { primaries: [N1, N2] })
      cluster.inject(N3, N2, new Uint8Array(0))
      cluster.start(N1)
      cluster.settle()
      cluster.command(N2, { kind: 'resume' })
      cluster.settle()
      return lastSessionRefused(rehearsal, N1)
    },
  },
  {
    guard: 'frameNew',
    situation: 'a doubled frame',
    evidence: { frameLastLsn: 5, receivedLsn: 5 },
    provoke: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.put('b', 'two')
      rehearsal.landAll(N1)
      rehearsal.cluster.duplicate(N1, N2)
      rehearsal.cluster.deliver(N1, N2)
      return lastFrameRefused(rehearsal, N2)
    },
  },
  {
    guard: 'frameSameChain',
    situation: 'the same LSNs again, with another chain',
    evidence: { lsn: 3, frameChain: '07'.repeat(16) },
    provoke: (hash) => afterRecords(hash, (body) => ({ ...body, lastLsn: 3, chainAfter: OTHER_DIGEST })),
  },
  {
    guard: 'framePosition',
    situation: 'a frame that begins too late',
    evidence: { expectedLsn: 4, frameFirstLsn: 5, frameLastLsn: 5 },
    provoke: (hash) => afterRecords(hash, (body) => ({ ...body, firstLsn: 5 })),
  },
  {
    guard: 'frameRecords',
    situation: 'a record that was damaged before the envelope was computed',
    evidence: { violated: 'WAL-2' },
    provoke: (hash) => afterRecords(hash, (body) => ({ ...body, records: flipped(body.records, 160) })),
  },
  {
    guard: 'frameCommitOrder',
    situation: 'a commit that does not come after the last one',
    evidence: { violated: 'WAL-6', commitId: 1, previousCommitId: 1 },
    provoke: (hash) => afterChangedRecords(hash, (bytes) => withCommit(hash, bytes, commitId(1))),
  },
  {
    guard: 'frameChain',
    situation: 'the next records, behind another history',
    evidence: { lsn: 3, frameChain: '07'.repeat(16) },
    provoke: (hash) => afterRecords(hash, (body) => ({ ...body, chainBefore: OTHER_DIGEST })),
  },
  {
    guard: 'frameChainEnd',
    situation: 'records that do not give the end that their frame names',
    evidence: { lsn: 5, frameChain: '07'.repeat(16) },
    provoke: (hash) => afterRecords(hash, (body) => ({ ...body, chainAfter: OTHER_DIGEST })),
  },
  {
    guard: 'replicaNotAhead',
    situation: 'a Replica with more than the Primary has',
    evidence: { replicaLsn: 9, primaryDurableLsn: 3 },
    provoke: (hash) => {
      const rehearsal = afterPresent(hash, (body) => ({ ...body, lastLsn: 9 }))
      rehearsal.cluster.settle()
      return haltOf(rehearsal, N1)
    },
  },
  {
    guard: 'handshakePrefix',
    situation: 'a Replica with another history of the same length',
    evidence: { lsn: 3, replicaChain: '07'.repeat(16) },
    provoke: (hash) => {
      const rehearsal = afterPresent(hash, (body) => ({ ...body, chain: OTHER_DIGEST }))
      rehearsal.cluster.settle()
      return haltOf(rehearsal, N1)
    },
  },
  {
    guard: 'reportedPrefix',
    situation: 'a report of another history',
    evidence: { lsn: 5, replicaChain: '07'.repeat(16) },
    provoke: (hash) => afterReport(hash, (body) => ({ ...body, chain: OTHER_DIGEST })),
  },
  {
    guard: 'reportedState',
    situation: 'a report of another state behind the same history',
    evidence: { lsn: 5, replicaState: '07'.repeat(16) },
    provoke: (hash) => afterReport(hash, (body) => ({ ...body, state: OTHER_DIGEST })),
  },
]
