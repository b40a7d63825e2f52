import { expect, it } from 'vitest'
import { nodeName } from '../aerodb/ids.ts'
import { FrameFeed } from './frame-feed.ts'
import type { FrameNotice } from './protocol.ts'

const notice = (number: number): FrameNotice => ({
  peer: nodeName('n2'),
  epoch: 1,
  incarnation: 1,
  number,
  kind: 'records',
  fate: 'sent',
  bytes: 100,
  records: null,
  reportsLsn: null,
  place: number,
})

function fed(frames: number, atMillis: number, feed = new FrameFeed()): FrameFeed {
  for (let number = 1; number <= frames; number++) feed.add(notice(number), atMillis)
  return feed
}

it('lists frames one by one while they are few', () => {
  const { frames, framesUnlisted } = fed(3, 0).take()
  expect(frames.map(({ number }) => number)).toEqual([1, 2, 3])
  expect(framesUnlisted).toBe(0)
})

it('counts what is too many for one frame of a picture, and leaves none out', () => {
  const { frames, framesUnlisted } = fed(1_000, 0).take()
  expect(frames.length).toBeGreaterThan(0)
  expect(frames.length + framesUnlisted).toBe(1_000)
  expect(frames.map(({ number }) => number)).toEqual(frames.map((_, index) => index + 1))
})

it('lists again in the next window, and hands each frame out once', () => {
  const feed = fed(1_000, 0)
  feed.take()
  expect(feed.empty).toBe(true)
  fed(2, 100, feed)
  expect(feed.empty).toBe(false)
  expect(feed.take()).toMatchObject({ frames: [{ number: 1 }, { number: 2 }], framesUnlisted: 0 })
  expect(feed.take()).toEqual({ frames: [], framesUnlisted: 0 })
})

it('lists a frame that was altered also where others are too many, though not without bound', () => {
  const feed = fed(1_000, 0)
  feed.add({ ...notice(1_001), fate: 'bitFlipped' }, 1)
  const { frames, framesUnlisted } = feed.take()
  expect(frames.at(-1)).toMatchObject({ number: 1_001, fate: 'bitFlipped' })
  expect(frames.length + framesUnlisted).toBe(1_001)
  for (let number = 1; number <= 5_000; number++) feed.add({ ...notice(number), fate: 'truncated' }, 2)
  expect(feed.take().frames.length).toBeLessThan(100)
})
