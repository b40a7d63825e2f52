import type { NodeName } from '../ids.ts'
import type { Frame, FrameBody } from '../replication/frame.ts'
import { PROTOCOL_VERSION } from '../replication/frame.ts'
import { openFrame } from '../replication/frame-codec.ts'
import { haltNode } from '../replication/halting.ts'
import { receiveHello } from '../replication/linking.ts'
import { closePrimarySession, receivePresent } from '../replication/proving.ts'
import { receiveRecords } from '../replication/receiving.ts'
import { receiveAccept, receiveEndOfPrimary, receiveRefuse } from '../replication/replica-session.ts'
import { receiveEndOfReplica, receiveReport } from '../replication/shipping.ts'
import type { Refusal } from '../rules/guard.ts'
import { CHECKS } from './checks.ts'
import type { Core } from './core.ts'
import { isResuming, operationRefused } from './operating.ts'
import { Trail } from './trail.ts'

/** Opens a frame and hands it to whoever it is for. The envelope is verified before anything in it is believed. (LOG-1) */
export function receiveFrame(core: Core, peer: NodeName, bytes: Uint8Array): void {
  if (!core.links.has(peer)) throw new Error(`a frame from ${peer}, to which no link is up`)
  const trail = new Trail()
  const { frame, fault } = openFrame(bytes)
  const envelope = trail.ask(core.guards.frameEnvelope, fault, bytes.length)
  if (envelope.verdict === 'fails') {
    refuseFrame(core, peer, envelope, trail)
    return
  }
  if (frame === null) return
  const protocol = trail.ask(core.guards.sameProtocol, frame.protocol, PROTOCOL_VERSION)
  if (protocol.verdict === 'fails') {
    refuseFrame(core, peer, protocol, trail)
    return
  }
  dispatch(core, peer, frame)
}

/** Where each kind goes. What can't be for this node (a report to a Replica, records to a Primary) belongs to no session of its own. */
function dispatch(core: Core, peer: NodeName, frame: Frame): void {
  const fromPrimary = peer === core.configuredPrimary
  if (isKind(frame, 'hello')) receiveHello(core, peer, frame)
  else if (isKind(frame, 'present')) receivePresent(core, peer, frame)
  else if (isKind(frame, 'report')) receiveReport(core, peer, frame)
  else if (isKind(frame, 'endSession') && !fromPrimary) receiveEndOfReplica(core, peer, frame)
  else if (!fromPrimary) core.framesOtherSession += 1
  else if (isKind(frame, 'records')) receiveRecords(core, frame)
  else if (isKind(frame, 'accept')) receiveAccept(core, frame)
  else if (isKind(frame, 'refuse')) receiveRefuse(core, frame)
  else if (isKind(frame, 'endSession')) receiveEndOfPrimary(core, frame)
}

function isKind<Kind extends FrameBody['kind']>(
  frame: Frame,
  kind: Kind,
): frame is Frame<Extract<FrameBody, { readonly kind: Kind }>> {
  return frame.body.kind === kind
}

/** A Replica halts; a Primary ends the session; a node that serves nothing has nothing to end but the answer it waits for. */
function refuseFrame(core: Core, peer: NodeName, { error, halt }: Refusal, trail: Trail): void {
  const { rule = '', code, evidence = {} } = error
  const replica = core.servingRole === 'ReplicaActive' || isResuming(core)
  const consequence = replica ? 'halt' : core.servingRole === 'PrimaryActive' ? 'endSession' : 'discard'
  core.observe({ kind: 'frameRefused', peer, rule, code, evidence, consequence })
  if (consequence === 'endSession') closePrimarySession(core, peer, error.message, null)
  else if (consequence === 'halt') {
    haltNode(core, halt ?? 'WalCorruption', error, {
      subject: `frame of ${peer}`,
      asked: trail.asked,
      checks: CHECKS.records,
      conclusion: '',
    })
  } else if (core.operation?.phase === 'asking' && peer === core.configuredPrimary) operationRefused(core, error)
}
