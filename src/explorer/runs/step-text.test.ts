import { expect, test } from 'vitest'
import { stepText } from './step-text.ts'

test.each([
  [{ node: 'n1', disk: { created: 'c' } }, 'gets a new disk'],
  [{ node: 'n1', died: 'crashPoint' }, 'dies at a crash point'],
  [
    { node: 'n1', frame: ['n2', 3, 9], altered: { kind: 'flipBit', bit: 4 } },
    'frame 9 from n2, incarnation 3, arrives, changed on its way',
  ],
  [{ node: 'n1', ask: ['r1', { kind: 'resume' }] }, 'is asked r1: to validate and resume'],
  [
    { node: 'n1', damage: { kind: 'loseTail', fromLsn: 7 }, outline: { manifest: 1, batches: 2, bytes: 3 } },
    'its disk: the log is lost from LSN 7 on',
  ],
])('a step is said in a few words: %j', (step, text) => {
  expect(stepText(step, 0)).toEqual({ node: 'n1', text, moved: null })
})

test('a step that moved its node says where to', () => {
  const digest = '0'.repeat(32)
  const step = { node: 'n1', durable: 4, at: [12, 5, digest, digest], role: 'PrimaryActive', incarnation: 1, sum: 7 }
  expect(stepText(step, 0)).toEqual({
    node: 'n1',
    text: 'batch 4 is durable',
    moved: 'PrimaryActive, durable LSN 12, CommitId 5',
  })
})

test('what is no step says why', () => {
  const { node, text } = stepText({ node: 'n1' }, 3)
  expect(node).toBeNull()
  expect(text).toContain('steps[3]')
})
