// A seed that is run twice: the second run has to be the first, to the digest.
import { expect, test } from 'vitest'
import { Swarm } from './swarm.ts'

const SEED = 1

test('an engine that is not deterministic is found by the second run alone', async () => {
  const unsteady = await Swarm.open('a build', 'DETERMINISM')
  expect(unsteady.seed(SEED, 'once').failure).toBeNull()
  const { failure } = unsteady.seed(SEED, 'twice')
  expect(failure).toMatchObject({ kind: 'differs', what: 'the second run is not the first' })
  const { first, second } = failure?.evidence ?? {}
  expect([first, second]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{32}$/)])
  expect(first).not.toBe(second)
})

test('the engine as it is gives the same run twice', async () => {
  const sound = await Swarm.open('a build')
  expect(sound.seed(SEED, 'twice').failure).toBeNull()
})
