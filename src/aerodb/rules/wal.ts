import type { RecordFault } from '../wal/fault.ts'
import { MAX_RECORD_BYTES, RECORD_OVERHEAD_BYTES } from '../wal/limits.ts'
import { isKnownRecordType } from '../wal/record-type.ts'
import type { Guard } from './guard.ts'

/** The record's claimed length is possible, lies within the bytes that are there, and its type is known. */
export const recordEnvelope: Guard<[claimedBytes: number, availableBytes: number, type: number, offset: number]> = {
  rule: 'WAL-1',
  code: 'AERO_WAL_ENVELOPE_INVALID',
  severity: 'FATAL',
  holds: (claimedBytes, availableBytes, type) =>
    claimedBytes >= RECORD_OVERHEAD_BYTES &&
    claimedBytes <= MAX_RECORD_BYTES &&
    claimedBytes <= availableBytes &&
    isKnownRecordType(type),
  evidence: (claimedBytes, availableBytes, type, offset) => ({ offset, claimedBytes, availableBytes, type }),
  message: (claimedBytes, availableBytes, type, offset) =>
    `the record at offset ${offset} claims ${claimedBytes} bytes of ${availableBytes} and type ${type}`,
}

export const recordChecksum: Guard<[computedCrc: number, storedCrc: number, offset: number]> = {
  rule: 'WAL-2',
  code: 'AERO_WAL_CHECKSUM_MISMATCH',
  severity: 'FATAL',
  holds: (computedCrc, storedCrc) => computedCrc === storedCrc,
  evidence: (computedCrc, storedCrc, offset) => ({ offset, computedCrc, storedCrc }),
  message: (computedCrc, storedCrc, offset) =>
    `the record at offset ${offset} has CRC ${hex(computedCrc)} and says ${hex(storedCrc)}`,
}

export const recordSequence: Guard<[sequence: number, expected: number, offset: number]> = {
  rule: 'WAL-3',
  code: 'AERO_WAL_SEQUENCE_BROKEN',
  severity: 'FATAL',
  holds: (sequence, expected) => sequence === expected && Number.isSafeInteger(sequence) && sequence >= 1,
  evidence: (sequence, expected, offset) => ({ offset, lsn: sequence, expectedLsn: expected }),
  message: (sequence, expected) => `a record has LSN ${sequence} where ${expected} follows`,
}

export const recordPayload: Guard<[fault: string | null, lsn: number]> = {
  rule: 'WAL-4',
  code: 'AERO_WAL_PAYLOAD_INVALID',
  severity: 'FATAL',
  holds: (fault) => fault === null,
  evidence: (fault, lsn) => ({ lsn, fault }),
  message: (fault, lsn) => `the payload of LSN ${lsn} does not decode: ${fault}`,
}

export const commitFraming: Guard<[fault: string | null, lsn: number, commitId: number]> = {
  rule: 'WAL-5',
  code: 'AERO_WAL_COMMIT_INCOMPLETE',
  severity: 'FATAL',
  holds: (fault) => fault === null,
  evidence: (fault, lsn, commitId) => ({ lsn, commitId, fault }),
  message: (fault, lsn) => `at LSN ${lsn}: ${fault}`,
}

export const commitOrder: Guard<[commitId: number, previous: number, lsn: number]> = {
  rule: 'WAL-6',
  code: 'AERO_WAL_COMMIT_ORDER',
  severity: 'FATAL',
  holds: (commitId, previous) => commitId > previous && Number.isSafeInteger(commitId),
  evidence: (commitId, previous, lsn) => ({ lsn, commitId, previousCommitId: previous }),
  message: (commitId, previous, lsn) => `at LSN ${lsn}, CommitId ${commitId} does not come after ${previous}`,
}

/** A stored batch's key and header agree with its records and with the batch before it. */
export const batchHeader: Guard<[field: string, stored: string | number, expected: string | number, firstLsn: number]> = {
  rule: 'WAL-7',
  code: 'AERO_WAL_BATCH_HEADER',
  severity: 'FATAL',
  holds: (_field, stored, expected) => stored === expected,
  evidence: (field, stored, expected, firstLsn) => ({ batch: firstLsn, field, stored, expected }),
  message: (field, stored, expected, firstLsn) => `the batch at LSN ${firstLsn} says ${field} ${stored}, expected ${expected}`,
}

/** All records of a log, taken together: the composition of WAL-1 to WAL-7, asked of a disk. */
export const logIntact: Guard<[fault: RecordFault | null, verifiedLsn: number]> = {
  rule: 'RECOVERY-5',
  code: 'AERO_RECOVERY_WAL_CORRUPT',
  severity: 'FATAL',
  holds: (fault) => fault === null,
  evidence: (fault, verifiedLsn) => ({
    verifiedLsn,
    ...(fault === null ? {} : { violated: fault.rule, code: fault.code, ...fault.evidence }),
  }),
  message: (fault, verifiedLsn) => `the log does not verify after LSN ${verifiedLsn}: ${fault?.message ?? ''}`,
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0')
}
