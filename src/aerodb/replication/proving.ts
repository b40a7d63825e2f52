import { lsn, NO_COMMIT, type NodeName } from '../ids.ts'
import { CHECKS } from '../node/checks.ts'
import type { Core } from '../node/core.ts'
import { Trail } from '../node/trail.ts'
import { firstRefusal, type Refusal } from '../rules/guard.ts'
import type { Frame, PresentBody, SessionVerdict } from './frame.ts'
import { haltNode } from './halting.ts'
import { discardLate } from './late-frame.ts'
import { NO_SESSION, type SessionId } from './session-id.ts'
import { ship } from './shipping.ts'

/** A Replica presents its prefix. A node that is still starting sends no frame (RECOVERY-9), and answers once it is not. */
export function receivePresent(core: Core, peer: NodeName, frame: Frame<PresentBody>): void {
  if (isOld(core, peer, frame)) return
  const end = core.links.get(peer)
  if (core.role === 'Recovering' && end !== undefined) core.links.set(peer, { ...end, unanswered: frame })
  else answerPresent(core, peer, frame)
}

/** The Primary proves the prefix and opens a session, or says why not. (LOG-6, LOG-13, LOG-14) */
export function answerPresent(core: Core, peer: NodeName, frame: Frame<PresentBody>): void {
  const trail = new Trail()
  const refused = judgePresent(core, trail, frame.body)
  if (refused !== null) {
    refusePresent(core, peer, frame, refused, trail)
    return
  }
  const { purpose } = frame.body
  if (purpose !== 'bootstrap') closePrimarySession(core, peer, 'the Replica presented itself anew', null)
  core.sessionsOpened += purpose === 'bootstrap' ? 0 : 1
  const id: SessionId =
    purpose === 'bootstrap'
      ? NO_SESSION
      : { primaryIncarnation: core.incarnation, replicaIncarnation: frame.senderIncarnation, counter: core.sessionsOpened }
  const historyId = core.manifest?.historyId ?? ''
  const known = { primaryDurableLsn: core.log.lastLsn, primaryCommitId: core.versions.appliedCommitId }
  core.send(peer, { kind: 'accept', purpose, presentNumber: frame.number, historyId, ...known }, id)
  if (purpose === 'bootstrap') return
  const proven = lsn(frame.body.lastLsn)
  core.sessions.set(peer, { id, sentLsn: proven, reportedDurableLsn: proven, reportedAppliedCommitId: NO_COMMIT })
  core.observe({ kind: 'sessionOpened', peer, fromLsn: lsn(proven + 1) })
  ship(core, peer)
}

/** A prefix that is not newer than the newest presented is late or doubled, and starts nothing. (LOG-2) */
function isOld(core: Core, peer: NodeName, { senderIncarnation, number }: Frame<PresentBody>): boolean {
  const newest = core.presented.get(peer) ?? { incarnation: 0, number: 0 }
  const isNewer = senderIncarnation > newest.incarnation || (senderIncarnation === newest.incarnation && number > newest.number)
  const name = `present ${senderIncarnation}·${number}`
  const current = isNewer ? name : `one after present ${newest.incarnation}·${newest.number}`
  const { frameSession } = core.guards
  if (!frameSession.holds(name, current)) {
    discardLate(core, peer, name, current)
    return true
  }
  core.presented.set(peer, { incarnation: senderIncarnation, number })
  return false
}

function judgePresent(core: Core, trail: Trail, body: PresentBody): Refusal | null {
  const { guards, configuration, log } = core
  const refused = firstRefusal([
    () => trail.ask(guards.sessionWithPrimary, core.servingRole),
    () => trail.ask(guards.sameCluster, configuration.clusterId, body.clusterId),
    () => trail.ask(guards.sameConfiguration, core.configurationVersion, body.configurationVersion),
    () => trail.ask(guards.sameHistory, core.manifest?.historyId ?? null, body.historyId),
    () => trail.ask(guards.replicaNotAhead, body.lastLsn, log.lastLsn),
    () => trail.ask(guards.primaryRetains, body.lastLsn + 1, log.retainedFrom),
    () => trail.ask(guards.handshakePrefix, { lsn: body.lastLsn, chain: body.chain }, log.chainAt(core.hash, body.lastLsn)),
    () => trail.ask(guards.replicaNotAhead, body.claimedLsn, log.lastLsn),
  ])
  return refused
}

/** The Replica learns why. On proof that the histories part, this Primary may be the one that lost history, and halts as well. */
function refusePresent(
  core: Core,
  peer: NodeName,
  { number, body }: Frame<PresentBody>,
  { error, halt }: Refusal,
  trail: Trail,
): void {
  const { rule = '', code, message, evidence = {} } = error
  core.send(peer, { kind: 'refuse', presentNumber: number, rule, code, halt, message, evidence })
  core.observe({ kind: 'sessionRefused', peer, rule, code, evidence })
  const onlyClaimed = rule === core.guards.replicaNotAhead.rule && body.lastLsn <= core.log.lastLsn
  if (halt === 'HistoryDivergence' && !onlyClaimed) {
    const decision = { subject: `prefix of ${peer}`, asked: trail.asked, checks: CHECKS.present, conclusion: '' }
    haltNode(core, halt, error, decision, { from: peer, at: null })
  }
}

/** Tells the Replica, where there is a session, and forgets it. */
export function closePrimarySession(core: Core, peer: NodeName, cause: string, verdict: SessionVerdict | null): void {
  const session = core.sessions.get(peer)
  if (session === undefined) return
  core.sessions.delete(peer)
  core.send(peer, { kind: 'endSession', cause, verdict, divergence: null }, session.id)
  core.observe({ kind: 'sessionEnded', peer, cause })
}
