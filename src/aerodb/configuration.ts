import { digestHex, type Hash128 } from './digest.ts'
import type { NodeName } from './ids.ts'

/** `each`: one batch a commit. `group`: all commits that wait share the next batch. Neither acknowledges before its batch is durable. */
export type SyncPolicy = 'each' | 'group'

/** What an operator has configured one node with. Nodes may be configured differently by mistake; that is what MODEL-1 to 3 and 9 are for. */
export interface NodeConfiguration {
  readonly clusterId: string
  readonly node: NodeName
  /** Every member, this node included. */
  readonly nodes: readonly NodeName[]
  /** Named as Primary. Any other number than one is refused. (MODEL-1) */
  readonly primaries: readonly NodeName[]
  readonly sync: SyncPolicy
  /** How often an operator has configured this node, whatever the outcome: a later one undoes a halt over authority or configuration. (MODEL-8) */
  readonly revision: number
}

const encoder = new TextEncoder()

/** A digest over what all nodes must agree on: the members and the Primary. The same however the members are listed. (MODEL-9) */
export function configurationVersion(hash: Hash128, { nodes, primaries }: NodeConfiguration): string {
  return digestHex(hash(encoder.encode(JSON.stringify([nodes.toSorted(), primaries.toSorted()])))).slice(0, 16)
}
