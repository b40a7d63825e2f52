import type { AeroError, Evidence, Severity } from '../error.ts'
import type { HaltReason } from '../observation.ts'

/**
 * A rule that is asked: one pure function over the facts, and what its refusal is called. The statement and the reason stand under `rule`
 * in `public/specs`.
 */
export interface Guard<Facts extends readonly unknown[]> {
  readonly rule: string
  readonly code: string
  readonly severity: Severity
  /** Why a node halts when the rule fails; absent where a failure refuses one request, one frame or one start. */
  readonly halt?: HaltReason
  holds(...facts: Facts): boolean
  /** What the rule was evaluated on, for either verdict. */
  evidence(...facts: Facts): Evidence
  /** One short sentence for a failure. */
  message(...facts: Facts): string
}

export interface Refusal {
  readonly verdict: 'fails'
  readonly error: AeroError
  readonly halt: HaltReason | null
}

/** One shared value: asking a rule that holds builds nothing. */
export const OK = { verdict: 'holds' } as const
export type Verdict = typeof OK | Refusal

export function refusalOf<Facts extends readonly unknown[]>(guard: Guard<Facts>, facts: Facts): Refusal {
  const { rule, code, severity, halt = null } = guard
  return {
    verdict: 'fails',
    error: { code, severity, rule, message: guard.message(...facts), evidence: guard.evidence(...facts) },
    halt,
  }
}

/** How a chain of checks puts its questions. Two ways exist: plainly, and with a record of every answer for an explanation. */
export type Ask = <Facts extends readonly unknown[]>(guard: Guard<Facts>, ...facts: Facts) => Verdict

export const askPlainly: Ask = (guard, ...facts) => (guard.holds(...facts) ? OK : refusalOf(guard, facts))

/** Asks in order and stops at the first rule that fails; null where all hold. */
export function firstRefusal(checks: readonly (() => Verdict)[]): Refusal | null {
  for (const check of checks) {
    const verdict = check()
    if (verdict.verdict === 'fails') return verdict
  }
  return null
}
