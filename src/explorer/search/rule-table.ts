/** The shortest history that goes wrong. */
export interface ShownBreach {
  readonly invariants: readonly string[]
  /** The name of the scope in which it was found. */
  readonly scope: string
  readonly history: readonly string[]
}

/** One rule, as `npm run rules` wrote it down. */
export interface ShownRule {
  readonly rule: string
  readonly guard: string | null
  readonly states: number
  readonly broken: ShownBreach | null
  /** Where nothing breaks: why. */
  readonly reason: { readonly kind: 'redundant' | 'scope'; readonly text: string } | null
  /** Where something breaks: what that does not show of the rule. */
  readonly remark: string | null
  /** Those that cover it, and what breaks without them too. */
  readonly covers: readonly { readonly rules: readonly string[]; readonly broken: ShownBreach | null }[]
}

/** The table that ships with the page. Rejects where it can't be had. */
export async function readRuleTable(): Promise<readonly ShownRule[]> {
  const response = await fetch(`${import.meta.env.BASE_URL}rules/rule-table.json`)
  if (!response.ok) throw new Error(`rule-table.json: ${response.status}`)
  const table: unknown = await response.json()
  if (!isTable(table)) throw new Error('rule-table.json: no table')
  return table
}

function isTable(value: unknown): value is readonly ShownRule[] {
  return (
    Array.isArray(value) &&
    value.every((row: unknown) => typeof row === 'object' && row !== null && 'rule' in row && 'broken' in row && 'covers' in row)
  )
}
