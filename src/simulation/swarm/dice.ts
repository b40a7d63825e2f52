import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

const RESOLUTION = 0x1_0000_0000

/** All the chance there is in a run: the same seed throws the same numbers. */
export class Dice {
  readonly #generator: ReturnType<typeof xoroshiro128plus>

  /** `seed`: a whole number; its lower 32 bits count. */
  constructor(seed: number) {
    this.#generator = xoroshiro128plus(scattered(seed))
  }

  /** From 0 up to, and never, 1. */
  unit(): number {
    return (this.#generator.next() >>> 0) / RESOLUTION
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return uniformInt(this.#generator, least, most)
  }

  /** From `least` to `most`, each order of magnitude as likely as the next. Both above 0. */
  magnitude(least: number, most: number): number {
    return least * (most / least) ** this.unit()
  }

  /** One of them; null where there are none. */
  pick<Item>(items: readonly Item[]): Item | null {
    return items[this.index(items.length)] ?? null
  }

  /** From 0 to `count` - 1; 0 for none. */
  index(count: number): number {
    return count < 2 ? 0 : Math.floor(this.unit() * count)
  }
}

/** Seeds that are neighbours would begin alike: the generator takes a while to spread what little they differ in. (MurmurHash3's finalizer.) */
function scattered(seed: number): number {
  let bits = (seed ^ 0x9e3779b9) | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
