import { MAX_WRITE_SET_BYTES, RECORD_OVERHEAD_BYTES } from './limits.ts'

const encoder = new TextEncoder()
const MAX_UTF8_BYTES_PER_UNIT = 3

/** What the records of a write set will take. An upper bound where that is small enough to pass anyway, exact where it may not be. (DOC-4) */
export function encodedWriteSetBytes(operations: readonly { readonly key: string; readonly body: string | null }[]): number {
  const bound = total(operations, (text) => text.length * MAX_UTF8_BYTES_PER_UNIT)
  return bound <= MAX_WRITE_SET_BYTES ? bound : total(operations, (text) => encoder.encode(text).length)
}

function total(
  operations: readonly { readonly key: string; readonly body: string | null }[],
  bytesOf: (text: string) => number,
): number {
  const commitRecord = RECORD_OVERHEAD_BYTES + 8
  return operations.reduce(
    (sum, { key, body }) => sum + RECORD_OVERHEAD_BYTES + 8 + 4 + bytesOf(key) + 1 + 4 + bytesOf(body ?? ''),
    commitRecord,
  )
}
