import type { AeroError } from './error.ts'
import type { CommitId, ReadViewId } from './ids.ts'
import type { JsonObject } from './json.ts'

export type WriteOperation =
  | { readonly op: 'put'; readonly collection: string; readonly document: JsonObject }
  | { readonly op: 'delete'; readonly collection: string; readonly id: string }

/** Where to read: at the node's newest commit, at a CommitId, or through an open read view. */
export type ReadAt =
  | { readonly kind: 'newest' }
  | { readonly kind: 'commit'; readonly commitId: CommitId }
  | { readonly kind: 'view'; readonly view: ReadViewId }

/** What clients and operators ask of a node. Each gets exactly one answer, unless the node dies first. */
export type Command =
  | { readonly kind: 'write'; readonly operations: readonly WriteOperation[]; readonly basedOn: CommitId | null }
  | { readonly kind: 'read'; readonly collection: string; readonly id: string; readonly at: ReadAt }
  | { readonly kind: 'openReadView'; readonly at: CommitId | null }
  | { readonly kind: 'closeReadView'; readonly view: ReadViewId }
  | { readonly kind: 'resume' }
  | { readonly kind: 'bootstrap'; readonly unproven: 'refuse' | 'discard' }

export type Outcome =
  | { readonly kind: 'acknowledged'; readonly commitId: CommitId }
  | { readonly kind: 'rejected'; readonly error: AeroError }
  /** `document` null: nothing visible at the bound; `version` null: not even a tombstone. */
  | { readonly kind: 'served'; readonly document: JsonObject | null; readonly version: CommitId | null; readonly bound: CommitId }
  | { readonly kind: 'opened'; readonly view: ReadViewId; readonly bound: CommitId }
  | { readonly kind: 'done'; readonly detail: JsonObject | null }
  | { readonly kind: 'refused'; readonly error: AeroError }
