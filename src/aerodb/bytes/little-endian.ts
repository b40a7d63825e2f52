const HIGH = 0x1_0000_0000

/**
 * Little-endian numbers in bytes, read one byte at a time. A DataView would make the runtime give small arrays a buffer of their own, which
 * costs more than reading them. Whoever asks has made sure that the bytes are there.
 */
export function u32At(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0
}

/** May be beyond the safe integers. */
export function u64At(bytes: Uint8Array, at: number): number {
  return u32At(bytes, at) + u32At(bytes, at + 4) * HIGH
}

export function setU32At(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value
  bytes[at + 1] = value >>> 8
  bytes[at + 2] = value >>> 16
  bytes[at + 3] = value >>> 24
}

/** `value` must be a safe integer from 0 up. */
export function setU64At(bytes: Uint8Array, at: number, value: number): void {
  setU32At(bytes, at, value % HIGH)
  setU32At(bytes, at + 4, Math.floor(value / HIGH))
}
