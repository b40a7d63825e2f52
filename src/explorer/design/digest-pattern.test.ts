import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { DIGEST_PATTERN_SIDE, digestPattern, digestShort } from './digest-pattern.ts'

const digest = fc.uint8Array({ minLength: 16, maxLength: 16 })

it('is symmetric, and as wide as high', () => {
  fc.assert(
    fc.property(digest, (bytes) => {
      const rows = digestPattern(bytes)
      expect(rows).toHaveLength(DIGEST_PATTERN_SIDE)
      for (const row of rows) {
        expect(row).toHaveLength(DIGEST_PATTERN_SIDE)
        expect(row).toEqual(row.toReversed())
      }
    }),
  )
})

it('is the same for equal digests, and another when one of the first 18 bits differs', () => {
  fc.assert(
    fc.property(digest, fc.integer({ min: 0, max: 17 }), (bytes, bit) => {
      expect(digestPattern(bytes.slice())).toEqual(digestPattern(bytes))
      const other = bytes.slice()
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(digestPattern(other)).not.toEqual(digestPattern(bytes))
    }),
  )
})

it('is empty for the digest of nothing', () => {
  expect(digestPattern(new Uint8Array(16)).flat()).not.toContain(true)
})

it('the short form is the first eight hex digits', () => {
  expect(digestShort(Uint8Array.of(0x07, 0xf3, 0xab, 0x00, 0xff))).toBe('07f3ab00')
})
