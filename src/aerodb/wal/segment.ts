import type { Digest } from '../digest.ts'
import type { CommitId, DocumentKey, Lsn } from '../ids.ts'

/**
 * Consecutive records that became durable together, and what was proven of them. Ends at the end of a commit or at a marker. Immutable, so
 * forks of a node share it.
 */
export interface Segment {
  readonly firstLsn: Lsn
  readonly lastLsn: Lsn
  /** Records back to back, envelope included. */
  readonly bytes: Uint8Array
  /** Where each record starts in `bytes`; one more at the end. */
  readonly offsets: Uint32Array
  /** Of the log before firstLsn, and up to lastLsn. */
  readonly chainBefore: Digest
  readonly chainAfter: Digest
  /** The last commit at or before lastLsn, in this segment or before it. */
  readonly lastCommitId: CommitId
}

/** A version record on its way from a segment into the version store. */
export interface PendingVersion {
  readonly commitId: CommitId
  readonly key: DocumentKey
  readonly tombstone: boolean
  readonly lsn: Lsn
  /** The payload lies in the segment's bytes. */
  readonly payloadStart: number
  readonly payloadEnd: number
}

export function segmentRecords(segment: Segment): number {
  return segment.lastLsn - segment.firstLsn + 1
}
