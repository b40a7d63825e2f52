import type { AeroError, Evidence } from '../aerodb/error.ts'

/** A host that can't do its part. No rule is violated: the platform refused, or broke. */
export function hostError(code: `AERO_HOST_${string}`, message: string, evidence: Evidence = {}): AeroError {
  return { code, severity: 'FATAL', message, evidence }
}
