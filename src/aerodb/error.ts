/** An error is a value: a stable code, how grave it is, the rule that was violated, and what the rule was evaluated on. */
export type Severity = 'FATAL' | 'ERROR' | 'REJECT' | 'BUG'

/** Plain JSON: what a rule was evaluated on, both sides' coordinates. */
export type Evidence = { readonly [field: string]: EvidenceValue }
export type EvidenceValue = string | number | boolean | null | readonly EvidenceValue[] | Evidence

export interface AeroError {
  /** `AERO_<CATEGORY>_<NAME>`; never changes its meaning. */
  readonly code: string
  readonly severity: Severity
  /** The id of the violated rule in `public/specs`; absent where no rule is at stake (a malformed request, a full disk). */
  readonly rule?: string
  /** One short sentence, made of the evidence. */
  readonly message: string
  readonly evidence?: Evidence
}
