import type { CrashPoint, LinkCondition, NodeName } from './contract.ts'

/**
 * What a person has set to go wrong, and has neither taken back nor seen met. It is kept beside the cluster's configuration, so that a reload finds
 * the same cluster.
 */
export interface FaultsRecord {
  readonly conditions: readonly ConditionRecord[]
  /** Pairs that are cut apart in both directions. */
  readonly partitions: readonly (readonly [NodeName, NodeName])[]
  readonly crashPoints: Readonly<Record<NodeName, CrashPoint>>
}

interface ConditionRecord {
  readonly from: NodeName
  readonly to: NodeName
  readonly condition: LinkCondition
  /** Of a counted condition: how many frames it will still meet. */
  readonly remaining: number | null
}

export const NO_FAULTS: FaultsRecord = { conditions: [], partitions: [], crashPoints: {} }

/** How many there are. */
export function countFaults({ conditions, partitions, crashPoints }: FaultsRecord): number {
  return conditions.length + partitions.length + Object.keys(crashPoints).length
}

/** Of two records that were made in the same order of nodes. */
export function sameFaults(a: FaultsRecord, b: FaultsRecord): boolean {
  return a === b || (countFaults(a) === countFaults(b) && (countFaults(a) === 0 || JSON.stringify(a) === JSON.stringify(b)))
}
