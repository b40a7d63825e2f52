import { expect, it } from 'vitest'
import { shortName } from './short-name.ts'

it('keeps a name that fits, and both ends of one that does not', () => {
  expect(shortName('n1', 8)).toBe('n1')
  expect(shortName('replica-eu-west-1a', 9)).toBe('repl…t-1a')
  for (const most of [3, 8, 15, 31]) expect(shortName('a'.repeat(32), most)).toHaveLength(most)
})
