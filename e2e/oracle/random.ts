import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

/** Chooses what a test does next: one seed, the same choices. */
export class Random {
  readonly #generator: RandomGenerator

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed)
  }

  /** At least 0 and below `bound`. */
  below(bound: number): number {
    return uniformInt(this.#generator, 0, bound - 1)
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0]
  }
}

/** AERODB_SEED draws the same choices again; without it each run draws its own. The caller prints it. */
export function seedOfRun(): number {
  const given = process.env.AERODB_SEED
  return given === undefined || given === '' ? Math.floor(Math.random() * 2 ** 31) : Number(given)
}
