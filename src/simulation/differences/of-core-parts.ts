import { batchId, commitId, documentKey, linkEpoch, lsn, requestId } from '../../aerodb/ids.ts'
import type { Appending, BatchedCommit, InFlight } from '../../aerodb/node/in-flight.ts'
import type { LinkEnd } from '../../aerodb/node/link-end.ts'
import type { Operation } from '../../aerodb/node/operation.ts'
import type { WaitingWrite } from '../../aerodb/node/waiting-write.ts'
import type { Manifest } from '../../aerodb/recovery/manifest.ts'
import type { RefusedDisk } from '../../aerodb/recovery/recover.ts'
import type { Frame, PresentBody } from '../../aerodb/replication/frame.ts'
import type { PrimarySession } from '../../aerodb/replication/primary-session.ts'
import type { ReplicaLink } from '../../aerodb/replication/replica-link.ts'
import type { RoleState } from '../../aerodb/replication/role-machine.ts'
import { NO_SESSION } from '../../aerodb/replication/session-id.ts'
import { Log } from '../../aerodb/wal/log.ts'
import type { Segment } from '../../aerodb/wal/segment.ts'
import { differs, leftOut, type Parts } from './difference.ts'
import { otherDigest } from './open-cores.ts'

/** One kind of batch in flight. */
export type InFlightOf<Purpose extends InFlight['purpose']> = Extract<InFlight, { readonly purpose: Purpose }>

const FOR_PEOPLE = leftOut('for people alone: the questions that were asked')
const IN_THE_CHAIN = leftOut('the chain digest after the segment is over every record up to its end')

const next = <Value extends number>(own: Value, brand: (value: number) => Value) => brand(own + 1)

/** What is answered once a start is over. */
const PRESENT: Frame<PresentBody> = {
  protocol: 1,
  senderIncarnation: 1,
  number: 1,
  session: NO_SESSION,
  body: {
    kind: 'present',
    purpose: 'stream',
    clusterId: 'simulated',
    historyId: null,
    configurationVersion: '',
    lastLsn: 0,
    chain: new Uint8Array(16),
    claimedLsn: 0,
  },
}

export const ROLE_STATE: Parts<RoleState> = {
  role: differs((own) => (own === 'ReplicaActive' ? 'ReplicationHalted' : 'ReplicaActive')),
  session: differs((own) => (own === 'streaming' ? 'disconnected' : 'streaming')),
}

export const MANIFEST: Parts<Manifest> = {
  clusterId: differs((own) => `${own}'`),
  node: differs((own) => `${own}'`),
  role: differs((own) => (own === 'replica' ? 'primary' : 'replica')),
  historyId: differs((own) => (own === null ? 'h' : null)),
  incarnation: differs((own) => own + 1),
  halt: differs((own) =>
    own === null
      ? { reason: 'WalCorruption', rule: 'WAL-2', code: 'AERO', message: '', evidence: {}, configurationRevision: 0 }
      : null,
  ),
}

export const REFUSED_DISK: Parts<RefusedDisk> = {
  manifest: differs((own) => (own === null ? null : { ...own, historyId: `${own.historyId}'` })),
  log: differs(() => new Log()),
  claimedLsn: differs((own) => own + 1),
}

export const SEGMENT: Parts<Segment> = {
  firstLsn: differs((own) => next(own, lsn)),
  lastLsn: differs((own) => next(own, lsn)),
  bytes: IN_THE_CHAIN,
  offsets: leftOut('where the records begin: they say it themselves'),
  chainBefore: IN_THE_CHAIN,
  chainAfter: differs(otherDigest),
  lastCommitId: differs((own) => next(own, commitId)),
}

export const APPENDING: Parts<Appending> = {
  segment: differs((own) => ({ ...own, lastLsn: next(own.lastLsn, lsn) })),
  versions: leftOut('read from the records of the segment'),
}

export const BATCHED_COMMIT: Parts<BatchedCommit> = {
  request: differs((own) => requestId(`${own}'`)),
  commitId: differs((own) => next(own, commitId)),
  asked: FOR_PEOPLE,
}

const PURPOSE = leftOut('each has a case of its own')
const BATCH_ID = differs((own: InFlight['id']) => next(own, batchId))
const A_MANIFEST = differs((own: Manifest | null) => (own === null ? null : { ...own, incarnation: own.incarnation + 1 }))
const SOME_MANIFEST = differs((own: Manifest | null): Manifest | null =>
  own === null ? { clusterId: 'simulated', node: 'n1', role: 'primary', historyId: null, incarnation: 1, halt: null } : null,
)
const AN_APPEND = differs(
  (own: Appending): Appending => ({ ...own, segment: { ...own.segment, lastLsn: next(own.segment.lastLsn, lsn) } }),
)

export const IN_FLIGHT: { readonly [Purpose in InFlight['purpose']]: Parts<InFlightOf<Purpose>> } = {
  start: {
    id: BATCH_ID,
    purpose: PURPOSE,
    manifest: A_MANIFEST,
    append: differs((own) => (own === null ? null : AN_APPEND.other(own))),
    event: differs((own) => (own === 'RECOVERED_HALTED' ? 'RECOVERED_AS_PRIMARY' : 'RECOVERED_HALTED')),
  },
  primaryAppend: {
    id: BATCH_ID,
    purpose: PURPOSE,
    manifest: SOME_MANIFEST,
    append: AN_APPEND,
    commits: differs((own) => own.slice(1)),
  },
  replicaAppend: { id: BATCH_ID, purpose: PURPOSE, manifest: SOME_MANIFEST, append: AN_APPEND },
  halt: { id: BATCH_ID, purpose: PURPOSE, manifest: A_MANIFEST },
  resume: { id: BATCH_ID, purpose: PURPOSE, manifest: A_MANIFEST },
  discard: { id: BATCH_ID, purpose: PURPOSE, manifest: A_MANIFEST },
}

export const WAITING_WRITE: Parts<WaitingWrite> = {
  request: differs((own) => requestId(`${own}'`)),
  operations: differs((own) => [...own, { key: documentKey('notes', 'z'), body: null }]),
  basedOn: differs((own) => (own === null ? commitId(0) : null)),
  asked: FOR_PEOPLE,
}

export const LINK_END: Parts<LinkEnd> = {
  epoch: differs((own) => next(own, linkEpoch)),
  hello: differs((own) => (own === null ? null : { ...own, incarnation: own.incarnation + 1 })),
  greeted: differs((own) => !own),
  unanswered: differs((own) => (own === null ? PRESENT : null)),
}

export const PRIMARY_SESSION: Parts<PrimarySession> = {
  id: differs((own) => ({ ...own, counter: own.counter + 1 })),
  sentLsn: differs((own) => next(own, lsn)),
  reportedDurableLsn: differs((own) => next(own, lsn)),
  reportedAppliedCommitId: differs((own) => next(own, commitId)),
}

export const REPLICA_LINK: Parts<ReplicaLink> = {
  open: differs((own) => !own),
  id: differs((own) => ({ ...own, counter: own.counter + 1 })),
  historyId: differs((own) => (own === null ? 'h' : null)),
  presentDue: differs((own) => !own),
  presentNumber: differs((own) => own + 1),
  received: differs((own) => own.slice(1)),
  primaryDurableLsn: differs((own) => next(own, lsn)),
  primaryCommitId: differs((own) => next(own, commitId)),
}

export type OperationOf<Kind extends Operation['kind']> = Extract<Operation, { readonly kind: Kind }>

export const OPERATION: { readonly [Kind in Operation['kind']]: Parts<OperationOf<Kind>> } = {
  resume: {
    kind: PURPOSE,
    request: differs((own) => requestId(`${own}'`)),
    asked: FOR_PEOPLE,
    presentNumber: differs((own) => own + 1),
    phase: differs((own) => (own === 'asking' ? 'persisting' : 'asking')),
  },
  bootstrap: {
    kind: PURPOSE,
    request: differs((own) => requestId(`${own}'`)),
    asked: FOR_PEOPLE,
    presentNumber: differs((own) => own + 1),
    phase: differs((own) => (own === 'asking' ? 'toDiscard' : 'asking')),
    unproven: differs((own) => (own === 'refuse' ? 'discard' : 'refuse')),
  },
}
