import { expect, it } from 'vitest'
import { asSentence } from './sentence.ts'

it.each([
  ['the node is dead', 'The node is dead.'],
  ['It serves nothing.', 'It serves nothing.'],
  ['why? ', 'Why?'],
])('"%s" reads "%s"', (message, sentence) => {
  expect(asSentence(message)).toBe(sentence)
})
