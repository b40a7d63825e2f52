import type { Capsule } from './frame-traffic.ts'
import type { Glyph } from './glyph-path.ts'

export type CapsuleTone = 'records' | 'report' | 'hello' | 'refusal' | 'held' | 'altered'

/** What is written on a capsule, longest first, for as much room as there is: the LSNs it carries, the LSN it reports, or what it is. */
export function capsuleLabels(capsule: Capsule): readonly string[] {
  const { lastLsn, firstLsn, reportsLsn, frames } = capsule
  const alone = content(capsule)
  const label = frames > 1 ? `${alone} ×${frames}` : alone
  const last = lastLsn ?? reportsLsn
  return last === null || (lastLsn !== null && firstLsn === lastLsn) ? [label, alone] : [label, alone, `…${last}`]
}

/** What was done to it; null for a frame that passes. */
export function capsuleGlyph(capsule: Capsule): Glyph | null {
  if (capsule.loss !== null) return 'drop'
  switch (capsule.mark) {
    case 'bitFlipped':
      return 'flipBit'
    case 'truncated':
      return 'truncate'
    case 'duplicated':
      return 'duplicate'
    case 'reordered':
      return 'reorder'
    case null:
      return capsule.waiting ? 'hold' : null
  }
}

export function capsuleTone(capsule: Capsule): CapsuleTone {
  if (capsule.loss !== null || capsule.mark === 'bitFlipped' || capsule.mark === 'truncated') return 'altered'
  if (capsule.waiting || capsule.mark === 'reordered') return 'held'
  switch (capsule.kind) {
    case 'records':
      return 'records'
    case 'report':
      return 'report'
    case 'refuse':
    case 'endSession':
      return 'refusal'
    case 'hello':
    case 'present':
    case 'accept':
      return 'hello'
  }
}

function content(capsule: Capsule): string {
  if (capsule.firstLsn !== null && capsule.lastLsn !== null)
    return capsule.firstLsn === capsule.lastLsn ? `${capsule.firstLsn}` : `${capsule.firstLsn}–${capsule.lastLsn}`
  switch (capsule.kind) {
    case 'report':
      return capsule.reportsLsn === null ? 'report' : `at ${capsule.reportsLsn}`
    case 'endSession':
      return 'end'
    default:
      return capsule.kind
  }
}
