import type { Evidence } from '../error.ts'

/** The first thing wrong with a run of records: which rule it violates, and where. */
export interface RecordFault {
  readonly rule: string
  readonly code: string
  readonly message: string
  readonly evidence: Evidence
}
