import { type Digest, digestsEqual } from '../../aerodb/digest.ts'
import type { CommitId, Lsn } from '../../aerodb/ids.ts'

/** A place in a log, as a node has stated it: the digests of the log up to it and of the state after it. */
export interface Point {
  readonly lsn: Lsn
  readonly commitId: CommitId
  readonly chain: Digest
  readonly state: Digest
}

/** 48 of a digest's bits: enough to tell one memory from another, never used for a verdict. */
export function digestKey(digest: Digest): number {
  let key = 0
  for (let index = 5; index >= 0; index--) key = key * 256 + (digest[index] ?? 0)
  return key
}

export function pointMemory({ lsn, commitId, chain, state }: Point) {
  return [digestKey(chain), lsn, commitId, digestKey(state)] as const
}

/** Index of the last point at or below `lsn`; -1 where there is none. Points are in ascending order; most that is asked for lies near their end. */
export function lastPointUpTo(points: readonly Point[], lsn: number): number {
  let high = points.length - 1
  let low = high
  for (let step = 1; low >= 0 && (points[low]?.lsn ?? 0) > lsn; step *= 2) {
    high = low - 1
    low -= step
  }
  low = Math.max(low, 0)
  while (low <= high) {
    const middle = (low + high) >>> 1
    if ((points[middle]?.lsn ?? 0) <= lsn) low = middle + 1
    else high = middle - 1
  }
  return high
}

export function pointAt(points: readonly Point[], lsn: number): Point | null {
  const point = points[lastPointUpTo(points, lsn)]
  return point?.lsn === lsn ? point : null
}

export function sameChain(point: Point, chain: Digest): boolean {
  return digestsEqual(point.chain, chain)
}

/** The last LSN, at or below `lsn`, at which both logs have stated a point; null where there is none. */
export function lastCommonPoint(a: readonly Point[], b: readonly Point[], lsn: number): readonly [Point, Point] | null {
  let indexOfA = lastPointUpTo(a, lsn)
  let indexOfB = lastPointUpTo(b, lsn)
  for (;;) {
    const [pointOfA, pointOfB] = [a[indexOfA], b[indexOfB]]
    if (pointOfA === undefined || pointOfB === undefined) return null
    if (pointOfA.lsn === pointOfB.lsn) return [pointOfA, pointOfB]
    if (pointOfA.lsn > pointOfB.lsn) indexOfA -= 1
    else indexOfB -= 1
  }
}
