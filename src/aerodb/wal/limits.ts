/** Total length u32, type u8, sequence number u64, and after the payload a CRC-32 u32. */
export const RECORD_OVERHEAD_BYTES = 17
/** The largest record that is read or written: a whole write set may be one document. */
export const MAX_RECORD_BYTES = 8 * 1024 * 1024
/** The largest write set, encoded. A larger one is rejected. (DOC-4) */
export const MAX_WRITE_SET_BYTES = 4 * 1024 * 1024
export const MAX_WRITE_SET_OPERATIONS = 10_000
/**
 * `group` closes a batch at the first commit that takes it past this size, as long as it stays below GROUP_BATCH_INLINE_LIMIT: Chromium keeps
 * a value from there on in a file of its own, and a transaction that puts one takes more than twice as long.
 */
const GROUP_BATCH_BYTES = 60 * 1024
const GROUP_BATCH_INLINE_LIMIT = 64 * 1024
/** Where large commits have taken a batch beyond that anyway, it is closed at the first commit that takes it past this size. */
const GROUP_BATCH_LARGE_BYTES = 1024 * 1024

/** Whether a batch of `bytes`, header included, takes in no further commit. */
export function isGroupBatchFull(bytes: number): boolean {
  if (bytes >= GROUP_BATCH_LARGE_BYTES) return true
  return bytes >= GROUP_BATCH_BYTES && bytes < GROUP_BATCH_INLINE_LIMIT
}

/** The version of every format that is written to disk. A disk of another version is refused. (RECOVERY-3) */
export const FORMAT_VERSION = 1
