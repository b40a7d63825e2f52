import { expect, it } from 'vitest'
import { counted } from './counted.ts'

it.each([
  [0, '0 requests'],
  [1, '1 request'],
  [2, '2 requests'],
])('%i is "%s"', (count, words) => {
  expect(counted(count, 'request')).toBe(words)
})

it('takes a plural of its own', () => {
  expect([counted(1, 'change of a link', 'changes of links'), counted(2, 'change of a link', 'changes of links')]).toEqual([
    '1 change of a link',
    '2 changes of links',
  ])
})
