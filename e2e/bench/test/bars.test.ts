import { describe, expect, it } from 'vitest'
import { type Bar, judge } from '../measure/bars.ts'
import { BARS, SECTIONS } from '../measure/metrics.ts'
import { median, rotated } from '../measure/statistics.ts'

const faster: Bar = {
  id: 'faster',
  statement: 'a is at least twice b',
  numerator: 'a',
  denominator: 'b',
  bound: { kind: 'atLeast', ratio: 2 },
}
const nearer: Bar = { ...faster, id: 'nearer', bound: { kind: 'atMost', ratio: 4 } }

describe('the statistics of the benchmark', () => {
  it('takes the middle value, whatever the order, and the mean of two middle ones', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([10, 2, 4, 8])).toBe(6)
  })

  it('refuses a measure that is missing or is no number', () => {
    expect(() => median([])).toThrow(RangeError)
    expect(() => median([1, Number.NaN])).toThrow(RangeError)
    expect(() => judge(faster, [{ a: 1, b: 0 }])).toThrow(RangeError)
  })

  it('lets every trial come first once', () => {
    const orders = [0, 1, 2, 3].map((round) => rotated(['x', 'y', 'z'], round))
    expect(orders.map(([first]) => first)).toEqual(['x', 'y', 'z', 'x'])
    for (const order of orders) expect(order.toSorted()).toEqual(['x', 'y', 'z'])
  })
})

describe('a bar', () => {
  it('is judged on the median of the ratios within a round, not on the ratio of medians', () => {
    // A machine that slows down over the run: only numbers of one round compare.
    const rounds = [
      { a: 400, b: 100 },
      { a: 90, b: 60 },
      { a: 30, b: 10 },
    ]
    expect(judge(faster, rounds)).toMatchObject({ ratio: 3, spread: [1.5, 4], outcome: 'pass' })
  })

  it('passes at its bound and misses just below it', () => {
    expect(judge(faster, [{ a: 2, b: 1 }]).outcome).toBe('pass')
    expect(judge(faster, [{ a: 1.999, b: 1 }]).outcome).toBe('miss')
  })

  it('of the other kind misses just above it', () => {
    expect(judge(nearer, [{ a: 4, b: 1 }]).outcome).toBe('pass')
    expect(judge(nearer, [{ a: 4.001, b: 1 }]).outcome).toBe('miss')
  })

  it('is never passed by a measure that was not taken', () => {
    expect(judge(faster, [{ a: 5 }])).toMatchObject({ ratio: null, outcome: 'notMeasured' })
    expect(judge(faster, [])).toMatchObject({ ratio: null, outcome: 'notMeasured' })
  })

  it('names only metrics that the report shows', () => {
    const shown = new Set(SECTIONS.flatMap(({ metrics }) => metrics.map(({ id }) => id)))
    for (const bar of BARS) expect([bar.numerator, bar.denominator].filter((id) => !shown.has(id))).toEqual([])
    for (const { versus } of SECTIONS.flatMap(({ metrics }) => metrics)) expect(versus === null || shown.has(versus)).toBe(true)
  })
})
