/** AeroDB's record types, and our markers from 16 up. 0 to 2 come from AeroDB before MVCC: read, never written. */
export const RECORD_TYPES = {
  0: 'insert',
  1: 'update',
  2: 'delete',
  3: 'commit',
  4: 'version',
  5: 'gc',
  16: 'genesis',
} as const

export const COMMIT_RECORD = 3
export const VERSION_RECORD = 4
export const GENESIS_RECORD = 16

export type RecordTypeName = (typeof RECORD_TYPES)[keyof typeof RECORD_TYPES]

export function recordTypeName(type: number): RecordTypeName | null {
  return type in RECORD_TYPES ? RECORD_TYPES[type as keyof typeof RECORD_TYPES] : null
}

export function isKnownRecordType(type: number): boolean {
  return type in RECORD_TYPES
}
