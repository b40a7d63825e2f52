import { describe, expect, it } from 'vitest'
import type { Halt } from '../../aerodb/observation.ts'
import { exampleNode, examplePosition } from '../../cluster/example-view.ts'
import type { FrameEvent, FrameFate } from '../../cluster/frame-event.ts'
import { FrameMemory, haltFrame } from './frame-memory.ts'

const frame = (number: number, fate: FrameFate, first: number, to = 'n3'): FrameEvent => ({
  from: 'n1',
  to,
  incarnation: 2,
  number,
  kind: 'records',
  fate,
  bytes: 300,
  records: { firstLsn: first, lastLsn: first + 2 },
  reportsLsn: null,
})
const haltedBy = (halt: Pick<Halt, 'reason' | 'rule' | 'evidence'>) =>
  exampleNode('n3', { position: examplePosition({ role: 'ReplicationHalted', halt: { code: '', message: '', ...halt } }) })

describe('haltFrame', () => {
  it('is the frame that was altered last on the way to the Replica (LOG-1)', () => {
    const memory = new FrameMemory()
    memory.accept([frame(1, 'truncated', 1), frame(2, 'delivered', 4), frame(3, 'bitFlipped', 7), frame(3, 'delivered', 7)])
    memory.accept([frame(4, 'bitFlipped', 10, 'n2')])
    const halted = haltedBy({ reason: 'WalCorruption', rule: 'LOG-1', evidence: { frameBytes: 300 } })
    expect(haltFrame(memory, halted)).toMatchObject({ number: 3, fate: 'bitFlipped', records: { firstLsn: 7, lastLsn: 9 } })
  })

  it('is the frame with the records that the evidence names (LOG-5)', () => {
    const memory = new FrameMemory()
    memory.accept([frame(5, 'delivered', 134), frame(6, 'delivered', 137)])
    const halted = haltedBy({
      reason: 'WalGapDetected',
      rule: 'LOG-5',
      evidence: { expectedLsn: 131, frameFirstLsn: 134, frameLastLsn: 136 },
    })
    expect(haltFrame(memory, halted)?.number).toBe(5)
  })

  it('is unknown where none was seen, and of a node that is not halted', () => {
    const halted = haltedBy({ reason: 'WalCorruption', rule: 'LOG-1', evidence: {} })
    expect(haltFrame(new FrameMemory(), halted)).toBeNull()
    expect(haltFrame(new FrameMemory(), exampleNode('n3'))).toBeNull()
  })
})

it('stays bounded', () => {
  const memory = new FrameMemory()
  for (let number = 1; number <= 10_000; number++) memory.accept([frame(number, 'delivered', number * 3)])
  expect(memory.carrying('n1', 'n3', 3, 5)).toBeNull()
  expect(memory.carrying('n1', 'n3', 30_000, 30_002)?.number).toBe(10_000)
})
