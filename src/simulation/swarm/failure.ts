import type { Evidence } from '../../aerodb/error.ts'

/**
 * What a run failed by. `breach`: an invariant. `threw`: a node or its host, which is a bug of either. `stuck`: a node that did not come back, with no
 * fault to explain it. `unanswered`: a request without an end. `restless`: faults are over, and it does not settle. `differs`: the same seed did not give the same run.
 */
export interface Failure {
  readonly kind: 'breach' | 'threw' | 'stuck' | 'unanswered' | 'restless' | 'differs'
  /** What makes it the same failure as another: the invariant, the error, the role and rule. */
  readonly what: string
  readonly evidence: Evidence
}

export function isSameFailure(a: Failure, b: Failure | null): b is Failure {
  return b !== null && a.kind === b.kind && a.what === b.what
}
