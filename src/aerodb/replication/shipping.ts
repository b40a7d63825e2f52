import { commitId, lsn, type NodeName } from '../ids.ts'
import { CHECKS } from '../node/checks.ts'
import type { Core } from '../node/core.ts'
import { Trail } from '../node/trail.ts'
import { firstRefusal } from '../rules/guard.ts'
import { type Segment, segmentFrom } from '../wal/segment.ts'
import type { EndSessionBody, Frame, ReportBody } from './frame.ts'
import { haltNode } from './halting.ts'
import { discardLate } from './late-frame.ts'
import { peersInOrder } from './peers-in-order.ts'
import { GROUP_FRAME_BYTES, type PrimarySession, WINDOW_RECORDS } from './primary-session.ts'
import { sessionName } from './session-id.ts'

/** A run of durable records for one frame. */
interface Shipment {
  readonly first: Segment
  readonly last: Segment
  readonly parts: readonly Uint8Array[]
}

export function shipToAll(core: Core): void {
  for (const peer of peersInOrder(core.sessions)) ship(core, peer)
}

/** Sends durable records, verbatim and in order, as far as the window lets it. With `each`, a frame is a batch, and so a commit. (LOG-11, LOG-12) */
export function ship(core: Core, peer: NodeName): void {
  for (;;) {
    const session = core.sessions.get(peer)
    if (session === undefined) return
    const shipment = nextShipment(core, session)
    if (shipment === null) return
    const { first, last, parts } = shipment
    core.sessions.set(peer, { ...session, sentLsn: last.lastLsn })
    core.send(
      peer,
      {
        kind: 'records',
        clusterId: core.configuration.clusterId,
        historyId: core.manifest?.historyId ?? '',
        firstLsn: first.firstLsn,
        lastLsn: last.lastLsn,
        chainBefore: first.chainBefore,
        chainAfter: last.chainAfter,
        primaryDurableLsn: core.log.lastLsn,
        primaryCommitId: core.versions.appliedCommitId,
        records: parts.length === 1 && parts[0] !== undefined ? parts[0] : joined(parts),
      },
      session.id,
    )
  }
}

/** Whether records wait that the window keeps back. */
export function isStalled(core: Core, session: PrimarySession): boolean {
  return session.sentLsn < core.log.lastLsn && nextShipment(core, session) === null
}

function nextShipment(core: Core, { sentLsn, reportedDurableLsn }: PrimarySession): Shipment | null {
  const { segments } = core.log
  let index = core.log.indexOf(sentLsn + 1)
  const holding = segments[index]
  if (holding === undefined) return null
  const first = segmentFrom(core.hash, holding, lsn(sentLsn + 1))
  const { windowRecords = WINDOW_RECORDS } = core.environment
  const fits = ({ lastLsn }: Segment): boolean => lastLsn - reportedDurableLsn <= windowRecords
  if (sentLsn > reportedDurableLsn && !fits(first)) return null
  let last = first
  const parts = [first.bytes]
  let bytes = first.bytes.length
  while (core.configuration.sync === 'group') {
    index += 1
    const next = segments[index]
    if (next === undefined || bytes + next.bytes.length > GROUP_FRAME_BYTES || !fits(next)) break
    parts.push(next.bytes)
    bytes += next.bytes.length
    last = next
  }
  return { first, last, parts }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}

/**
 * A Replica reports: its prefix and its state are checked against this Primary's own, and the window moves on; an older
 * report takes nothing back. (LOG-13, LOG-15, LOG-16)
 */
export function receiveReport(core: Core, peer: NodeName, { session: frameSession, body }: Frame<ReportBody>): void {
  const session = core.sessions.get(peer)
  if (isLate(core, peer, frameSession) || session === undefined) return
  const { guards, log } = core
  const trail = new Trail()
  const point = { lsn: body.durableLsn, chain: body.chain }
  const refused = firstRefusal([
    () => trail.ask(guards.replicaNotAhead, body.durableLsn, log.lastLsn),
    () => trail.ask(guards.reportedPrefix, point, log.chainAt(core.hash, body.durableLsn)),
    () => trail.ask(guards.reportedState, body.appliedLsn, body.state, log.stateAt(body.appliedLsn)),
  ])
  if (refused !== null) {
    const { rule = '', code, evidence = {} } = refused.error
    core.observe({ kind: 'frameRefused', peer, rule, code, evidence, consequence: 'halt' })
    const decision = { subject: `report of ${peer}`, asked: trail.asked, checks: CHECKS.report, conclusion: '' }
    haltNode(core, refused.halt ?? 'HistoryDivergence', refused.error, decision, { from: peer, at: null })
    return
  }
  if (body.durableLsn < session.reportedDurableLsn) return
  const reportedDurableLsn = lsn(body.durableLsn)
  core.sessions.set(peer, { ...session, reportedDurableLsn, reportedAppliedCommitId: commitId(body.appliedCommitId) })
  ship(core, peer)
}

/** A Replica is done with the session. Where it holds that the histories part, this Primary judges for itself. (LOG-15) */
export function receiveEndOfReplica(core: Core, peer: NodeName, { session, body }: Frame<EndSessionBody>): void {
  if (isLate(core, peer, session)) return
  const trail = new Trail()
  const { divergence } = body
  if (divergence !== null) {
    const verdict = trail.ask(core.guards.reportedPrefix, divergence, core.log.chainAt(core.hash, divergence.lsn))
    if (verdict.verdict === 'fails') {
      const decision = { subject: `divergence shown by ${peer}`, asked: trail.asked, checks: CHECKS.report, conclusion: '' }
      haltNode(core, verdict.halt ?? 'HistoryDivergence', verdict.error, decision, { from: peer, at: null })
      return
    }
  }
  core.sessions.delete(peer)
  core.observe({ kind: 'sessionEnded', peer, cause: body.cause })
}

/** A frame of another session is discarded and counted. (LOG-2) */
function isLate(core: Core, peer: NodeName, frame: Frame['session']): boolean {
  const session = core.sessions.get(peer)
  const current = session === undefined ? 'none' : sessionName(session.id)
  if (core.guards.frameSession.holds(sessionName(frame), current)) return false
  discardLate(core, peer, sessionName(frame), current)
  return true
}
