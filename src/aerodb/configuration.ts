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
}
