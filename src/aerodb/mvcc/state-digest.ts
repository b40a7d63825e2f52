import { setU32At, u32At } from '../bytes/little-endian.ts'
import { DIGEST_BYTES, type Digest } from '../digest.ts'

const WORDS = DIGEST_BYTES / 4
const HIGH = 0x1_0000_0000

/**
 * A sum modulo 2^128 of one hash for each retained version: the same set of versions gives the same digest in whatever order it came about,
 * and adding one costs the same however many there are. (MVCC-6)
 */
export class StateDigest {
  readonly #words: Uint32Array

  constructor(words: Uint32Array = new Uint32Array(WORDS)) {
    this.#words = words
  }

  add(hash: Digest): void {
    let carry = 0
    for (let word = 0; word < WORDS; word++) {
      const sum = (this.#words[word] ?? 0) + u32At(hash, word * 4) + carry
      this.#words[word] = sum % HIGH
      carry = sum >= HIGH ? 1 : 0
    }
  }

  get value(): Digest {
    const bytes = new Uint8Array(DIGEST_BYTES)
    for (let word = 0; word < WORDS; word++) setU32At(bytes, word * 4, this.#words[word] ?? 0)
    return bytes
  }

  fork(): StateDigest {
    return new StateDigest(this.#words.slice())
  }
}
