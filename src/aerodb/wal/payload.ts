import { ByteReader, decodeText, MalformedBytes } from '../bytes/byte-reader.ts'
import type { ByteWriter } from '../bytes/byte-writer.ts'
import { u32At } from '../bytes/little-endian.ts'
import { type DocumentKey, storedKey } from '../ids.ts'
import { FORMAT_VERSION } from './limits.ts'

/** A version record: an immutable image of one document at a commit, or a tombstone. */
export interface VersionPayload {
  readonly commitId: number
  readonly key: DocumentKey
  readonly tombstone: boolean
}

/** The first record of every log: which cluster and history it belongs to, and where that history forked off another. */
export interface GenesisPayload {
  readonly formatVersion: number
  readonly clusterId: string
  readonly historyId: string
  /** Empty for a history that has no parent. */
  readonly parentHistoryId: string
  readonly forkLsn: number
}

const HISTORY_ID = /^[0-9a-f]{32}$/

/** commitId u64, key, tombstone u8, body. Throws MalformedBytes. (WAL-4) */
export function readVersionPayload(bytes: Uint8Array, start: number, end: number): VersionPayload {
  const reader = new ByteReader(bytes, start, end)
  const commitId = reader.u64()
  const key = decodeText(reader.block())
  const separator = key.indexOf(':')
  if (separator < 1 || separator === key.length - 1) throw new MalformedBytes('a key that is not collection:id')
  const tombstone = reader.u8()
  if (tombstone > 1) throw new MalformedBytes(`a tombstone flag of ${tombstone}`)
  const body = reader.u32()
  if (body !== reader.remaining) throw new MalformedBytes(`a body of ${body} bytes where ${reader.remaining} are left`)
  if (tombstone === 1 && body !== 0) throw new MalformedBytes('a tombstone with a body')
  if (tombstone === 0 && body === 0) throw new MalformedBytes('a version without a body')
  return { commitId, key: storedKey(key), tombstone: tombstone === 1 }
}

/** Where the body of a version payload that has been verified begins. Its length field comes just before. */
export function versionBodyStart(bytes: Uint8Array, payloadStart: number): number {
  return payloadStart + 8 + 4 + u32At(bytes, payloadStart + 8) + 1 + 4
}

/** commitId u64. Throws MalformedBytes. (WAL-4) */
export function readCommitPayload(bytes: Uint8Array, start: number, end: number): number {
  const reader = new ByteReader(bytes, start, end)
  const commitId = reader.u64()
  reader.end()
  return commitId
}

/** Throws MalformedBytes. (WAL-4) */
export function readGenesisPayload(bytes: Uint8Array, start: number, end: number): GenesisPayload {
  const reader = new ByteReader(bytes, start, end)
  const formatVersion = reader.u16()
  const genesis = {
    formatVersion,
    clusterId: reader.text(),
    historyId: reader.text(),
    parentHistoryId: reader.text(),
    forkLsn: reader.u64(),
  }
  reader.end()
  if (formatVersion !== FORMAT_VERSION) throw new MalformedBytes(`format version ${formatVersion}`)
  if (!HISTORY_ID.test(genesis.historyId)) throw new MalformedBytes('a history id that is not 32 hexadecimal digits')
  if (genesis.parentHistoryId !== '' && !HISTORY_ID.test(genesis.parentHistoryId)) {
    throw new MalformedBytes('a parent history id that is not 32 hexadecimal digits')
  }
  return genesis
}

export function writeGenesisPayload(writer: ByteWriter, genesis: GenesisPayload): void {
  writer
    .u16(genesis.formatVersion)
    .text(genesis.clusterId)
    .text(genesis.historyId)
    .text(genesis.parentHistoryId)
    .u64(genesis.forkLsn)
}
