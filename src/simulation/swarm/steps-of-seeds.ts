import type { Hash128 } from '../../aerodb/digest.ts'
import { runSeed } from './run-seed.ts'

/**
 * Runs `count` seeds from `from` on as the swarm does, storm and calm, with every invariant judging and clients' histories checked. Returns how
 * many inputs nodes took: what a benchmark divides by the time that it measures.
 * @throws Error where a seed fails
 */
export function stepsOfSeeds(hash: Hash128, from: number, count: number): number {
  let steps = 0
  for (let seed = from; seed < from + count; seed++) {
    const { cluster, failure } = runSeed(hash, seed).run
    if (failure !== null) throw new Error(`seed ${seed}: ${failure.kind}, ${failure.what}`)
    steps += cluster.steps
  }
  return steps
}
