import type { Capsule } from './frame-traffic.ts'
import type { Glyph } from './glyph-path.ts'

export type CapsuleTone = 'records' | 'report' | 'hello' | 'refusal' | 'held' | 'altered'

/** What is written on a capsule: the LSNs it carries, the LSN it reports, or what kind of frame it is. */
export function capsuleLabel(capsule: Capsule): string {
  const many = capsule.frames > 1 ? ` ×${capsule.frames}` : ''
  return `${content(capsule)}${many}`
}

/** The same in as much as there may be room for, longest first: `131–133 ×2`, then `…133`. */
export function capsuleLabels(capsule: Capsule): readonly string[] {
  const { lastLsn, firstLsn, reportsLsn } = capsule
  const last = lastLsn ?? reportsLsn
  const label = capsuleLabel(capsule)
  const alone = content(capsule)
  return last === null || firstLsn === lastLsn ? [label, alone] : [label, alone, `…${last}`]
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
