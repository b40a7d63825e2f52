/** How long a frame is seen on its way, at the least: real channels take far less than an eye does. */
export const TRAVEL_MILLIS = 420
/** How long its trail is seen after it arrived. */
export const TRAIL_MILLIS = 280
/** How long the mark of a lost frame is seen. */
export const LOSS_MILLIS = 1100
/** The conditioner sits at the sending end: a frame that it takes away gets no further than this. */
export const LOSS_SHARE = 0.3

/** A frame that was altered on its way stops short of its receiver, so that it can be read, and is seen for this long. */
export const ALTERED_SHARE = 0.84
export const ALTERED_MILLIS = 1400

/** From here on a frame that has not arrived slows down, and never quite gets there. */
const COAST_FROM = 0.8
const COAST_LENGTH = 0.14

/** One way along a lane. Times are in milliseconds, shares 0 (sender) to 1 (receiver). */
export interface Passage {
  readonly startedAt: number
  readonly startShare: number
  /** When delivery was reported; null while the frame is in flight. */
  readonly deliveredAt: number | null
}

/** Where the frame is drawn. Reaches 1 only after `deliveredAt`, and no sooner than its travel takes. */
export function shareAt(passage: Passage, now: number): number {
  const { startedAt, startShare, deliveredAt } = passage
  if (now <= startedAt) return startShare
  const undelivered = coasting(startShare + (now - startedAt) / TRAVEL_MILLIS)
  if (deliveredAt === null) return undelivered
  const reached = coasting(startShare + Math.max(0, deliveredAt - startedAt) / TRAVEL_MILLIS)
  if (reached <= COAST_FROM) return Math.min(1, startShare + (now - startedAt) / TRAVEL_MILLIS)
  return now < deliveredAt ? undelivered : Math.min(1, reached + (now - deliveredAt) / TRAVEL_MILLIS)
}

/** When it is drawn as arrived; null while it is in flight. */
export function arrivalOf(passage: Passage): number | null {
  const { startedAt, startShare, deliveredAt } = passage
  if (deliveredAt === null) return null
  const reached = coasting(startShare + Math.max(0, deliveredAt - startedAt) / TRAVEL_MILLIS)
  if (reached <= COAST_FROM) return startedAt + (1 - startShare) * TRAVEL_MILLIS
  return deliveredAt + (1 - reached) * TRAVEL_MILLIS
}

function coasting(share: number): number {
  if (share <= COAST_FROM) return share
  return COAST_FROM + COAST_LENGTH * (1 - Math.exp(-(share - COAST_FROM) / COAST_LENGTH))
}
