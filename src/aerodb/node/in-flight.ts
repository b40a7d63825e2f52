import type { BatchId, CommitId, RequestId } from '../ids.ts'
import type { Manifest } from '../recovery/manifest.ts'
import type { RoleEvent } from '../replication/role-machine.ts'
import type { PendingVersion, Segment } from '../wal/segment.ts'
import type { Asked } from './trail.ts'

/** A run of records that is on its way to disk, with what is to be applied once it is there. */
export interface Appending {
  readonly segment: Segment
  readonly versions: readonly PendingVersion[]
}

/** One write set that a batch carries: its client waits for the batch. */
export interface BatchedCommit {
  readonly request: RequestId
  readonly commitId: CommitId
  readonly asked: readonly Asked[]
}

/** What a batch means once it is durable. A manifest in it becomes the node's own then, and not before. */
export type BatchMeaning = { readonly manifest: Manifest | null } & (
  | { readonly purpose: 'start'; readonly append: Appending | null; readonly event: RoleEvent }
  | { readonly purpose: 'primaryAppend'; readonly append: Appending; readonly commits: readonly BatchedCommit[] }
  | { readonly purpose: 'replicaAppend'; readonly append: Appending }
  | { readonly purpose: 'halt' }
  | { readonly purpose: 'resume' }
  | { readonly purpose: 'discard' }
)

/** The one batch that is in flight. (WAL-10) */
export type InFlight = BatchMeaning & { readonly id: BatchId }
