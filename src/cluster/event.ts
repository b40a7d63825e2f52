import type { Observation } from '../aerodb/observation.ts'
import type { Ending } from './cluster.ts'
import type {
  LinkCondition,
  NodeName,
  OperatorOutcome,
  ReadOutcome,
  ReadViewOutcome,
  RequestId,
  WriteOutcome,
} from './contract.ts'

import type { FaultsRecord } from './faults-record.ts'

/** What a person reads in the event log: facts that nodes stated, what was done to the cluster, and what clients got. */
export type ClusterEvent = { readonly sequence: number; readonly atMillis: number } & (
  | { readonly kind: 'observed'; readonly node: NodeName; readonly incarnation: number; readonly observation: Observation }
  /** The page was loaded again: every node was started from its disk, and these faults are set as they were. */
  | { readonly kind: 'reopened'; readonly faults: FaultsRecord }
  /** What is set to go wrong is in effect, and a reload would not find it. */
  | ({ readonly kind: 'faultsNotStored' } & Ending)
  | { readonly kind: 'nodeKilled' | 'nodeStarted'; readonly node: NodeName; readonly starts: number }
  | ({ readonly kind: 'nodeStopped'; readonly node: NodeName } & Ending)
  | { readonly kind: 'linkUp' | 'linkDown'; readonly a: NodeName; readonly b: NodeName; readonly epoch: number }
  | { readonly kind: 'conditionSet'; readonly from: NodeName; readonly to: NodeName; readonly condition: LinkCondition }
  | { readonly kind: 'diskDamaged'; readonly node: NodeName; readonly damage: string }
  | { readonly kind: 'configured'; readonly node: NodeName; readonly summary: string }
  | {
      readonly kind: 'client'
      readonly node: NodeName
      readonly request: RequestId
      readonly summary: string
      readonly outcome: WriteOutcome | ReadOutcome | ReadViewOutcome | OperatorOutcome
    }
)
