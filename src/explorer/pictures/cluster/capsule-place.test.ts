import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { besideLane, queueShares, widthThatPasses } from './capsule-place.ts'
import { CAPSULE_HEIGHT, capsuleSize, wordsThatFit } from './capsule-size.ts'
import { layOutCards } from './card-layout.ts'
import { type LanePath, layOutLanes, type Point, pointAlong } from './lane-path.ts'

const PANELS = [
  { width: 1010, height: 250 },
  { width: 960, height: 210 },
  { width: 600, height: 260 },
  { width: 390, height: 380 },
] as const

const lanesIn = (panel: (typeof PANELS)[number]): ReadonlyMap<string, LanePath> =>
  layOutLanes(layOutCards({ primaries: ['n1'], replicas: ['n2', 'n3'] }, panel), [
    { from: 'n1', to: 'n2' },
    { from: 'n2', to: 'n1' },
    { from: 'n1', to: 'n3' },
    { from: 'n3', to: 'n1' },
  ])

interface Box {
  readonly at: Point
  readonly width: number
  readonly height: number
}
/** By more than their round corners. */
const cover = (a: Box, b: Box) =>
  Math.abs(a.at.x - b.at.x) < (a.width + b.width) / 2 - 4 && Math.abs(a.at.y - b.at.y) < (a.height + b.height) / 2 - 4

const anyPanel = fc.constantFrom(...PANELS)
const anyLane = fc.constantFrom('n1>n2', 'n1>n3', 'n2>n1', 'n3>n1')

describe('capsules that are held', () => {
  it('cover none of each other, wherever their lane leads, and none lies on its sender', () => {
    const sizes = fc.array(fc.record({ width: fc.integer({ min: 18, max: 110 }), height: fc.constant(18) }), { maxLength: 5 })
    fc.assert(
      fc.property(anyPanel, anyLane, sizes, (panel, key, waiting) => {
        const lane = lanesIn(panel).get(key)
        if (lane === undefined) throw new Error(`no lane ${key}`)
        const shares = queueShares(lane, 0.66, waiting)
        const boxes = shares.map((share, index) => ({
          at: pointAlong(lane, share),
          ...(waiting[index] ?? { width: 0, height: 0 }),
        }))
        boxes.forEach((box, index) => {
          for (const other of boxes.slice(index + 1)) expect(cover(box, other)).toBe(false)
        })
        expect(shares.every((share, index) => index === 0 || share > 0)).toBe(true)
      }),
    )
  })

  it('leave out those for which there is no room, from the last on', () => {
    const lane = lanesIn(PANELS[0]).get('n1>n2')
    if (lane === undefined) throw new Error('no lane')
    expect(
      queueShares(
        lane,
        0.66,
        Array.from({ length: 50 }, () => ({ width: 66, height: 18 })),
      ).length,
    ).toBeLessThan(6)
    expect(queueShares(lane, 0.66, [{ width: 66, height: 18 }])).toEqual([0.66])
  })
})

describe('capsules that pass each other on the two lanes of a link', () => {
  it('carry only words for which there is room between the lanes', () => {
    fc.assert(
      fc.property(
        anyPanel,
        fc.constantFrom('n2', 'n3'),
        fc.integer({ min: 1, max: 99_999 }),
        fc.double({ min: 0.3, max: 0.7, noNaN: true }),
        (panel, replica, lsn, share) => {
          const lanes = lanesIn(panel)
          const [there, back] = [lanes.get(`n1>${replica}`), lanes.get(`${replica}>n1`)]
          if (there === undefined || back === undefined) throw new Error('no lanes')
          const most = widthThatPasses(there, back, CAPSULE_HEIGHT)
          const size = capsuleSize(wordsThatFit([`${lsn}–${lsn + 1}`, `…${lsn + 1}`], null, most), null)
          for (let other = 0.3; other <= 0.7; other += 0.02)
            expect(cover({ at: pointAlong(there, share), ...size }, { at: pointAlong(back, other), ...size })).toBe(false)
        },
      ),
    )
  })

  it('are written in full where lanes lie side by side, and in short where there is less room', () => {
    const wide = lanesIn(PANELS[0])
    const narrow = lanesIn(PANELS[3])
    const words = (lanes: ReadonlyMap<string, LanePath>) => {
      const [there, back] = [lanes.get('n1>n2'), lanes.get('n2>n1')]
      if (there === undefined) throw new Error('no lane')
      return wordsThatFit(['1031–1033', '…1033'], null, widthThatPasses(there, back, CAPSULE_HEIGHT))
    }
    expect(words(wide)).toBe('1031–1033')
    expect(words(narrow)).toBe('…1033')
  })
})

describe('a label beside a lane', () => {
  it('is clear of the capsules on it', () => {
    for (const panel of PANELS.slice(0, 3))
      for (const [key, lane] of lanesIn(panel)) {
        const words = 'n1 and n2 partitioned'
        const at = besideLane(lane, words, { width: 66, height: 18 })
        const label = { at, width: words.length * 6 + 17, height: 14 }
        for (let share = 0; share <= 1; share += 0.01)
          expect([key, cover(label, { at: pointAlong(lane, share), width: 66, height: 18 })]).toEqual([key, false])
      }
  })
})
