import type { Reason } from './reasons.ts'
import { REASONS } from './reasons.ts'
import type { Finding } from './search-rule.ts'
import { nameOf, REMOVABLE } from './take-away.ts'

/** One rule in the table: what breaks without it, or why nothing does. */
export interface RuleRow extends Finding {
  /** Why nothing breaks; null where something does. */
  readonly reason: { readonly kind: Reason['kind']; readonly text: string } | null
}

/** Findings with their reasons, in the order of the rules' ids. */
export function ruleTable(findings: readonly Finding[]): readonly RuleRow[] {
  return findings
    .map((finding) => ({ ...finding, reason: finding.broken === null ? reasonFor(finding) : null }))
    .toSorted((a, b) => byId(a.rule, b.rule))
}

/** Rows that say nothing: nothing breaks, and no reason is given, or the search does not bear it out. */
export function unexplained(rows: readonly RuleRow[]): readonly string[] {
  return rows.filter(({ broken, reason, covers }) => broken === null && !isBorneOut(reason, covers)).map(({ rule }) => rule)
}

/** Rules for which a reason is given, and something breaks. */
export function needlessReasons(rows: readonly RuleRow[]): readonly string[] {
  const needed = new Set(rows.flatMap(({ rule, broken }) => (broken === null ? [] : [rule])))
  return REMOVABLE.filter((removable) => REASONS[nameOf(removable)] !== undefined && needed.has(removable.rule)).map(
    ({ rule }) => rule,
  )
}

function isBorneOut(reason: RuleRow['reason'], covers: Finding['covers']): boolean {
  if (reason === null) return false
  return reason.kind !== 'redundant' || (covers.length > 0 && covers.every(({ broken }) => broken !== null))
}

function reasonFor({ rule }: Finding): RuleRow['reason'] {
  const removable = REMOVABLE.find((other) => other.rule === rule)
  const reason = removable === undefined ? undefined : REASONS[nameOf(removable)]
  return reason === undefined ? null : { kind: reason.kind, text: reason.text }
}

function byId(a: string, b: string): number {
  const [family, number] = a.split('-')
  const [otherFamily, otherNumber] = b.split('-')
  if (family !== otherFamily) return (family ?? '') < (otherFamily ?? '') ? -1 : 1
  return Number(number) - Number(otherNumber)
}
