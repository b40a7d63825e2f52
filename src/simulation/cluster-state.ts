import type { Command, Outcome } from '../aerodb/command.ts'
import type { NodeName, RequestId } from '../aerodb/ids.ts'
import type { UnknownOutcome } from '../invariants/fact.ts'
import { SimulatedLinks } from './simulated-links.ts'
import type { SimulatedNode } from './simulated-node.ts'

export interface Asked {
  readonly node: NodeName
  readonly command: Command
}

/** All that a simulated cluster is, but for what it does. Whoever makes a cluster of it hands it over. */
export interface ClusterState {
  readonly nodes: Map<NodeName, SimulatedNode>
  readonly links: SimulatedLinks
  /** What came of requests. */
  readonly outcomes: Map<RequestId, Outcome | UnknownOutcome>
  /** Requests that have no answer yet. */
  readonly asked: Map<RequestId, Asked>
  /** How many requests were numbered. */
  readonly requests: number
  /** How many inputs nodes have taken. */
  readonly steps: number
}

export function newClusterState(names: readonly NodeName[]): ClusterState {
  return { nodes: new Map(), links: new SimulatedLinks(names), outcomes: new Map(), asked: new Map(), requests: 0, steps: 0 }
}
