import type { AeroError, Evidence, Severity } from '../aerodb/error.ts'

/**
 * A command that is impossible: no such node, a kill of a dead one, malformed input, a host that can't. Its message begins with the code and a
 * colon, because that is all that crosses some borders. What the database refuses is a value, not this.
 */
export class AeroFailure extends Error {
  readonly code: string
  readonly severity: Severity
  readonly rule: string | undefined
  readonly evidence: Evidence | undefined
  /** The message without the code. */
  readonly reason: string

  constructor(error: AeroError) {
    super(`${error.code}: ${error.message}`)
    // As the automation contract names it.
    this.name = 'AeroError'
    this.code = error.code
    this.severity = error.severity
    this.rule = error.rule
    this.evidence = error.evidence
    this.reason = error.message
  }

  /** Of a command that was refused before it did anything. */
  static refusing(code: `AERO_${string}`, message: string, evidence: Evidence = {}): AeroFailure {
    return new AeroFailure({ code, severity: 'REJECT', message, evidence })
  }
}

/** What was thrown, as an error value: a failure's own, and anything else as the bug that it is. */
export function errorOf(thrown: unknown): AeroError {
  if (thrown instanceof AeroFailure) {
    const { code, severity, rule, reason: message, evidence } = thrown
    return { code, severity, message, ...(rule === undefined ? {} : { rule }), ...(evidence === undefined ? {} : { evidence }) }
  }
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
  const stack = thrown instanceof Error ? (thrown.stack ?? null) : null
  return { code: 'AERO_HOST_FAULT', severity: 'BUG', message, evidence: { stack } }
}
