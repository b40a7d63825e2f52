import type { BatchFailure } from '../aerodb/input.ts'

/** Aborts that happen before a transaction commits, so that nothing of it can have landed. */
const BEFORE_COMMIT: ReadonlySet<string> = new Set(['QuotaExceededError', 'ConstraintError', 'DataError'])

/** Why a batch did not become durable. An error of the medium (UnknownError) or none at all says nothing of what landed: no guessing. (WAL-10) */
export function batchFailureOf(error: DOMException | null): BatchFailure {
  const cause = error === null ? 'aborted without a reason' : error.name
  return { outcome: BEFORE_COMMIT.has(cause) ? 'aborted' : 'unknown', cause }
}
