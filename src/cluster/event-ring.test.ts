import { describe, expect, it } from 'vitest'
import { EVENTS_KEPT, EventRing } from './event-ring.ts'

function filled(count: number) {
  const ring = new EventRing(() => 7)
  for (let starts = 1; starts <= count; starts++) ring.add({ kind: 'nodeStarted', node: 'n1', starts })
  return ring.read()
}

describe('the ring of events', () => {
  it('keeps events in order, numbered from 1 and stamped', () => {
    const { events, dropped } = filled(3)
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
    expect(events[0]).toEqual({ kind: 'nodeStarted', node: 'n1', starts: 1, sequence: 1, atMillis: 7 })
    expect(dropped).toBe(0)
  })

  it('drops the oldest beyond what it keeps, and says how many', () => {
    expect(filled(EVENTS_KEPT).dropped).toBe(0)
    const { events, dropped } = filled(EVENTS_KEPT + 5)
    expect(events).toHaveLength(EVENTS_KEPT)
    expect(dropped).toBe(5)
    expect(events[0]?.sequence).toBe(6)
    expect(events.at(-1)?.sequence).toBe(EVENTS_KEPT + 5)
    expect(events.every((event, index) => event.sequence === index + 6)).toBe(true)
  })
})
