import { LETTER_PIXELS } from './capsule-size.ts'
import { type LanePath, type Point, pointAlong } from './lane-path.ts'

/** Half of this on each side of the place looked at, as a share of the lane. */
const LOOK_SHARE = 0.04
/** Corners are round: boxes that come this near don't touch. */
const SLACK_PIXELS = 4
const QUEUE_GAP_PIXELS = 4
/** A queue ends this far from its sender's card. */
const CLEAR_OF_SENDER_PIXELS = 4

interface Size {
  readonly width: number
  readonly height: number
}

/** The direction of a lane at a share of its length, as a vector of length 1. */
function directionAt(path: LanePath, share: number): Point {
  const before = pointAlong(path, share - LOOK_SHARE)
  const after = pointAlong(path, share + LOOK_SHARE)
  const length = Math.hypot(after.x - before.x, after.y - before.y)
  return length === 0 ? { x: 1, y: 0 } : { x: (after.x - before.x) / length, y: (after.y - before.y) / length }
}

/** How far a box reaches across a lane of this direction, from its middle. */
const reachAcross = (direction: Point, { width, height }: Size): number =>
  (Math.abs(direction.y) * width + Math.abs(direction.x) * height) / 2

/** How wide a capsule of this height may be on a lane, for it never to cover one that passes on the lane's twin. In pixels. */
export function widthThatPasses(path: LanePath, twin: LanePath | undefined, height: number): number {
  if (twin === undefined) return Number.POSITIVE_INFINITY
  const direction = directionAt(path, 0.5)
  const here = pointAlong(path, 0.5)
  const there = pointAlong(twin, 0.5)
  const apart = Math.abs((there.x - here.x) * direction.y - (there.y - here.y) * direction.x)
  const left = apart + SLACK_PIXELS - Math.abs(direction.x) * height
  return Math.abs(direction.y) < 0.01 ? Number.POSITIVE_INFINITY : Math.max(0, left / Math.abs(direction.y))
}

/**
 * Where capsules that wait stand, as shares of their lane: the first at `front`, each other behind it, none touching the one before. Those
 * for which there is no room before the sender's card have no place.
 */
export function queueShares(path: LanePath, front: number, sizes: readonly Size[]): readonly number[] {
  const shares: number[] = []
  let before: Size | null = null
  let share = front
  for (const size of sizes) {
    const direction = directionAt(path, share)
    if (before !== null) {
      const across = (before.width + size.width) / 2 + QUEUE_GAP_PIXELS
      const down = (before.height + size.height) / 2 + QUEUE_GAP_PIXELS
      share -= Math.min(across / Math.abs(direction.x), down / Math.abs(direction.y)) / Math.max(1, path.length)
    }
    const behind = (Math.abs(direction.x) * size.width + Math.abs(direction.y) * size.height) / 2
    if (before !== null && share * path.length - behind < CLEAR_OF_SENDER_PIXELS) break
    shares.push(share)
    before = size
  }
  return shares
}

const WORDS_PIXELS = LETTER_PIXELS * 0.95
const LABEL_PADDING_PIXELS = 34
const LABEL_HEIGHT_PIXELS = 16

/** The middle of a label that stands beside a lane, clear of the capsules on it, on the side away from its twin: a lane runs at its right hand. */
export function besideLane(path: LanePath, words: string, capsule: Size): Point {
  const at = pointAlong(path, path.handleAt)
  const direction = directionAt(path, path.handleAt)
  const label = { width: words.length * WORDS_PIXELS + LABEL_PADDING_PIXELS, height: LABEL_HEIGHT_PIXELS }
  const away = reachAcross(direction, capsule) + reachAcross(direction, label) + 1
  return { x: at.x + direction.y * away, y: at.y - direction.x * away }
}
