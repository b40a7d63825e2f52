import { DIGEST_BYTES, type Digest } from '../../aerodb/digest.ts'

const WORDS = DIGEST_BYTES / 4
const FIRST_CAPACITY = 1024
/** Of the places, how many may be taken before there are twice as many. */
const FULLEST = 0.6

/** Numbers digests in the order in which they first came: 16 bytes and a number for each, whatever else a state is. */
export class DigestTable {
  #words = new Uint32Array(FIRST_CAPACITY * WORDS)
  /** By place: the number of the digest there, plus one; 0 where the place is free. */
  #places = new Int32Array(FIRST_CAPACITY * 2)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The digest's number; a new one, which is the size before, where it was not there. */
  add(w0: number, w1: number, w2: number, w3: number): number {
    if (this.#size >= this.#places.length * FULLEST) this.#grow()
    const mask = this.#places.length - 1
    for (let place = w0 & mask; ; place = (place + 1) & mask) {
      const number = (this.#places[place] ?? 0) - 1
      if (number < 0) return this.#put(place, w0, w1, w2, w3)
      const at = number * WORDS
      const words = this.#words
      if (words[at] === w0 && words[at + 1] === w1 && words[at + 2] === w2 && words[at + 3] === w3) return number
    }
  }

  addDigest(digest: Digest): number {
    return this.add(word(digest, 0), word(digest, 4), word(digest, 8), word(digest, 12))
  }

  #put(place: number, w0: number, w1: number, w2: number, w3: number): number {
    if (this.#size * WORDS === this.#words.length) {
      const words = new Uint32Array(this.#words.length * 2)
      words.set(this.#words)
      this.#words = words
    }
    const number = this.#size
    this.#words.set([w0, w1, w2, w3], number * WORDS)
    this.#places[place] = number + 1
    this.#size += 1
    return number
  }

  #grow(): void {
    const places = new Int32Array(this.#places.length * 2)
    const mask = places.length - 1
    for (let number = 0; number < this.#size; number++) {
      let place = (this.#words[number * WORDS] ?? 0) & mask
      while (places[place] !== 0) place = (place + 1) & mask
      places[place] = number + 1
    }
    this.#places = places
  }
}

/** Four bytes of a digest, as an unsigned number. */
export function word(digest: Digest, at: number): number {
  return ((digest[at] ?? 0) | ((digest[at + 1] ?? 0) << 8) | ((digest[at + 2] ?? 0) << 16) | ((digest[at + 3] ?? 0) << 24)) >>> 0
}
