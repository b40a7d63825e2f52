import type { AeroError, Evidence } from '../aerodb/error.ts'

/** Where a rule of a node stands behind what the platform refused. Elsewhere none is violated: the platform lacks something, or broke. */
const RULES: ReadonlyMap<string, string> = new Map([
  ['AERO_HOST_DISK_UNWRITABLE', 'WAL-10'],
  ['AERO_HOST_DISK_CLOSED', 'WAL-10'],
  ['AERO_HOST_DATABASE_NEWER', 'RECOVERY-3'],
  ['AERO_HOST_SECOND_TAB', 'MODEL-2'],
])

/** A host that can't do its part. */
export function hostError(code: `AERO_HOST_${string}`, message: string, evidence: Evidence): AeroError {
  const rule = RULES.get(code)
  return { code, severity: 'FATAL', ...(rule === undefined ? {} : { rule }), message, evidence }
}
