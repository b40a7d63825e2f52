import { describe, expect, it } from 'vitest'
import { DIGEST_BYTES, digestHex } from '../aerodb/digest.ts'
import { loadHash128 } from './hashing.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('WAL-11: the hash is xxHash128 over the concatenation of the parts', () => {
  it('gives the published digest of nothing', async () => {
    const hash = await loadHash128()
    expect(digestHex(hash(new Uint8Array(0)))).toBe('99aa06d3014798d86001c324468d497f')
  })

  it('does not see where one part ends and the next begins', async () => {
    const hash = await loadHash128()
    const whole = digestHex(hash(bytes('a record of a log')))
    expect(digestHex(hash(bytes('a rec'), bytes('ord of a log')))).toBe(whole)
    expect(digestHex(hash(bytes(''), bytes('a record of a log')))).toBe(whole)
    expect(digestHex(hash(bytes('a record of a lof')))).not.toBe(whole)
  })

  it('gives the same digest for parts that are hashed in one piece and parts that are too large for that', async () => {
    const hash = await loadHash128()
    for (const length of [4_079, 4_080, 4_081, 20_000]) {
      const whole = new Uint8Array(length + 16).map((_, index) => index * 31)
      const digest = hash(whole.subarray(0, 16), whole.subarray(16))
      expect(digestHex(digest)).toBe(digestHex(hash(whole)))
      whole[length] = 1 + (whole[length] ?? 0)
      expect(digestHex(digest)).not.toBe(digestHex(hash(whole.subarray(0, 16), whole.subarray(16))))
    }
  })

  it('hands out digests that later calls leave alone', async () => {
    const hash = await loadHash128()
    const first = hash(bytes('one'))
    const copy = first.slice()
    hash(bytes('two'))
    expect(first).toEqual(copy)
    expect(first.buffer.byteLength).toBe(DIGEST_BYTES)
  })
})
