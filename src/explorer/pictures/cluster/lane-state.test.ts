import { describe, expect, it } from 'vitest'
import type { LinkView } from '../../../cluster/cluster.ts'
import { exampleLink } from '../../../cluster/example-view.ts'
import { laneState } from './lane-state.ts'

const link = (differs: Partial<LinkView>) => exampleLink('n3', 'n1', differs)

describe('laneState', () => {
  it('is silent about a link that is up or down, and tells them apart', () => {
    expect(laneState(link({}))).toEqual({ kind: 'up', label: null, spoken: 'up' })
    expect(laneState(link({ up: false }))).toEqual({ kind: 'down', label: null, spoken: 'down' })
  })

  it('says which direction is cut, and that a partition is of both', () => {
    expect(laneState(link({ condition: { kind: 'cut' } })).label?.words).toBe('n3 to n1 cut')
    expect(laneState(link({ partitioned: true, up: false })).label?.words).toBe('n3 and n1 partitioned')
  })

  it('counts held frames, also after the condition has passed', () => {
    expect(laneState(link({ condition: { kind: 'hold' } })).spoken).toBe('holds every frame')
    expect(laneState(link({ condition: { kind: 'hold' }, held: 3 })).spoken).toBe('3 frames held')
    expect(laneState(link({ held: 1 })).spoken).toBe('1 frame held')
  })

  it('says what the next frames will meet, and how many are left', () => {
    expect(laneState(link({ condition: { kind: 'drop' }, conditionRemaining: 1 })).spoken).toBe('next WAL frame will be dropped')
    expect(laneState(link({ condition: { kind: 'truncate', count: 4, frames: 'all' }, conditionRemaining: 2 })).spoken).toBe(
      'next 2 frames will be truncated',
    )
    expect(laneState(link({ condition: { kind: 'reorder', count: 1 }, conditionRemaining: 0, held: 1 }))).toMatchObject({
      kind: 'holding',
      spoken: '1 frame held',
    })
    expect(laneState(link({ condition: { kind: 'flipBit' }, conditionRemaining: 0 }))).toEqual(laneState(link({})))
  })
})
