import type { NodeName } from '../ids.ts'

/**
 * Peers by name, whichever was there first: the order in which links came up and sessions opened is no part of what a node is, so nothing that
 * it does may go by it.
 */
export function peersInOrder(peers: ReadonlyMap<NodeName, unknown>): readonly NodeName[] {
  return [...peers.keys()].toSorted()
}
