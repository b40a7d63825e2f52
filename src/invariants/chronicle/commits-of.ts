import { MalformedBytes } from '../../aerodb/bytes/byte-reader.ts'
import { commitId } from '../../aerodb/ids.ts'
import { GUARDS } from '../../aerodb/rules/guards.ts'
import { readVersionPayload, versionBodyStart } from '../../aerodb/wal/payload.ts'
import { readRecord } from '../../aerodb/wal/record.ts'
import { COMMIT_RECORD, VERSION_RECORD } from '../../aerodb/wal/record-type.ts'
import type { Body, CommitAccount, CommittedVersion } from './history-account.ts'

/** The commits in some records, read with the engine's one decoder of them. */
export function commitsOf(records: Uint8Array): readonly CommitAccount[] {
  const commits: CommitAccount[] = []
  let versions: CommittedVersion[] = []
  for (let offset = 0; offset < records.length; ) {
    const reading = readRecord(GUARDS, records, offset, records.length)
    if (reading.kind === 'fault') return commits
    const { type, payloadStart, payloadEnd, end } = reading.record
    offset = end
    if (type === VERSION_RECORD) {
      const payload = readable(records, payloadStart, payloadEnd)
      if (payload === null) return commits
      const { commitId: id, key, tombstone } = payload
      const body: Body = tombstone
        ? { kind: 'tombstone' }
        : { kind: 'bytes', bytes: records, start: versionBodyStart(records, payloadStart), end: payloadEnd }
      versions.push({ key, commitId: id, body })
    } else if (type === COMMIT_RECORD) {
      const [first] = versions
      if (first !== undefined) commits.push({ commitId: commitId(first.commitId), versions })
      versions = []
    }
  }
  return commits
}

/** Null for what no sound engine writes: what such a log amounts to is for recovery to say. */
function readable(records: Uint8Array, start: number, end: number): ReturnType<typeof readVersionPayload> | null {
  try {
    return readVersionPayload(records, start, end)
  } catch (error) {
    if (error instanceof MalformedBytes) return null
    throw error
  }
}
