import type { FrameEvent } from '../../../cluster/frame-event.ts'
import { arrivalOf } from './capsule-motion.ts'
import type { Capsule } from './frame-traffic.ts'

/**
 * When the frame that this one answers is drawn as arrived, in milliseconds: no answer is drawn before it. A real channel takes far less than
 * is drawn, so the answer is there long before. An answer proves that what it answers was delivered, reported or not. Null where the frame
 * answers nothing that is drawn.
 */
export function causeArrives(event: FrameEvent, drawn: Iterable<Capsule>, now: number): number | null {
  if (event.kind === 'hello' || event.kind === 'records') return null
  let arrives: number | null = null
  for (const capsule of drawn) {
    if (!answers(event, capsule)) continue
    const { passage } = capsule
    const arrival = arrivalOf({ ...passage, deliveredAt: passage.deliveredAt ?? now })
    if (arrival !== null) arrives = Math.max(arrives ?? arrival, arrival)
  }
  return arrives
}

function answers(event: FrameEvent, { from, to, kind, firstLsn, waiting, loss }: Capsule): boolean {
  if (from !== event.to || to !== event.from || waiting || loss !== null) return false
  switch (event.kind) {
    case 'report':
      return kind === 'records' && firstLsn !== null && event.reportsLsn !== null && firstLsn <= event.reportsLsn
    case 'present':
      return kind === 'hello'
    default:
      return true
  }
}
