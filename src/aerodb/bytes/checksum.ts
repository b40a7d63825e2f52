import { buf } from 'crc-32'

/** CRC-32 (IEEE), as an unsigned number. */
export function crc32(bytes: Uint8Array): number {
  return buf(bytes) >>> 0
}
