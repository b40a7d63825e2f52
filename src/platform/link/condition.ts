/**
 * What a person has set one direction of a link to. `cut` makes frames vanish with no event at either end. `count` (default 1) frames, of
 * those that carry WAL records or of all (default: `wal` in a direction that carries records, `all` in any other). `reorder` holds a frame
 * until the next such frame has passed it. `truncate` cuts a frame to half its length. `flipBit` flips bit `bit` of the frame (default: one
 * in its middle), counted from the lowest bit of the first byte, modulo the frame's length.
 */
export type LinkCondition = LastingCondition | CountedCondition

export interface LastingCondition {
  readonly kind: 'pass' | 'hold' | 'cut'
}

/** Over once it has met its frames. */
export interface CountedCondition {
  readonly kind: 'drop' | 'duplicate' | 'reorder' | 'truncate' | 'flipBit'
  readonly count?: number
  readonly frames?: 'wal' | 'all'
  readonly bit?: number
}

export const PASS: LinkCondition = { kind: 'pass' }

function isCounted(condition: LinkCondition): condition is CountedCondition {
  return condition.kind !== 'pass' && condition.kind !== 'hold' && condition.kind !== 'cut'
}

/** How many frames a condition meets before it is over; null for one that lasts until it is replaced. */
export function countOf(condition: LinkCondition): number | null {
  return isCounted(condition) ? (condition.count ?? 1) : null
}

/** Makes the default for `frames` explicit: which it is depends on the direction, and a conditioner knows none. */
export function meeting(condition: LinkCondition, frames: 'wal' | 'all'): LinkCondition {
  return isCounted(condition) ? { frames, ...condition } : condition
}

/** What became of a frame. `sent` and `released` are on their way; `delivered` reached the other node; the rest says how it died or changed. */
export type FrameFate =
  | 'sent'
  | 'held'
  | 'released'
  | 'delivered'
  | 'cut'
  | 'dropped'
  | 'duplicated'
  | 'reordered'
  | 'truncated'
  | 'bitFlipped'
  | 'lostWithLink'
