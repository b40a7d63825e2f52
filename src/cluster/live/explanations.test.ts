import { expect, it } from 'vitest'
import { EXPLANATIONS_KEPT, Explanations } from './explanations.ts'

it('keeps the last explanations, and forgets the oldest first (CLUSTER-10)', () => {
  const explanations = new Explanations()
  const explanation = (number: number) => ({ subject: 'write', rules: [], conclusion: `commit ${number}` })
  for (let number = 0; number <= EXPLANATIONS_KEPT; number++) explanations.keep(`r${number}`, explanation(number))
  expect(explanations.of('r0')).toBeNull()
  expect(explanations.of('r1')).toEqual(explanation(1))
  expect(explanations.of(`r${EXPLANATIONS_KEPT}`)).toEqual(explanation(EXPLANATIONS_KEPT))
  expect(explanations.of('never asked')).toBeNull()
})
