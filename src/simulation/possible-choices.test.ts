import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadHash128 } from '../platform/hashing.ts'
import { possibleChoices } from './possible-choices.ts'
import { choices, sync } from './replay/choices.arbitrary.ts'
import { RehearsedRun } from './replay/rehearsed-run.ts'

const hash = await loadHash128()

test('each choice that is said to be possible is possible, wherever a run stands', () => {
  fc.assert(
    fc.property(sync, choices, (policy, before) => {
      const { cluster } = new RehearsedRun(hash, policy).take(before)
      const possible = possibleChoices(cluster)
      expect(possible.length).toBeGreaterThan(0)
      for (const choice of possible) cluster.fork().take(choice)
    }),
    { numRuns: 60 },
  )
})
