import { commitId, lsn } from '../ids.ts'
import type { Core } from '../node/core.ts'
import { bootstrapProven, operationAccepted, operationRefused } from '../node/operating.ts'
import type { ProvenPoint } from '../rules/log-flow.ts'
import type { AcceptBody, EndSessionBody, Frame, Purpose, RefuseBody } from './frame.ts'
import { errorOf, haltNode } from './halting.ts'
import { discardLate } from './late-frame.ts'
import { sessionName } from './session-id.ts'

export function receiveAccept(core: Core, { session, body }: Frame<AcceptBody>): void {
  const purpose = takeAnswer(core, body.presentNumber, body.purpose)
  if (purpose === null) return
  if (purpose === 'bootstrap') {
    bootstrapProven(core)
    return
  }
  core.replica = {
    ...core.replica,
    open: true,
    id: session,
    historyId: body.historyId,
    received: [],
    primaryDurableLsn: lsn(body.primaryDurableLsn),
    primaryCommitId: commitId(body.primaryCommitId),
  }
  core.observe({
    kind: 'sessionOpened',
    peer: core.configuredPrimary ?? core.configuration.node,
    fromLsn: lsn(core.log.lastLsn + 1),
  })
  if (purpose === 'resume') operationAccepted(core)
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
  const purpose = takeAnswer(core, body.presentNumber, null)
  if (purpose === null) return
  const { rule, code, evidence, halt } = body
  const peer = core.configuredPrimary ?? core.configuration.node
  core.observe({ kind: 'sessionRefused', peer, rule, code, evidence })
  const error = errorOf(body)
  if (purpose !== 'stream') operationRefused(core, error)
  else if (halt !== null) {
    const asked = [{ rule, holds: false, evidence: () => evidence }]
    haltNode(core, halt, error, { subject: `answer of ${peer}`, asked, checks: [], conclusion: '' })
  } else endReplicaSession(core, body.message)
}

/** The session is over, and the node says so; what was received and is not durable is forgotten. */
export function endReplicaSession(core: Core, cause: string): void {
  closeReplicaSession(core, cause, null)
  const { role, session } = core.roleState
  if (role !== 'ReplicaActive' || session === 'disconnected') return
  core.decision = { ...core.decision, subject: 'session', conclusion: `disconnected: ${cause}` }
  core.moveRole('SESSION_ENDED')
}

/** Tells the Primary, where there is a session, and forgets it. Where the histories part, says where. */
export function closeReplicaSession(core: Core, cause: string, divergence: ProvenPoint | null): void {
  const { open, id } = core.replica
  const primary = core.configuredPrimary
  core.replica = { ...core.replica, open: false, historyId: null, received: [], presentDue: false, presentNumber: 0 }
  if (!open || primary === null) return
  core.send(primary, { kind: 'endSession', cause, verdict: null, divergence }, id)
  core.observe({ kind: 'sessionEnded', peer: primary, cause })
}

/**
 * What an answer is an answer to: the newest present of that purpose, which has none then. Null for any other, which is late. An acceptance has to be
 * for the purpose that was asked for. (LOG-2)
 */
function takeAnswer(core: Core, presentNumber: number, accepted: Purpose | null): Purpose | null {
  const { operation, replica } = core
  const asking = operation?.phase === 'asking' ? operation : null
  const forSession = presentNumber !== 0 && presentNumber === replica.presentNumber
  const forOperation = presentNumber !== 0 && presentNumber === asking?.presentNumber
  const purpose = forSession ? 'stream' : forOperation ? (asking?.kind ?? null) : null
  const answered = `answer to ${accepted ?? purpose ?? 'a present'} ${presentNumber}`
  const current =
    purpose === null
      ? `answers to ${replica.presentNumber} and ${asking?.presentNumber ?? 0}`
      : `answer to ${purpose} ${presentNumber}`
  if (!core.guards.frameSession.holds(answered, current)) {
    discardLate(core, core.configuredPrimary ?? core.configuration.node, answered, current)
    return null
  }
  if (forSession) core.replica = { ...replica, presentNumber: 0 }
  return purpose
}

/** The Primary is done with the session; its verdict, where it has one, halts this Replica too. */
export function receiveEndOfPrimary(core: Core, { session, body }: Frame<EndSessionBody>): void {
  const current = core.replica.open ? sessionName(core.replica.id) : 'none'
  const peer = core.configuredPrimary ?? core.configuration.node
  if (!core.guards.frameSession.holds(sessionName(session), current)) {
    discardLate(core, peer, sessionName(session), current)
    return
  }
  core.replica = { ...core.replica, open: false, historyId: null, received: [] }
  core.observe({ kind: 'sessionEnded', peer, cause: body.cause })
  const { verdict } = body
  if (verdict !== null) {
    const asked = [{ rule: verdict.rule, holds: false, evidence: () => verdict.evidence }]
    haltNode(core, verdict.halt, errorOf(verdict), { subject: `verdict of ${peer}`, asked, checks: [], conclusion: '' })
  } else endReplicaSession(core, body.cause)
}
