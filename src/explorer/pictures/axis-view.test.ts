import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AxisLimits,
  axisTicks,
  confined,
  followed,
  revealing,
  showsNewest,
  toNumber,
  toPixel,
  visibleNumbers,
  zoomedAbout,
} from './axis-view.ts'

const LIMITS: AxisLimits = { mostPixelsPerUnit: 64, comfortPixelsPerUnit: 18, first: 1, last: 142 }
const anyLimits = fc
  .record({
    mostPixelsPerUnit: fc.constant(64),
    comfortPixelsPerUnit: fc.constant(18),
    first: fc.integer({ min: 1, max: 1000 }),
    span: fc.integer({ min: 0, max: 1_000_000 }),
  })
  .map(({ first, span, ...scales }) => ({ ...scales, first, last: first + span }))
const anyView = fc.record({
  origin: fc.integer({ min: -2_000_000, max: 2_000_000 }),
  pixelsPerUnit: fc.double({ min: 1e-5, max: 400, noNaN: true }),
})
const anyWidth = fc.integer({ min: 40, max: 4000 })

describe('an axis view', () => {
  it('follows the newest number: it ends at the right edge, at the same scale', () => {
    const view = followed({ origin: 0, pixelsPerUnit: 18 }, LIMITS, 900)
    expect(view.pixelsPerUnit).toBe(18)
    expect(toPixel(view, 143)).toBeCloseTo(872)
    expect(showsNewest(view, LIMITS, 900)).toBe(true)
  })

  it('begins at the first number where all of them fit', () => {
    const view = followed({ origin: 0, pixelsPerUnit: 2 }, { ...LIMITS, last: 5 }, 900)
    expect(view.origin).toBe(1)
  })

  it('never shows nothing, at any zoom, for one number or a million', () => {
    fc.assert(
      fc.property(anyView, anyLimits, anyWidth, (view, limits, width) => {
        const kept = confined(view, limits, width)
        const { first, last } = visibleNumbers(kept, width)
        expect(first).toBeLessThanOrEqual(limits.last)
        expect(last).toBeGreaterThanOrEqual(limits.first)
        const again = confined(kept, limits, width)
        expect(again.origin).toBeCloseTo(kept.origin, 3)
        expect(again.pixelsPerUnit).toBe(kept.pixelsPerUnit)
      }),
    )
  })

  it('shows all of a million numbers at its least scale', () => {
    const limits = { ...LIMITS, last: 1_000_000 }
    const view = confined({ origin: 500, pixelsPerUnit: 1e-9 }, limits, 1000)
    expect(toPixel(view, 1)).toBeGreaterThanOrEqual(0)
    expect(toPixel(view, 1_000_001)).toBeLessThanOrEqual(1000)
  })

  it('keeps what is under the pointer there while it zooms', () => {
    const view = { origin: 96, pixelsPerUnit: 18 }
    expect(toNumber(zoomedAbout(view, 3, 250), 250)).toBeCloseTo(toNumber(view, 250))
  })

  it('moves only as far as it must to reveal a number', () => {
    const view = { origin: 96, pixelsPerUnit: 18 }
    expect(revealing(view, 110, 900)).toBe(view)
    const left = revealing(view, 50, 900)
    expect(toPixel(left, 50)).toBeGreaterThan(0)
    const right = revealing(view, 300, 900)
    expect(toPixel(right, 301)).toBeLessThan(900)
  })

  it('writes only whole numbers, and not too close', () => {
    for (const pixelsPerUnit of [64, 18, 2, 0.01]) {
      const view = { origin: 96.4, pixelsPerUnit }
      const labels = axisTicks(view, 900, 90)
      expect(labels.every(Number.isInteger)).toBe(true)
      labels.slice(1).forEach((label, index) => {
        expect(toPixel(view, label) - toPixel(view, labels[index] ?? 0)).toBeGreaterThan(45)
      })
    }
  })
})
