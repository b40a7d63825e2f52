import { decodeText } from '../bytes/byte-reader.ts'
import type { CommitId, Lsn } from '../ids.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { versionBodyStart } from '../wal/payload.ts'

/** One immutable version of one document. Its payload stays where the log has it: nothing is copied. (MVCC-2) */
export interface Version {
  readonly commitId: CommitId
  readonly lsn: Lsn
  readonly tombstone: boolean
  readonly bytes: Uint8Array
  readonly payloadStart: number
  readonly payloadEnd: number
}

/** The document; null for a tombstone. A body that was written by this engine is JSON; anything else throws (a bug, or damage that a checksum missed). */
export function versionDocument(version: Version): JsonObject | null {
  if (version.tombstone) return null
  const body = version.bytes.subarray(versionBodyStart(version.bytes, version.payloadStart), version.payloadEnd)
  const value: unknown = JSON.parse(decodeText(body))
  if (!isJsonObject(value)) throw new Error(`the body of LSN ${version.lsn} is no JSON object`)
  return value
}
