import { describe, expect, it } from 'vitest'
import type { FrameEvent, FrameFate } from '../../../cluster/frame-event.ts'
import {
  ALTERED_MILLIS,
  ALTERED_SHARE,
  arrivalOf,
  LOSS_MILLIS,
  LOSS_SHARE,
  shareAt,
  TRAIL_MILLIS,
  TRAVEL_MILLIS,
} from './capsule-motion.ts'
import { type Capsule, FrameTraffic, phaseOf } from './frame-traffic.ts'

const frame = (
  number: number,
  fate: FrameFate,
  lsns: readonly [number, number] | null = [number * 3 + 1, number * 3 + 3],
): FrameEvent => ({
  from: 'n1',
  to: 'n3',
  incarnation: 2,
  number,
  kind: lsns === null ? 'report' : 'records',
  fate,
  bytes: 300,
  records: lsns === null ? null : { firstLsn: lsns[0], lastLsn: lsns[1] },
  reportsLsn: lsns === null ? 136 : null,
})
const drawn = (traffic: FrameTraffic, now: number) => [...traffic.capsules(now)]

describe('a frame on its way', () => {
  it('is seen to travel although it is delivered at once, then leaves a trail, then is gone', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'sent'), frame(1, 'delivered')], 0, 1000)
    const [capsule] = drawn(traffic, 1000)
    if (capsule === undefined) throw new Error('nothing drawn')
    expect(phaseOf(capsule, 1000 + TRAVEL_MILLIS / 2)).toEqual({ phase: 'moving', share: 0.5 })
    expect(phaseOf(capsule, 1000 + TRAVEL_MILLIS + 1).phase).toBe('trail')
    expect(drawn(traffic, 1001 + TRAVEL_MILLIS + TRAIL_MILLIS)).toEqual([])
    expect(traffic.moving(1001 + TRAVEL_MILLIS + TRAIL_MILLIS)).toBe(false)
  })

  it('never arrives before it is delivered, and never moves back', () => {
    const passage = { startedAt: 0, startShare: 0, deliveredAt: null }
    let last = 0
    for (let now = 0; now < 60_000; now += 25) {
      const share = shareAt(passage, now)
      expect(share).toBeGreaterThanOrEqual(last)
      expect(share).toBeLessThan(1)
      last = share
    }
    const late = { ...passage, deliveredAt: 5000 }
    expect(shareAt(late, 5000)).toBeCloseTo(shareAt(passage, 5000))
    expect(shareAt(late, 5000 + TRAVEL_MILLIS)).toBe(1)
  })

  it('sits still while it is held, and goes on from there when it is released', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'held'), frame(2, 'held')], 0, 0)
    const capsules = drawn(traffic, 60_000)
    expect(capsules.map((capsule) => phaseOf(capsule, 60_000).phase)).toEqual(['waiting', 'waiting'])
    expect(traffic.moving(60_000)).toBe(false)
    traffic.accept([frame(1, 'released'), frame(1, 'delivered')], 0, 61_000)
    const [first, second] = drawn(traffic, 61_000)
    if (first === undefined || second === undefined) throw new Error('nothing drawn')
    expect(phaseOf(first, 61_100).share).toBeGreaterThan(phaseOf(second, 61_100).share)
    expect(phaseOf(second, 61_100).phase).toBe('waiting')
  })

  it('dies where it dies, with its loss', () => {
    for (const fate of ['cut', 'dropped', 'lostWithLink'] as const) {
      const traffic = new FrameTraffic()
      traffic.accept([frame(1, 'sent'), frame(1, fate)], 0, 0)
      const [capsule] = drawn(traffic, 0)
      expect(capsule?.loss?.kind).toBe(fate)
      if (capsule === undefined) throw new Error('nothing drawn')
      expect(phaseOf(capsule, LOSS_MILLIS - 1)).toEqual({ phase: 'dying', share: LOSS_SHARE })
      expect(drawn(traffic, LOSS_MILLIS + 1)).toEqual([])
    }
  })

  it('makes room for the next that dies on the same lane', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'sent'), frame(1, 'cut')], 0, 0)
    traffic.accept([frame(2, 'sent'), frame(2, 'cut')], 0, 330)
    expect(drawn(traffic, 450).map(({ number }) => number)).toEqual([2])
  })

  it('is seen before its receiver for a while, where it was altered', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'sent'), frame(1, 'bitFlipped'), frame(1, 'delivered')], 0, 0)
    const [capsule] = drawn(traffic, 0)
    if (capsule === undefined) throw new Error('nothing drawn')
    expect(phaseOf(capsule, TRAVEL_MILLIS + 500)).toEqual({ phase: 'dying', share: ALTERED_SHARE })
    expect(drawn(traffic, TRAVEL_MILLIS + ALTERED_MILLIS + 1)).toEqual([])
  })

  it('is drawn even if the first that is heard of it is its fate', () => {
    for (const fate of [
      'delivered',
      'held',
      'cut',
      'bitFlipped',
      'truncated',
      'duplicated',
      'reordered',
      'released',
      'dropped',
    ] as const) {
      const traffic = new FrameTraffic()
      traffic.accept([frame(1, fate)], 0, 0)
      expect([fate, drawn(traffic, 1).length > 0]).toEqual([fate, true])
    }
  })
})

describe('reports that come as they come', () => {
  it('draw one frame once, also where its arrival is heard of before its sending', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'delivered')], 0, 0)
    traffic.accept([frame(1, 'sent')], 0, 8)
    expect(drawn(traffic, 10).map(({ frames, passage }) => [frames, passage.deliveredAt])).toEqual([[1, 0]])
    expect(drawn(traffic, 2000)).toEqual([])
  })

  it('mark a frame that was altered, also where its arrival is heard of first', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'delivered')], 0, 0)
    traffic.accept([frame(1, 'bitFlipped')], 0, 8)
    expect(drawn(traffic, 10).map(({ mark }) => mark)).toEqual(['bitFlipped'])
  })

  it('let a frame arrive whose arrival was not listed, once a later one has', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'sent')], 0, 0)
    traffic.accept([frame(9, 'sent'), frame(9, 'delivered')], 7, 500)
    expect(drawn(traffic, 501).map(({ passage }) => passage.deliveredAt)).toEqual([500, 500])
  })

  it('let a held frame wait although later ones have passed it', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'reordered'), frame(2, 'sent'), frame(2, 'delivered')], 0, 0)
    expect(drawn(traffic, 5000).map(({ waiting }) => waiting)).toEqual([true])
  })

  it('let none wait on a lane on which nothing is held any more, but for what is held only just now', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'held')], 0, 0)
    traffic.accept([frame(2, 'held')], 0, 4900)
    traffic.letGo('n3', 'n1', 5000)
    expect(drawn(traffic, 5000)).toHaveLength(2)
    traffic.letGo('n1', 'n3', 5000)
    expect(drawn(traffic, 5000).map(({ number }) => number)).toEqual([2])
  })

  it('let everything arrive on a lane on which nothing is in flight any more, but for what has only just left or is held', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'held'), frame(2, 'sent')], 0, 0)
    traffic.accept([frame(3, 'sent')], 0, 1900)
    traffic.settle('n1', 'n3', 2000)
    traffic.settle('n3', 'n1', 2000)
    expect(drawn(traffic, 2000).map(({ waiting, passage }) => [waiting, passage.deliveredAt])).toEqual([
      [true, null],
      [false, 2000],
      [false, null],
    ])
  })
})

describe('cause and effect', () => {
  const report = (number: number, reportsLsn: number, fate: FrameFate = 'sent'): FrameEvent => ({
    ...frame(number, fate, null),
    from: 'n3',
    to: 'n1',
    reportsLsn,
  })
  /** When it is drawn to set out, and when as arrived. */
  const way = (capsules: readonly Capsule[], kind: FrameEvent['kind']) =>
    capsules.filter((capsule) => capsule.kind === kind).map(({ passage }) => [passage.startedAt, arrivalOf(passage)])

  it('draw no report before the records that it reports have arrived, however soon it was delivered', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'sent', [4, 6]), frame(1, 'delivered', [4, 6])], 0, 0)
    traffic.accept([report(1, 6), report(1, 6, 'delivered')], 0, 3)
    const capsules = drawn(traffic, 3)
    expect(way(capsules, 'records')).toEqual([[0, TRAVEL_MILLIS]])
    expect(way(capsules, 'report')).toEqual([[TRAVEL_MILLIS, 2 * TRAVEL_MILLIS]])
    const answer = capsules.find(({ kind }) => kind === 'report')
    if (answer === undefined) throw new Error('no report is drawn')
    expect(phaseOf(answer, TRAVEL_MILLIS - 1).phase).toBe('due')
    expect(phaseOf(answer, TRAVEL_MILLIS).phase).toBe('moving')
    expect(traffic.moving(10)).toBe(true)
  })

  it('know from the report that the records were delivered, where nobody said so', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'sent', [4, 6])], 0, 0)
    traffic.accept([report(1, 6)], 0, 30_000)
    const [[setsOut = 0] = []] = way(drawn(traffic, 30_000), 'report')
    expect(setsOut).toBeGreaterThan(30_000)
    expect(setsOut).toBeLessThanOrEqual(30_000 + TRAVEL_MILLIS)
  })

  it('draw the report of later records no sooner because an earlier report is waiting', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'sent', [1, 3]), frame(1, 'delivered', [1, 3]), report(1, 3)], 0, 0)
    traffic.accept([frame(2, 'sent', [4, 6]), frame(2, 'delivered', [4, 6]), report(2, 6)], 0, 200)
    const setOut = way(drawn(traffic, 200), 'report').map(([startedAt]) => startedAt)
    expect(setOut).toEqual([TRAVEL_MILLIS, 200 + TRAVEL_MILLIS])
  })

  it('let a report that is held, or lost, be seen only once there was something to report', () => {
    for (const fate of ['held', 'cut'] as const) {
      const traffic = new FrameTraffic()
      traffic.accept([frame(1, 'sent', [4, 6]), frame(1, 'delivered', [4, 6]), report(1, 6), report(1, 6, fate)], 0, 0)
      const answer = drawn(traffic, 0).find(({ kind }) => kind === 'report')
      if (answer === undefined) throw new Error('no report is drawn')
      expect(phaseOf(answer, TRAVEL_MILLIS - 1).phase).toBe('due')
      expect(phaseOf(answer, TRAVEL_MILLIS + 1).phase).toBe(fate === 'held' ? 'waiting' : 'moving')
    }
  })

  it('draw a handshake step by step, and the records after the acceptance', () => {
    const traffic = new FrameTraffic()
    const handshake = (from: string, to: string, kind: FrameEvent['kind']): FrameEvent => ({
      ...frame(1, 'sent', null),
      from,
      to,
      kind,
      reportsLsn: null,
    })
    traffic.accept([handshake('n1', 'n3', 'hello')], 0, 0)
    traffic.accept([handshake('n3', 'n1', 'present')], 0, 1)
    traffic.accept([{ ...handshake('n1', 'n3', 'accept'), number: 2 }, frame(3, 'sent')], 0, 2)
    const capsules = drawn(traffic, 2)
    const started = (kind: FrameEvent['kind']) => way(capsules, kind)[0]?.[0] ?? Number.NaN
    expect(started('present')).toBeGreaterThanOrEqual(TRAVEL_MILLIS)
    expect(started('accept')).toBeGreaterThanOrEqual(started('present') + TRAVEL_MILLIS)
    expect(started('records')).toBeGreaterThanOrEqual(started('accept'))
  })
})

describe('frames in numbers', () => {
  it('share a capsule that says how many it carries and all their LSNs; what is in none is counted', () => {
    const traffic = new FrameTraffic()
    for (let number = 1; number <= 8; number++) traffic.accept([frame(number, 'sent'), frame(number, 'delivered')], 0, number)
    const capsules = drawn(traffic, 10)
    expect(capsules).toHaveLength(1)
    expect(capsules[0]).toMatchObject({ frames: 8, firstLsn: 4, lastLsn: 27 })
    expect(traffic.notDrawn(10)).toBe(0)
    traffic.accept([], 205, 20)
    expect(traffic.notDrawn(20)).toBe(205)
    expect(traffic.notDrawn(2000)).toBe(0)
  })

  it('arrive only when all of them are delivered', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'sent'), frame(2, 'sent'), frame(1, 'delivered')], 0, 0)
    const [capsule] = drawn(traffic, 0)
    expect(capsule?.passage.deliveredAt).toBeNull()
    traffic.accept([frame(2, 'delivered')], 0, 5)
    expect(drawn(traffic, 5)[0]?.passage.deliveredAt).toBe(5)
  })

  it('part again when one of them is altered or lost', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'sent'), frame(2, 'sent'), frame(3, 'sent'), frame(2, 'bitFlipped'), frame(3, 'dropped')], 0, 0)
    const capsules = drawn(traffic, 1)
    expect(capsules.map(({ frames, mark, loss }) => ({ frames, mark, loss: loss?.kind ?? null }))).toEqual([
      { frames: 1, mark: null, loss: null },
      { frames: 1, mark: 'bitFlipped', loss: null },
      { frames: 1, mark: null, loss: 'dropped' },
    ])
    expect(capsules[1]).toMatchObject({ firstLsn: 7, lastLsn: 9 })
  })

  it('travel twice when one is duplicated', () => {
    const traffic = new FrameTraffic()
    traffic.accept([frame(1, 'sent'), frame(1, 'duplicated'), frame(1, 'delivered'), frame(1, 'delivered')], 0, 0)
    expect(drawn(traffic, 1).map(({ mark, passage }) => [mark, passage.deliveredAt])).toEqual([
      [null, 0],
      ['duplicated', 0],
    ])
  })

  it('are drawn held by the first few only, and all travel once they are released', () => {
    const traffic = new FrameTraffic()
    for (let number = 1; number <= 500; number++) traffic.accept([frame(number, 'sent'), frame(number, 'held')], 0, number)
    expect(drawn(traffic, 500).filter(({ waiting }) => waiting)).toHaveLength(3)
    expect(drawn(traffic, 5000)).toHaveLength(3)
    for (let number = 1; number <= 500; number++) traffic.accept([frame(number, 'released'), frame(number, 'delivered')], 0, 6000)
    const frames = drawn(traffic, 6000).reduce((sum, capsule) => sum + capsule.frames, 0)
    expect(frames).toBe(500)
    expect(drawn(traffic, 9000)).toEqual([])
  })

  it('stay bounded while nobody looks', () => {
    const traffic = new FrameTraffic()
    for (let number = 1; number <= 400; number++)
      traffic.accept(
        [
          frame(number, 'sent', [number, number]),
          frame(number, 'bitFlipped', [number, number]),
          frame(number, 'delivered', [number, number]),
        ],
        0,
        number,
      )
    expect(drawn(traffic, 400).length).toBeLessThanOrEqual(320)
  })

  it('stay bounded, and none is left uncounted', () => {
    const traffic = new FrameTraffic()
    const frames = 5_000
    for (let number = 1; number <= frames; number++) traffic.accept([frame(number, 'sent')], 0, number / 100)
    const inCapsules = drawn(traffic, 100).reduce((sum, capsule) => sum + capsule.frames, 0)
    expect(inCapsules).toBeLessThan(3000)
    expect(inCapsules + traffic.notDrawn(100)).toBe(frames)
  })
})
