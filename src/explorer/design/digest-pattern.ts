/** Rows and columns of a digest's pattern. */
export const DIGEST_PATTERN_SIDE = 6
const HALF = DIGEST_PATTERN_SIDE / 2

/**
 * The cells of the symmetric pattern of a digest, row by row, true where filled. A function of the digest's first 18 bits and nothing
 * else: equal digests have equal patterns; two different ones look alike once in 262,144.
 */
export function digestPattern(digest: Uint8Array): readonly (readonly boolean[])[] {
  return Array.from({ length: DIGEST_PATTERN_SIDE }, (_, row) => {
    const left = Array.from({ length: HALF }, (_cell, column) => {
      const bit = row * HALF + column
      return (((digest[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1
    })
    return [...left, ...left.toReversed()]
  })
}

/** The first eight hex digits: enough for a person to compare. */
export function digestShort(digest: Uint8Array): string {
  return Array.from(digest.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
