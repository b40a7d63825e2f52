import { commitId, lsn } from '../ids.ts'
import type { Core } from '../node/core.ts'
import { bootstrapProven, operationAccepted, operationRefused } from '../node/operating.ts'
import type { ProvenPoint } from '../rules/log-flow.ts'
import type { AcceptBody, EndSessionBody, Frame, Purpose, RefuseBody } from './frame.ts'
import { errorOf, haltNode } from './halting.ts'
import { discardLate } from './late-frame.ts'
import { sessionName } from './session-id.ts'

/** Shows the Primary this Replica's prefix. To be called only with a link to it up; without one nothing happens. */
export function present(core: Core, purpose: Purpose): void {
  const primary = core.configuredPrimary
  if (primary === null || !core.links.has(primary)) return
  if (purpose === 'stream' && core.links.get(primary)?.hello?.body.claimsPrimary !== true) return
  const believed = core.refusedDisk === null
  const end: ProvenPoint = believed
    ? { lsn: core.log.lastLsn, chain: core.log.chain }
    : { lsn: core.refusedDisk?.verifiedLsn ?? 0, chain: core.refusedDisk?.verifiedChain ?? core.log.chain }
  const presentNumber = core.send(primary, {
    kind: 'present',
    purpose,
    clusterId: core.configuration.clusterId,
    historyId: core.manifest?.historyId ?? core.refusedDisk?.manifest?.historyId ?? null,
    configurationVersion: core.configurationVersion,
    lastLsn: end.lsn,
    chain: end.chain,
    claimedLsn: Math.max(end.lsn, core.refusedDisk?.claimedLsn ?? 0),
  })
  if (purpose === 'stream') {
    core.replica = { ...core.replica, open: false, received: [], presentNumber }
    core.moveRole('PRESENTED')
  } else core.replica = { ...core.replica, presentNumber }
}

export function receiveAccept(core: Core, { session, body }: Frame<AcceptBody>): void {
  if (!answersPresent(core, body.presentNumber)) return
  core.replica = { ...core.replica, presentNumber: 0 }
  if (body.purpose === 'bootstrap') {
    bootstrapProven(core)
    return
  }
  core.replica = {
    ...core.replica,
    open: true,
    id: session,
    received: [],
    primaryDurableLsn: lsn(body.primaryDurableLsn),
    primaryCommitId: commitId(body.primaryCommitId),
  }
  core.observe({
    kind: 'sessionOpened',
    peer: core.configuredPrimary ?? core.configuration.node,
    fromLsn: lsn(core.log.lastLsn + 1),
  })
  if (body.purpose === 'resume') operationAccepted(core)
  else {
    core.decision = {
      subject: 'session',
      asked: core.decision.asked,
      checks: [],
      conclusion: `session ${sessionName(session)} is open`,
    }
    core.moveRole('SESSION_OPENED')
  }
}

export function receiveRefuse(core: Core, { body }: Frame<RefuseBody>): void {
  if (!answersPresent(core, body.presentNumber)) return
  const { rule, code, evidence, halt } = body
  const peer = core.configuredPrimary ?? core.configuration.node
  core.replica = { ...core.replica, presentNumber: 0 }
  core.observe({ kind: 'sessionRefused', peer, rule, code, evidence })
  const error = errorOf(body)
  if (core.operation?.phase === 'asking') operationRefused(core, error)
  else if (halt !== null) {
    const asked = [{ rule, holds: false, evidence: () => evidence }]
    haltNode(core, halt, error, { subject: `answer of ${peer}`, asked, checks: [], conclusion: '' })
  } else endReplicaSession(core, body.message)
}

/** The session is over, and the node says so; what was received and is not durable is forgotten. */
export function endReplicaSession(core: Core, cause: string): void {
  closeReplicaSession(core, cause, null)
  const { role, session } = core.roleState
  if (role === 'ReplicaActive' && session !== 'disconnected') core.moveRole('SESSION_ENDED')
}

/** Tells the Primary, where there is a session, and forgets it. Where the histories part, says where. */
export function closeReplicaSession(core: Core, cause: string, divergence: ProvenPoint | null): void {
  const { open, id } = core.replica
  const primary = core.configuredPrimary
  core.replica = { ...core.replica, open: false, received: [], presentNumber: 0 }
  if (!open || primary === null) return
  core.send(primary, { kind: 'endSession', cause, verdict: null, divergence }, id)
  core.observe({ kind: 'sessionEnded', peer: primary, cause })
}

/** An answer to anything but the newest present is late. (LOG-2) */
function answersPresent(core: Core, presentNumber: number): boolean {
  const frame = `answer to ${presentNumber}`
  const current = `answer to ${core.replica.presentNumber}`
  const holds = core.guards.frameSession.holds(frame, current)
  if (!holds) discardLate(core, core.configuredPrimary ?? core.configuration.node, frame, current)
  return holds
}

/** The Primary is done with the session; its verdict, where it has one, halts this Replica too. */
export function receiveEndOfPrimary(core: Core, { session, body }: Frame<EndSessionBody>): void {
  const current = core.replica.open ? sessionName(core.replica.id) : 'none'
  const peer = core.configuredPrimary ?? core.configuration.node
  if (!core.guards.frameSession.holds(sessionName(session), current)) {
    discardLate(core, peer, sessionName(session), current)
    return
  }
  core.replica = { ...core.replica, open: false, received: [] }
  core.observe({ kind: 'sessionEnded', peer, cause: body.cause })
  const { verdict } = body
  if (verdict !== null) {
    const asked = [{ rule: verdict.rule, holds: false, evidence: () => verdict.evidence }]
    haltNode(core, verdict.halt, errorOf(verdict), { subject: `verdict of ${peer}`, asked, checks: [], conclusion: '' })
  } else endReplicaSession(core, body.cause)
}
