import type { NodeName } from '../../../cluster/contract.ts'
import type { Arrangement, Box, ClusterLayout } from './card-layout.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** The way that one direction of a link takes: short straight pieces, so that what is drawn and what travels along it agree. */
export interface LanePath {
  readonly from: NodeName
  readonly to: NodeName
  readonly points: readonly Point[]
  /** Length from the beginning up to each point, in pixels. */
  readonly lengths: readonly number[]
  readonly length: number
  /** Where along the lane, 0 to 1, its label and menu stand. The two directions differ, so that neither covers the other. */
  readonly handleAt: number
}

const LANE_APART = 24
const LANE_APART_ABOVE = 62
const TURN_RADIUS = 14
const TURN_STEPS = 6
const ARC_STEPS = 18

export const laneKey = (from: NodeName, to: NodeName): string => `${from}>${to}`

/** Both directions of every link, keyed by `laneKey`. The first direction given, from the left or upper card, takes the upper or left lane. */
export function layOutLanes(
  layout: ClusterLayout,
  links: readonly { readonly from: NodeName; readonly to: NodeName }[],
): ReadonlyMap<string, LanePath> {
  const lanes = new Map<string, LanePath>()
  const origins = originSlots(layout, links)
  for (const { from, to } of links) {
    const a = layout.cards.get(from)
    const b = layout.cards.get(to)
    if (a === undefined || b === undefined) continue
    const forward = precedes(layout.arrangement, a, b)
    const [left, right, leftName, rightName] = forward ? [a, b, from, to] : [b, a, to, from]
    const lane = forward ? -1 : 1
    const corners = sameSide(layout.arrangement, left, right)
      ? arc(layout.arrangement, left, right, lane)
      : route(layout, left, right, origins.get(leftName)?.get(rightName) ?? { index: 0, count: 1 }, lane)
    lanes.set(laneKey(from, to), measured(from, to, forward ? corners : corners.toReversed()))
  }
  return lanes
}

/** The point at a share of the lane's length, 0 to 1. */
export function pointAlong(path: LanePath, share: number): Point {
  const { points, lengths } = path
  const first = points[0] ?? { x: 0, y: 0 }
  const target = Math.min(1, Math.max(0, share)) * path.length
  for (let index = 1; index < points.length; index++) {
    const before = points[index - 1] ?? first
    const after = points[index] ?? first
    const start = lengths[index - 1] ?? 0
    const end = lengths[index] ?? 0
    if (end >= target) {
      const part = end === start ? 0 : (target - start) / (end - start)
      return { x: before.x + (after.x - before.x) * part, y: before.y + (after.y - before.y) * part }
    }
  }
  return points[points.length - 1] ?? first
}

/** As the `d` of an SVG path. */
export function svgPath(path: LanePath): string {
  return path.points.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join('')
}

interface Slot {
  readonly index: number
  readonly count: number
}

/** On the card that lanes fan out from, each neighbour of the other side has its own slot, in the order in which they stand. */
function originSlots(
  layout: ClusterLayout,
  links: readonly { readonly from: NodeName; readonly to: NodeName }[],
): ReadonlyMap<NodeName, ReadonlyMap<NodeName, Slot>> {
  const neighbours = new Map<NodeName, Set<NodeName>>()
  for (const { from, to } of links) {
    const a = layout.cards.get(from)
    const b = layout.cards.get(to)
    if (a === undefined || b === undefined || sameSide(layout.arrangement, a, b)) continue
    const [origin, target] = precedes(layout.arrangement, a, b) ? [from, to] : [to, from]
    const known = neighbours.get(origin) ?? new Set()
    neighbours.set(origin, known.add(target))
  }
  const across = (name: NodeName) => {
    const box = layout.cards.get(name)
    return box === undefined ? 0 : layout.arrangement === 'above' ? box.x : box.y
  }
  const slots = new Map<NodeName, ReadonlyMap<NodeName, Slot>>()
  for (const [origin, targets] of neighbours) {
    const ordered = [...targets].toSorted((a, b) => across(a) - across(b))
    slots.set(origin, new Map(ordered.map((target, index) => [target, { index, count: ordered.length }])))
  }
  return slots
}

/** Nodes of one side have no fan between them: Primaries stand in one column or row, Replicas in others. */
function sameSide(arrangement: Arrangement, a: Box, b: Box): boolean {
  switch (arrangement) {
    case 'side':
      return Math.abs(a.x - b.x) < Math.min(a.width, b.width) + 60
    case 'above':
      return a.y === b.y
    case 'gutter':
      return a.x === b.x
  }
}

function precedes(arrangement: Arrangement, a: Box, b: Box): boolean {
  switch (arrangement) {
    case 'side':
      return a.x < b.x || (a.x === b.x && a.y < b.y)
    case 'above':
      return a.y < b.y || (a.y === b.y && a.x < b.x)
    case 'gutter':
      return a.y < b.y
  }
}

/** From the card at the left (or above) to the other; `lane` is -1 or 1: the lane of the first direction, or the one back. */
function route(layout: ClusterLayout, left: Box, right: Box, slot: Slot, lane: -1 | 1): readonly Point[] {
  switch (layout.arrangement) {
    case 'side': {
      const room = left.height / slot.count
      const startApart = Math.min(LANE_APART, room * 0.5)
      const endApart = Math.min(LANE_APART, right.height * 0.4)
      const start = { x: left.x + left.width, y: left.y + room * (slot.index + 0.5) + (lane * startApart) / 2 }
      const end = { x: right.x, y: right.y + right.height / 2 + (lane * endApart) / 2 }
      const level = { x: layout.levelFrom - 12, y: end.y }
      return right.x > layout.levelFrom + 1 ? rounded([start, level, end]) : [start, end]
    }
    case 'above': {
      const room = left.width / slot.count
      const startApart = Math.min(LANE_APART_ABOVE, room * 0.5)
      const endApart = Math.min(LANE_APART_ABOVE, right.width * 0.4)
      const start = { x: left.x + room * (slot.index + 0.5) + (lane * startApart) / 2, y: left.y + left.height }
      return [start, { x: right.x + right.width / 2 + (lane * endApart) / 2, y: right.y }]
    }
    case 'gutter': {
      // The nearest card takes the innermost way down, so that no two lanes cross.
      const gutter = right.x - left.x
      const inset = gutter - 12 - ((slot.index * 2 + (lane === -1 ? 0 : 1)) * (gutter - 20)) / Math.max(1, slot.count * 2)
      const x = left.x + inset
      const y = right.y + right.height / 2 + lane * -LANE_APART * 0.5
      return rounded([
        { x, y: left.y + left.height },
        { x, y },
        { x: right.x, y },
      ])
    }
  }
}

/** Between two nodes of one side: around the outside of both. */
function arc(arrangement: Arrangement, a: Box, b: Box, lane: -1 | 1): readonly Point[] {
  const bulge = lane === -1 ? 34 : 20
  if (arrangement === 'above') {
    const y = Math.max(a.y + a.height, b.y + b.height)
    const start = { x: a.x + a.width * (lane === -1 ? 0.4 : 0.6), y: a.y + a.height }
    const end = { x: b.x + b.width * (lane === -1 ? 0.6 : 0.4), y: b.y + b.height }
    return curve(start, { x: start.x, y: y + bulge }, { x: end.x, y: y + bulge }, end)
  }
  const x = Math.max(a.x + a.width, b.x + b.width)
  const start = { x: a.x + a.width, y: a.y + a.height * (lane === -1 ? 0.4 : 0.65) }
  const end = { x: b.x + b.width, y: b.y + b.height * (lane === -1 ? 0.6 : 0.35) }
  return curve(start, { x: x + bulge * 1.3, y: start.y }, { x: x + bulge * 1.3, y: end.y }, end)
}

function curve(start: Point, first: Point, second: Point, end: Point): readonly Point[] {
  return Array.from({ length: ARC_STEPS + 1 }, (_, step) => {
    const t = step / ARC_STEPS
    const u = 1 - t
    const blend = (a: number, b: number, c: number, d: number) =>
      u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d
    return { x: blend(start.x, first.x, second.x, end.x), y: blend(start.y, first.y, second.y, end.y) }
  })
}

function rounded(corners: readonly Point[]): readonly Point[] {
  const points: Point[] = []
  corners.forEach((corner, index) => {
    const before = corners[index - 1]
    const after = corners[index + 1]
    if (before === undefined || after === undefined) {
      points.push(corner)
      return
    }
    const inward = towards(corner, before, TURN_RADIUS)
    const outward = towards(corner, after, TURN_RADIUS)
    for (let step = 0; step <= TURN_STEPS; step++) {
      const t = step / TURN_STEPS
      const u = 1 - t
      points.push({
        x: u * u * inward.x + 2 * u * t * corner.x + t * t * outward.x,
        y: u * u * inward.y + 2 * u * t * corner.y + t * t * outward.y,
      })
    }
  })
  return points
}

function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const part = length === 0 ? 0 : Math.min(distance, length / 2) / length
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}

function measured(from: NodeName, to: NodeName, points: readonly Point[]): LanePath {
  const lengths: number[] = []
  let length = 0
  points.forEach((point, index) => {
    const before = points[index - 1]
    if (before !== undefined) length += Math.hypot(point.x - before.x, point.y - before.y)
    lengths.push(length)
  })
  return { from, to, points, lengths, length, handleAt: HANDLE_AT }
}

/** Measured from each sender, so that the handles of the two directions never lie at the same place. */
const HANDLE_AT = 0.32
