import type { Hash128 } from '../digest.ts'
import { commitId, type DocumentKey, type Lsn, lsn } from '../ids.ts'
import type { ChainInspection, ChainSelection, VersionInspection, WalRecordInspection } from '../inspection.ts'
import { readDocument, type Version } from '../mvcc/version.ts'
import type { VersionStore } from '../mvcc/version-store.ts'
import type { Log } from '../wal/log.ts'
import { readCommitPayload, readVersionPayload } from '../wal/payload.ts'
import { COMMIT_RECORD, recordTypeName, VERSION_RECORD } from '../wal/record-type.ts'
import { recordBytes, type Segment, segmentRecords } from '../wal/segment.ts'

const MAX_RECORDS = 10_000

export function inspectRecords(hash: Hash128, log: Log, from: Lsn, limit: number): readonly WalRecordInspection[] {
  const wanted = Math.min(limit, MAX_RECORDS)
  const records: WalRecordInspection[] = []
  const start = Math.max(from, log.retainedFrom)
  for (let index = log.indexOf(start); index >= 0 && records.length < wanted; index++) {
    const segment = log.segments[index]
    if (segment === undefined) break
    inspectSegment(hash, segment, start, wanted, records)
  }
  return records
}

function inspectSegment(hash: Hash128, segment: Segment, from: number, wanted: number, into: WalRecordInspection[]): void {
  let chain = segment.chainBefore
  for (let index = 0; index < segmentRecords(segment) && into.length < wanted; index++) {
    const bytes = recordBytes(segment, index)
    chain = hash(chain, bytes)
    if (segment.firstLsn + index >= from)
      into.push({ lsn: lsn(segment.firstLsn + index), ...inspectRecord(bytes), chainDigest: chain })
  }
}

function inspectRecord(bytes: Uint8Array): Omit<WalRecordInspection, 'lsn' | 'chainDigest'> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const type = view.getUint8(4)
  const common = { type: recordTypeName(type) ?? 'genesis', bytes: bytes.length, crc: view.getUint32(bytes.length - 4, true) }
  const end = bytes.length - 4
  if (type === VERSION_RECORD) {
    const { commitId: id, key, tombstone } = readVersionPayload(bytes, 13, end)
    return { ...common, commitId: commitId(id), key, tombstone }
  }
  return {
    ...common,
    commitId: type === COMMIT_RECORD ? commitId(readCommitPayload(bytes, 13, end)) : null,
    key: null,
    tombstone: false,
  }
}

export function logBytes(log: Log): Uint8Array {
  const bytes = new Uint8Array(log.segments.reduce((sum, segment) => sum + segment.bytes.length, 0))
  let offset = 0
  for (const segment of log.segments) {
    bytes.set(segment.bytes, offset)
    offset += segment.bytes.length
  }
  return bytes
}

export function inspectVersions(versions: VersionStore, key: DocumentKey): readonly VersionInspection[] {
  return versions.chain(key).map((version: Version) => {
    const { commitId: id, lsn: at, tombstone } = version
    return { commitId: id, lsn: at, tombstone, document: readDocument(version).document }
  })
}

export function inspectChains(versions: VersionStore, selection: ChainSelection): readonly ChainInspection[] {
  const keys = selection.kind === 'keys' ? selection.keys : versions.recentKeys(selection.limit)
  const most = selection.versions ?? Number.POSITIVE_INFINITY
  return keys.map((key) => {
    const chain = versions.chain(key)
    const olderVersions = Math.max(0, chain.length - most)
    return {
      key,
      olderVersions,
      versions: chain.slice(olderVersions).map(({ commitId: id, lsn: at, tombstone }) => ({ commitId: id, lsn: at, tombstone })),
    }
  })
}
