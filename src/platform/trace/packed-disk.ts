import type { DiskContents } from '../../aerodb/disk.ts'
import { base64Of } from './base64.ts'
import type { DiskImage } from './disk-image.ts'

/** Packed and kept as it is until someone wants the trace. A larger disk can't be the beginning of one. */
const PACKED_BYTES_MOST = 32 * 1024 * 1024

/** All that a disk held, in few pieces: it crosses from a worker to the page beside a start, which it must not slow. */
export interface PackedDisk {
  readonly manifest: Uint8Array | null
  readonly firstLsns: readonly number[]
  /** Where each batch ends in `bytes`. */
  readonly ends: readonly number[]
  readonly bytes: Uint8Array
}

/** What a disk held where that was too much. */
export interface OversizeDisk {
  readonly oversizeBytes: number
}

export function packDisk({ manifest, batches }: DiskContents): PackedDisk | OversizeDisk {
  const size = batches.reduce((sum, { bytes }) => sum + bytes.length, 0)
  if (size > PACKED_BYTES_MOST) return { oversizeBytes: size }
  const bytes = new Uint8Array(size)
  const ends: number[] = []
  let end = 0
  for (const batch of batches) {
    bytes.set(batch.bytes, end)
    end += batch.bytes.length
    ends.push(end)
  }
  return { manifest, firstLsns: batches.map(({ firstLsn }) => firstLsn), ends, bytes }
}

export function imageOfPacked({ manifest, firstLsns, ends, bytes }: PackedDisk): DiskImage {
  return {
    manifest: manifest === null ? null : base64Of(manifest),
    batches: firstLsns.map((firstLsn, index) => [firstLsn, base64Of(bytes.subarray(ends[index - 1] ?? 0, ends[index]))]),
  }
}
