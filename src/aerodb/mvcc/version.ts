import { decodeText, MalformedBytes } from '../bytes/byte-reader.ts'
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

export interface DocumentReading {
  /** Null for a tombstone, and where `fault` says why. */
  readonly document: JsonObject | null
  readonly fault: string | null
}

/** Looks into a body. What this engine wrote is a JSON object; anything else is damage that every checksum missed, or a forgery. Never throws. (WAL-4) */
export function readDocument(version: Version): DocumentReading {
  if (version.tombstone) return { document: null, fault: null }
  const body = version.bytes.subarray(versionBodyStart(version.bytes, version.payloadStart), version.payloadEnd)
  try {
    const value: unknown = JSON.parse(decodeText(body))
    return isJsonObject(value) ? { document: value, fault: null } : { document: null, fault: 'a body that is no JSON object' }
  } catch (error) {
    if (error instanceof MalformedBytes || error instanceof SyntaxError) return { document: null, fault: error.message }
    throw error
  }
}
