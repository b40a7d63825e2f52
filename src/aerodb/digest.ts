/** 128 bits, never mutated. Fast, not cryptographic: guards against faults, not forgers. */
export type Digest = Uint8Array & { readonly __digest?: never }

export const DIGEST_BYTES = 16
export const ZERO_DIGEST: Digest = new Uint8Array(DIGEST_BYTES)

/**
 * The hash that a host gives to its nodes: 128 bits over the concatenation of the parts. The engine does no loading of its own, since
 * that would take a promise. Pure: the same parts, the same digest.
 */
export type Hash128 = (first: Uint8Array, second?: Uint8Array) => Digest

export function digestsEqual(a: Digest, b: Digest): boolean {
  for (let index = 0; index < DIGEST_BYTES; index++) if (a[index] !== b[index]) return false
  return true
}

/** Looked up, since every step that is logged says two digests. */
const HEX_BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** 32 lower-case hex digits. */
export function digestHex(digest: Digest): string {
  let hex = ''
  for (let index = 0; index < DIGEST_BYTES; index++) hex += HEX_BYTES[digest[index] ?? 0] ?? ''
  return hex
}
