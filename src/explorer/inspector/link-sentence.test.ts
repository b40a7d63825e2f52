import { expect, it } from 'vitest'
import { exampleLink } from '../../cluster/example-view.ts'
import { linkSentence } from './link-sentence.ts'

it.each([
  [{}, 'Every frame passes.'],
  [{ carriesLog: false }, 'Every frame passes. Between two Replicas only hellos do.'],
  [{ partitioned: true, up: false }, 'Cut apart by hand. Both ends know that the link is down.'],
  [{ up: false }, 'Down: one of its ends is not running.'],
  [{ condition: { kind: 'hold' }, held: 3 }, 'Frames wait until they are released: 3 held.'],
  [{ condition: { kind: 'cut' } }, 'Frames vanish, and neither end is told.'],
  [{ condition: { kind: 'drop', count: 2 }, conditionRemaining: 2 }, 'The next 2 frames will be dropped.'],
  [
    { condition: { kind: 'flipBit', frames: 'wal' }, conditionRemaining: 1 },
    'The next frame with records will be delivered with one bit flipped.',
  ],
  [
    { condition: { kind: 'reorder', count: 1 }, conditionRemaining: 0 },
    'Every frame passes: the condition has met all the frames that it was set for.',
  ],
] as const)('%j reads "%s"', (differs, sentence) => {
  expect(linkSentence(exampleLink('n1', 'n2', differs))).toBe(sentence)
})
