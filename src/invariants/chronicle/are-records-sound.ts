import { GUARDS } from '../../aerodb/rules/guards.ts'
import { readRecord } from '../../aerodb/wal/record.ts'
import { commitsOf } from './commits-of.ts'

/** Whether each record is whole and its checksum fits, and CommitIds go up from 1. Whatever else a node finds wrong, this is enough to be wrong. */
export function areRecordsSound(records: Uint8Array): boolean {
  for (let offset = 0; offset < records.length; ) {
    const reading = readRecord(GUARDS, records, offset, records.length)
    if (reading.kind === 'fault') return false
    offset = reading.record.end
  }
  let newest = 0
  for (const { commitId } of commitsOf(records)) {
    if (commitId <= newest) return false
    newest = commitId
  }
  return true
}
