import type { Digest, Hash128 } from '../digest.ts'
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

/** The exact bytes of record `index` of a segment: a view, not a copy. */
export function recordBytes(segment: Segment, index: number): Uint8Array {
  return segment.bytes.subarray(segment.offsets[index] ?? 0, segment.offsets[index + 1] ?? 0)
}

/** The chain digest up to and including record `index`. */
export function chainAfterRecord(hash: Hash128, segment: Segment, index: number): Digest {
  let chain = segment.chainBefore
  for (let record = 0; record <= index; record++) chain = hash(chain, recordBytes(segment, record))
  return chain
}

/** The part of a segment from `from` on; the segment itself where it begins there. */
export function segmentFrom(hash: Hash128, segment: Segment, from: Lsn): Segment {
  if (from === segment.firstLsn) return segment
  const skipped = from - segment.firstLsn
  const base = segment.offsets[skipped] ?? 0
  return {
    ...segment,
    firstLsn: from,
    bytes: segment.bytes.subarray(base),
    offsets: segment.offsets.slice(skipped).map((offset) => offset - base),
    chainBefore: chainAfterRecord(hash, segment, skipped - 1),
  }
}
