import { expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { runSeed } from './run-seed.ts'

const hash = await loadHash128()
const SEEDS_PER_TEST = 10
const PATIENCE_MILLIS = 120_000

test.each([1, 11, 21, 31, 41, 51])(
  'every invariant holds, and the cluster comes to rest: ten seeds from %i on',
  (from) => {
    for (let seed = from; seed < from + SEEDS_PER_TEST; seed++) {
      expect({ seed, failure: runSeed(hash, seed).run.failure }).toEqual({ seed, failure: null })
    }
  },
  PATIENCE_MILLIS,
)
