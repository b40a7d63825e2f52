/** Branded identifiers: a number that is an LSN can't be handed over where a CommitId is wanted. */
declare const brand: unique symbol

/** Log sequence number of a record: from 1, dense, a safe integer. 0 means "nothing yet". (WAL-3) */
export type Lsn = number & { readonly [brand]: 'Lsn' }
/** Number of a commit: from 1, strictly increasing, assigned only by the Primary. 0 means "no commit yet". (MODEL-7) */
export type CommitId = number & { readonly [brand]: 'CommitId' }
export type NodeName = string & { readonly [brand]: 'NodeName' }
/** `collection:id`. */
export type DocumentKey = string & { readonly [brand]: 'DocumentKey' }
export type ReadViewId = string & { readonly [brand]: 'ReadViewId' }
/** Chosen by whoever sends a command; comes back with the answer. Unique for one incarnation of a node. */
export type RequestId = string & { readonly [brand]: 'RequestId' }
/** Number of a persisted batch within one incarnation, from 1. */
export type BatchId = number & { readonly [brand]: 'BatchId' }
/** Counts the times a link came up; a new one implies the end of the old. */
export type LinkEpoch = number & { readonly [brand]: 'LinkEpoch' }
/** Counts the starts of a node; durable before its first frame. (RECOVERY-9) */
export type Incarnation = number & { readonly [brand]: 'Incarnation' }

export const lsn = (value: number): Lsn => value as Lsn
export const commitId = (value: number): CommitId => value as CommitId
export const nodeName = (value: string): NodeName => value as NodeName
export const readViewId = (value: string): ReadViewId => value as ReadViewId
export const requestId = (value: string): RequestId => value as RequestId
export const batchId = (value: number): BatchId => value as BatchId
export const linkEpoch = (value: number): LinkEpoch => value as LinkEpoch
export const incarnation = (value: number): Incarnation => value as Incarnation
export const documentKey = (collection: string, id: string): DocumentKey => `${collection}:${id}` as DocumentKey
/** A key as the log has it: `text` was seen to be `collection:id`. (WAL-4) */
export const storedKey = (text: string): DocumentKey => text as DocumentKey

export const NO_LSN = lsn(0)
export const NO_COMMIT = commitId(0)
