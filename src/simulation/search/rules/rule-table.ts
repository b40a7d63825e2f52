import type { Reason } from './reasons.ts'
import { REASONS, REMARKS } from './reasons.ts'
import type { Finding } from './search-rule.ts'
import { nameOf, REMOVABLE, type RemovableName } from './take-away.ts'

/** One rule in the table: what breaks without it, or why nothing does. */
export interface RuleRow extends Finding {
  /** Why nothing breaks; null where something does. */
  readonly reason: { readonly kind: Reason['kind']; readonly text: string } | null
  /** Where something breaks: what that does not show of the rule; null where there is nothing to add. */
  readonly remark: string | null
}

/** Findings with their reasons, in the order of the rules' ids. */
export function ruleTable(findings: readonly Finding[]): readonly RuleRow[] {
  return findings
    .map((finding) => ({
      ...finding,
      reason: finding.broken === null ? reasonFor(finding) : null,
      remark: finding.broken === null ? null : remarkOn(finding),
    }))
    .toSorted((a, b) => byId(a.rule, b.rule))
}

/** Rows that say nothing: nothing breaks, and no reason is given, or the search does not bear it out. */
export function unexplained(rows: readonly RuleRow[]): readonly string[] {
  return rows.filter(({ broken, reason, covers }) => broken === null && !isBorneOut(reason, covers)).map(({ rule }) => rule)
}

/** Rules for which a reason is given, and something breaks; or of which it is said what a history does not show, and there is none. */
export function needlessReasons(rows: readonly RuleRow[]): readonly string[] {
  return rows.flatMap((row) => {
    const needless = row.broken === null ? remarkOn(row) : reasonFor(row)
    return needless === null ? [] : [row.rule]
  })
}

function isBorneOut(reason: RuleRow['reason'], covers: Finding['covers']): boolean {
  if (reason === null) return false
  return reason.kind !== 'redundant' || (covers.length > 0 && covers.every(({ broken }) => broken !== null))
}

function reasonFor(finding: Finding): RuleRow['reason'] {
  const name = removableName(finding)
  const reason = name === null ? undefined : REASONS[name]
  return reason === undefined ? null : { kind: reason.kind, text: reason.text }
}

function remarkOn(finding: Finding): string | null {
  const name = removableName(finding)
  return (name === null ? undefined : REMARKS[name]) ?? null
}

function removableName({ rule, guard }: Finding): RemovableName | null {
  const removable = REMOVABLE.find((other) => other.rule === rule && other.guard === guard)
  return removable === undefined ? null : nameOf(removable)
}

function byId(a: string, b: string): number {
  const [family, number] = a.split('-')
  const [otherFamily, otherNumber] = b.split('-')
  if (family !== otherFamily) return (family ?? '') < (otherFamily ?? '') ? -1 : 1
  return Number(number) - Number(otherNumber)
}
