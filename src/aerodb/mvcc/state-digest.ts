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
      const at = word * 4
      const addend =
        ((hash[at] ?? 0) | ((hash[at + 1] ?? 0) << 8) | ((hash[at + 2] ?? 0) << 16) | ((hash[at + 3] ?? 0) << 24)) >>> 0
      const sum = (this.#words[word] ?? 0) + addend + carry
      this.#words[word] = sum % HIGH
      carry = sum >= HIGH ? 1 : 0
    }
  }

  get value(): Digest {
    const bytes = new Uint8Array(DIGEST_BYTES)
    const view = new DataView(bytes.buffer)
    for (let word = 0; word < WORDS; word++) view.setUint32(word * 4, this.#words[word] ?? 0, true)
    return bytes
  }

  fork(): StateDigest {
    return new StateDigest(this.#words.slice())
  }
}
