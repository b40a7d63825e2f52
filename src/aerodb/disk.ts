import type { Lsn } from './ids.ts'

/** A batch of WAL records as it lies on disk: one binary value under the LSN of its first record. Never mutated. */
export interface StoredBatch {
  readonly firstLsn: Lsn
  readonly bytes: Uint8Array
}

/** All that a disk holds. `batches` are in ascending order of their keys. */
export interface DiskContents {
  readonly manifest: Uint8Array | null
  readonly batches: readonly StoredBatch[]
}

/**
 * One atomic, durable change: all of it or none of it, and once reported durable, never lost. Applied in this order:
 * discard, then put. (WAL-10)
 */
export interface DiskBatch {
  readonly discardLog: 'keep' | 'all'
  readonly putManifest: Uint8Array | null
  readonly putBatch: StoredBatch | null
}
