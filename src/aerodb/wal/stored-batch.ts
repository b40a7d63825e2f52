import { ByteReader, MalformedBytes } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { DIGEST_BYTES, type Digest } from '../digest.ts'
import { FORMAT_VERSION } from './limits.ts'

/** "AWB1", format version u16, reserved u16, first and last LSN u64 each, chain digest before the first. */
export const BATCH_HEADER_BYTES = 4 + 2 + 2 + 8 + 8 + DIGEST_BYTES
const MAGIC = 0x31_42_57_41
/** Written into by one header at a time. */
const header = new ByteWriter(BATCH_HEADER_BYTES)

/** What a stored batch says of itself, before its records are believed. (WAL-7) */
export interface BatchHeader {
  readonly magicMatches: boolean
  readonly formatVersion: number
  readonly reserved: number
  readonly firstLsn: number
  readonly lastLsn: number
  readonly chainBefore: Digest
}

export function writeBatchHeader(writer: ByteWriter, firstLsn: number, lastLsn: number, chainBefore: Digest): void {
  writer.u32(MAGIC).u16(FORMAT_VERSION).u16(0).u64(firstLsn).u64(lastLsn).raw(chainBefore)
}

/** Null where the bytes are too short or hold an impossible number. */
export function readBatchHeader(bytes: Uint8Array): BatchHeader | null {
  try {
    const reader = new ByteReader(bytes)
    return {
      magicMatches: reader.u32() === MAGIC,
      formatVersion: reader.u16(),
      reserved: reader.u16(),
      firstLsn: reader.u64(),
      lastLsn: reader.u64(),
      chainBefore: reader.raw(DIGEST_BYTES),
    }
  } catch (error) {
    if (error instanceof MalformedBytes) return null
    throw error
  }
}

/** The value that goes to disk: the header, then the records' bytes. */
export function storedBatchBytes(
  firstLsn: number,
  lastLsn: number,
  chainBefore: Digest,
  records: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const stored = new Uint8Array(BATCH_HEADER_BYTES + records.reduce((sum, bytes) => sum + bytes.length, 0))
  writeBatchHeader(header.reset(), firstLsn, lastLsn, chainBefore)
  stored.set(header.peek(0))
  let offset = BATCH_HEADER_BYTES
  for (const bytes of records) {
    stored.set(bytes, offset)
    offset += bytes.length
  }
  return stored
}

/** The records of a stored batch: a view, not a copy. */
export function storedRecords(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(Math.min(BATCH_HEADER_BYTES, bytes.length))
}
