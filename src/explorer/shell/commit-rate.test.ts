import { expect, it } from 'vitest'
import { ratePerSecond, sampled } from './commit-rate.ts'

const at = (atMillis: number, acknowledged: number) => ({ atMillis, acknowledged })

it('counts acknowledged commits a second over the window', () => {
  expect(ratePerSecond([at(0, 10), at(500, 20), at(2_000, 50)])).toBe(20)
})

it('is 0 before there are two samples, and when nothing moves', () => {
  expect(ratePerSecond([])).toBe(0)
  expect(ratePerSecond([at(5, 7)])).toBe(0)
  expect(ratePerSecond([at(0, 7), at(1_000, 7)])).toBe(0)
})

it('forgets what has left the window', () => {
  expect(sampled([at(0, 1), at(1_000, 2)], at(2_500, 3))).toEqual([at(1_000, 2), at(2_500, 3)])
})

it('begins anew where the count fell: another cluster', () => {
  expect(sampled([at(0, 100)], at(250, 3))).toEqual([at(250, 3)])
})
