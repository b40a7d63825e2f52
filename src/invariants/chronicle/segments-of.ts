import type { DiskContents } from '../../aerodb/disk.ts'
import { storedRecords } from '../../aerodb/wal/stored-batch.ts'
import type { DiskSegment } from './disk-account.ts'
import { batchHeaderIn } from './readings.ts'

/** Null where the bytes are no stored batch. */
export function segmentOf(bytes: Uint8Array): DiskSegment | null {
  const header = batchHeaderIn(bytes)
  if (header === null) return null
  const { firstLsn, lastLsn, chainBefore } = header
  return { firstLsn, lastLsn, chainBefore, records: storedRecords(bytes) }
}

export function segmentsOf({ batches }: DiskContents): DiskSegment[] {
  return batches.map(({ bytes }) => segmentOf(bytes)).filter((segment) => segment !== null)
}
