import type { Evidence, EvidenceValue } from '../../aerodb/error.ts'

/** One fact that a rule was evaluated on, ready to be read. */
export interface EvidenceFact {
  readonly name: string
  readonly value: string
  /** The whole value, where `value` is shortened. */
  readonly whole: string
}

const LONG_HEX = /^(?=.*[a-f])[0-9a-f]{16,}$/
const HEX_SHOWN = 8

/** `expectedLsn` as "expected LSN", `appliedCommitId` as "applied CommitId". */
export function factName(field: string): string {
  return field
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\bcommit id\b/g, 'CommitId')
    .replace(/\b(lsn|wal|crc)\b/g, (initials) => initials.toUpperCase())
}

function valueText(value: EvidenceValue): string {
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value !== 'object') return String(value)
  if (isList(value)) return value.length === 0 ? 'none' : value.map(valueText).join(', ')
  return Object.entries(value)
    .map(([field, inner]) => `${factName(field)} ${valueText(inner)}`)
    .join(', ')
}

function isList(value: EvidenceValue): value is readonly EvidenceValue[] {
  return Array.isArray(value)
}

/** The evidence of one rule, fact by fact, in the order in which the rule gave it. Digests are shortened. */
export function evidenceFacts(evidence: Evidence): readonly EvidenceFact[] {
  return Object.entries(evidence).map(([field, value]) => {
    const whole = /crc/i.test(field) && typeof value === 'number' ? value.toString(16).padStart(8, '0') : valueText(value)
    return { name: factName(field), value: LONG_HEX.test(whole) ? `${whole.slice(0, HEX_SHOWN)}…` : whole, whole }
  })
}
