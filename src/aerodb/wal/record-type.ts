export type RecordTypeName = 'insert' | 'update' | 'delete' | 'commit' | 'version' | 'gc' | 'genesis'

/** AeroDB's record types, and our markers from 16 up. 0 to 2 come from AeroDB before MVCC: read, never written. */
const RECORD_TYPES = new Map<number, RecordTypeName>([
  [0, 'insert'],
  [1, 'update'],
  [2, 'delete'],
  [3, 'commit'],
  [4, 'version'],
  [5, 'gc'],
  [16, 'genesis'],
])

export const COMMIT_RECORD = 3
export const VERSION_RECORD = 4
export const GENESIS_RECORD = 16

export function recordTypeName(type: number): RecordTypeName | null {
  return RECORD_TYPES.get(type) ?? null
}

export function isKnownRecordType(type: number): boolean {
  return RECORD_TYPES.has(type)
}
