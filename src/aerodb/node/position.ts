import { NO_COMMIT, NO_LSN } from '../ids.ts'
import type { PeerProgress, Position, ReplicaSession } from '../observation.ts'
import { isStalled } from '../replication/shipping.ts'
import type { Core } from './core.ts'
import { VISIBILITY_FLOOR } from './reading.ts'

/** Where a node stands, drawn up from its state. */
export function positionOf(core: Core): Position {
  const { log, versions, manifest, replica, role } = core
  const session: ReplicaSession | null = core.roleState.session
  return {
    role,
    incarnation: core.incarnation,
    historyId: manifest?.historyId ?? null,
    diskRole: manifest?.role ?? 'none',
    halt: role === 'ReplicationHalted' ? (manifest?.halt ?? null) : null,
    refusal: core.refusal,
    session,
    retainedFrom: log.retainedFrom,
    receivedLsn: core.receivedLsn,
    durableLsn: log.lastLsn,
    appliedLsn: log.lastLsn,
    appliedCommitId: versions.appliedCommitId,
    chainDigest: log.chain,
    stateDigest: versions.digest,
    visibilityFloor: VISIBILITY_FLOOR,
    readViews: [...core.views].map(([id, bound]) => ({ id, bound })),
    primaryDurableLsn: replica.primaryDurableLsn,
    primaryCommitId: replica.primaryCommitId,
    peers: peersOf(core),
    waitingWrites: core.waiting.length,
    batchInFlight: core.inFlight !== null,
    framesDuplicate: core.framesDuplicate,
    framesOtherSession: core.framesOtherSession,
  }
}

function peersOf(core: Core): readonly PeerProgress[] {
  if (core.role !== 'PrimaryActive') return []
  const others = core.configuration.nodes.filter((node) => node !== core.configuration.node)
  return others.map((peer) => {
    const session = core.sessions.get(peer)
    if (session === undefined) {
      return {
        peer,
        session: 'none',
        sentLsn: NO_LSN,
        reportedDurableLsn: NO_LSN,
        reportedAppliedCommitId: NO_COMMIT,
        stalled: false,
      }
    }
    const { sentLsn, reportedDurableLsn, reportedAppliedCommitId } = session
    return { peer, session: 'streaming', sentLsn, reportedDurableLsn, reportedAppliedCommitId, stalled: isStalled(core, session) }
  })
}
