import fc from 'fast-check'

// A property test that fails prints its seed. AERODB_SEED=<that seed> makes every property draw the same cases again.
const seed = process.env.AERODB_SEED
if (seed !== undefined) {
  if (!/^-?\d+$/.test(seed)) throw new Error(`AERODB_SEED is "${seed}": a seed is a whole number, as a failing test prints it.`)
  fc.configureGlobal({ seed: Number(seed) })
}
