import type { LinkStanding, Probe } from '../../host/protocol.ts'
import type { NodeName } from '../contract.ts'
import { counted } from '../counted.ts'

/** What each living node said when it was asked what moves in it. */
export type Round = ReadonlyMap<NodeName, Probe>

/**
 * Names what moves, of what living nodes know. Frames that are held or lost don't move, nor do frames to a dead node: only what one living end
 * handed over, on a link that is up at both, and the other has not got.
 */
export function movementIn(round: Round): readonly string[] {
  return [...round].flatMap(([node, probe]) => [
    ...movementOf(node, probe),
    ...probe.links.flatMap((link) => travelTo(node, link, round)),
  ])
}

function movementOf(node: NodeName, { queued, batchInFlight, waitingWrites, clientsWaiting }: Probe): readonly string[] {
  return [
    ...(queued > 0 ? [`${node} has ${counted(queued, 'input')} before it`] : []),
    ...(batchInFlight ? [`${node} has a batch on its way to disk`] : []),
    ...(waitingWrites > 0
      ? [`${node} has ${counted(waitingWrites, 'write set that waits', 'write sets that wait')} for a batch`]
      : []),
    ...(clientsWaiting > 0
      ? [`${node} has ${counted(clientsWaiting, 'client that waits', 'clients that wait')} for an answer`]
      : []),
  ]
}

function travelTo(from: NodeName, link: LinkStanding, round: Round): readonly string[] {
  if (!link.up) return []
  const to = link.peer
  const other = round.get(to)?.links.find(({ peer }) => peer === from)
  if (other?.up !== true) return []
  if (other.epoch !== link.epoch) return [`the link between ${from} and ${to} is coming up`]
  const travelling = link.outgoing.handedOver - other.received
  return travelling === 0 ? [] : [`${counted(Math.abs(travelling), 'frame')} from ${from} to ${to} on the way`]
}

/** Whether nothing at all happened between two rounds: not one input was taken, and not one frame left. */
export function sameRound(a: Round, b: Round): boolean {
  return a.size === b.size && [...a].every(([node, probe]) => fingerprint(probe) === fingerprint(b.get(node)))
}

function fingerprint(probe: Probe | undefined): string {
  if (probe === undefined) return ''
  const links = probe.links.map(({ peer, epoch, up, received, outgoing }) => [peer, epoch, up, received, outgoing.handedOver])
  return JSON.stringify([probe.steps, links])
}
