import { expect, it } from 'vitest'
import { lsn } from '../../aerodb/ids.ts'
import { examplePosition } from '../../cluster/example-view.ts'
import { recordStage } from './record-stage.ts'

const position = examplePosition({
  retainedFrom: lsn(10),
  appliedLsn: lsn(20),
  durableLsn: lsn(30),
  receivedLsn: lsn(40),
})

it.each([
  [9, 'truncated'],
  [10, 'applied'],
  [20, 'applied'],
  [21, 'durable'],
  [30, 'durable'],
  [31, 'received'],
  [40, 'received'],
  [41, 'absent'],
] as const)('LSN %i is %s', (at, stage) => {
  expect(recordStage(position, at)).toBe(stage)
})

it('is absent from a node of which nothing was observed', () => {
  expect(recordStage(null, 1)).toBe('absent')
})
