import type { Command } from './command.ts'
import type { NodeConfiguration } from './configuration.ts'
import type { DiskContents } from './disk.ts'
import type { BatchId, LinkEpoch, NodeName, RequestId } from './ids.ts'

/** What the host says of the cluster's exclusive authority to be Primary: asked for only where the configuration names this node. (MODEL-2) */
export type Authority = 'granted' | 'denied' | 'notRequested'

/** Why a batch did not become durable. `aborted`: provably nothing of it landed. `unknown`: it may have; the node must stop. (WAL-10) */
export interface BatchFailure {
  readonly outcome: 'aborted' | 'unknown'
  /** For a person: the disk's own name for the trouble, such as `QuotaExceededError`. */
  readonly cause: string
}

/**
 * Everything that can happen to a node. A node is a function of the order of its inputs, and of nothing else.
 *
 * The first input is `start`, exactly once. A frame is handed over only between `linkUp` and `linkDown` of its peer.
 */
export type Input =
  | {
      readonly kind: 'start'
      readonly configuration: NodeConfiguration
      readonly disk: DiskContents
      readonly authority: Authority
      /** 16 random bytes: the history id, should this be a Primary's first start. */
      readonly entropy: Uint8Array
      /** How often the host has started this node, this time included. The incarnation is this, or the disk's + 1 if that is larger. */
      readonly starts: number
    }
  | { readonly kind: 'batchDurable'; readonly id: BatchId }
  | { readonly kind: 'batchFailed'; readonly id: BatchId; readonly failure: BatchFailure }
  | { readonly kind: 'linkUp'; readonly peer: NodeName; readonly epoch: LinkEpoch }
  | { readonly kind: 'linkDown'; readonly peer: NodeName }
  | { readonly kind: 'frame'; readonly peer: NodeName; readonly bytes: Uint8Array }
  | { readonly kind: 'command'; readonly request: RequestId; readonly command: Command }
