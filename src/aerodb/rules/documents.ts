import { MAX_WRITE_SET_BYTES, MAX_WRITE_SET_OPERATIONS } from '../wal/limits.ts'
import type { Guard } from './guard.ts'

/** `fault` is what `documentFault` found in the document. */
export const writeDocument: Guard<[fault: string | null, operation: number]> = {
  rule: 'DOC-1',
  code: 'AERO_WRITE_DOCUMENT_INVALID',
  severity: 'REJECT',
  holds: (fault) => fault === null,
  evidence: (fault, operation) => ({ operation, fault }),
  message: (fault, operation) => `operation ${operation} puts no valid document: ${fault}`,
}

export const writeKey: Guard<[collection: string, id: string, operation: number]> = {
  rule: 'DOC-2',
  code: 'AERO_WRITE_KEY_INVALID',
  severity: 'REJECT',
  holds: (collection, id) =>
    collection !== '' && id !== '' && !collection.includes(':') && isWellFormed(collection) && isWellFormed(id),
  evidence: (collection, id, operation) => ({ operation, collection, id }),
  message: (collection, id) =>
    `"${collection}" and "${id}" make no key: both must be well-formed and not empty, the collection without a colon`,
}

export const writeSetShape: Guard<[operations: number, repeatedKey: string | null]> = {
  rule: 'DOC-3',
  code: 'AERO_WRITE_SET_INVALID',
  severity: 'REJECT',
  holds: (operations, repeatedKey) => operations >= 1 && operations <= MAX_WRITE_SET_OPERATIONS && repeatedKey === null,
  evidence: (operations, repeatedKey) => ({ operations, maximum: MAX_WRITE_SET_OPERATIONS, repeatedKey }),
  message: (operations, repeatedKey) =>
    repeatedKey === null
      ? `a write set has 1 to ${MAX_WRITE_SET_OPERATIONS} operations, not ${operations}`
      : `a write set names each document once, and ${repeatedKey} twice here`,
}

export const writeSetSize: Guard<[bytes: number]> = {
  rule: 'DOC-4',
  code: 'AERO_WRITE_SET_TOO_LARGE',
  severity: 'REJECT',
  holds: (bytes) => bytes <= MAX_WRITE_SET_BYTES,
  evidence: (bytes) => ({ bytes, maximumBytes: MAX_WRITE_SET_BYTES }),
  message: (bytes) => `a write set of ${bytes} bytes is larger than ${MAX_WRITE_SET_BYTES}`,
}

/** The numbers that a commit would take stay within the safe integers. */
export const writeNumbering: Guard<[lastLsn: number, commitId: number]> = {
  rule: 'DOC-5',
  code: 'AERO_WRITE_NUMBERS_EXHAUSTED',
  severity: 'REJECT',
  holds: (lastLsn, commitId) => Number.isSafeInteger(lastLsn) && Number.isSafeInteger(commitId),
  evidence: (lastLsn, commitId) => ({ lastLsn, commitId, largest: Number.MAX_SAFE_INTEGER }),
  message: (lastLsn, commitId) => `LSN ${lastLsn} or CommitId ${commitId} is beyond the safe integers`,
}

/** First committer wins: no key of the set has a commit newer than the read view that the set was based on. */
export const firstCommitterWins: Guard<[newestCommit: number, basedOn: number, key: string]> = {
  rule: 'MVCC-4',
  code: 'AERO_WRITE_CONFLICT',
  severity: 'REJECT',
  holds: (newestCommit, basedOn) => newestCommit <= basedOn,
  evidence: (newestCommit, basedOn, key) => ({ key, newestCommitId: newestCommit, basedOn }),
  message: (newestCommit, basedOn, key) =>
    `${key} was committed at ${newestCommit}, after the ${basedOn} that this write set is based on`,
}

/** What a write set is based on has been visible here: nobody has read the future. */
export const baseVisible: Guard<[basedOn: number, appliedCommitId: number]> = {
  rule: 'MVCC-7',
  code: 'AERO_WRITE_BASE_UNKNOWN',
  severity: 'REJECT',
  holds: (basedOn, appliedCommitId) => basedOn <= appliedCommitId,
  evidence: (basedOn, appliedCommitId) => ({ basedOn, appliedCommitId }),
  message: (basedOn, appliedCommitId) => `no one can have read CommitId ${basedOn}: this node stands at ${appliedCommitId}`,
}

const LONE_SURROGATE = /\p{Surrogate}/u

/** No lone surrogates: what UTF-8 can say. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text)
}
