import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { crc32 } from '../bytes/checksum.ts'
import { ZERO_DIGEST } from '../digest.ts'
import { lsn, NO_COMMIT, NO_LSN } from '../ids.ts'
import { GUARDS } from '../rules/guards.ts'
import { readCommitPayload, readVersionPayload, type VersionPayload } from './payload.ts'
import { type RecordPlace, readRecord } from './record.ts'
import { recordTypeName } from './record-type.ts'
import { scanRecords } from './scan.ts'

const hash = await loadHash128()

const bytesOf = (file: URL): Uint8Array => new Uint8Array(readFileSync(file))
const DOCUMENTS = bytesOf(new URL('./fixtures/documents.wal.log', import.meta.url))
const MVCC = bytesOf(new URL('./fixtures/mvcc.wal.log', import.meta.url))

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Every record of a file, read as this engine reads any; throws at the first that it does not believe. */
function readAll(bytes: Uint8Array): readonly RecordPlace[] {
  const records: RecordPlace[] = []
  for (let offset = 0; offset < bytes.length; offset = records.at(-1)?.end ?? bytes.length) {
    const reading = readRecord(GUARDS, bytes, offset, bytes.length)
    if (reading.kind === 'fault') throw new Error(`at ${offset}: ${reading.fault.message}`)
    records.push(reading.record)
  }
  return records
}

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1)

/** The same records further up in a log. */
function renumberedBy(offset: number, bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice()
  const view = viewOf(copy)
  for (const { start, end, sequence } of readAll(bytes)) {
    view.setBigUint64(start + 5, BigInt(sequence + offset), true)
    view.setUint32(end - 4, crc32(copy.subarray(start, end - 4)), true)
  }
  return copy
}

function countByType(records: readonly RecordPlace[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { type } of records) {
    const name = recordTypeName(type) ?? 'unknown'
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

describe('the envelope is the one that AeroDB itself writes (WAL-1, WAL-2)', () => {
  test('every document record of AeroDB before MVCC is read', () => {
    const records = readAll(DOCUMENTS)
    expect(records.map(({ sequence }) => sequence)).toEqual(upTo(26))
    expect(countByType(records)).toEqual({ insert: 10, update: 12, delete: 4 })
    expect(records.at(-1)?.end).toBe(72_483)
  })

  test('every commit and version of AeroDB with MVCC is read', () => {
    const records = readAll(MVCC)
    expect(records.map(({ sequence }) => sequence)).toEqual(upTo(36))
    expect(countByType(records)).toEqual({ commit: 12, version: 24 })
    expect(records.at(-1)?.end).toBe(2334)
  })

  test('the checksum that was read is the one that AeroDB wrote', () => {
    const view = viewOf(MVCC)
    for (const { crc, end } of readAll(MVCC)) expect(crc).toBe(view.getUint32(end - 4, true))
  })
})

describe('the payloads are those that AeroDB itself writes (WAL-4)', () => {
  const records = readAll(MVCC)
  const commits = records.filter(({ type }) => recordTypeName(type) === 'commit')
  const versions: readonly VersionPayload[] = records
    .filter(({ type }) => recordTypeName(type) === 'version')
    .map(({ payloadStart, payloadEnd }) => readVersionPayload(MVCC, payloadStart, payloadEnd))

  test('commits', () => {
    expect(commits.map(({ payloadStart, payloadEnd }) => readCommitPayload(MVCC, payloadStart, payloadEnd))).toEqual(upTo(12))
  })

  test('versions, each of the commit that it follows', () => {
    const keys = new Set(versions.map(({ key }) => key))
    expect([...keys].toSorted()).toEqual(['users:user_0', 'users:user_1', 'users:user_2', 'users:user_3', 'users:user_4'])
    expect(new Set(versions.map(({ commitId }) => commitId))).toEqual(new Set(upTo(12)))
    expect(versions.filter(({ tombstone }) => tombstone)).not.toEqual([])
  })
})

describe('a file of AeroDB on one node is not a log of this engine', () => {
  const before = { lsn: NO_LSN, chain: ZERO_DIGEST, commitId: NO_COMMIT }

  test('its first commit record comes before its versions, and no genesis before it (WAL-5)', () => {
    expect(scanRecords(GUARDS, hash, MVCC, before)).toMatchObject({
      segment: null,
      fault: { rule: 'WAL-5', code: 'AERO_WAL_COMMIT_INCOMPLETE', evidence: { lsn: 1 } },
    })
  })

  test('behind a genesis record, too: no version comes before its first commit record (WAL-5)', () => {
    const scan = scanRecords(GUARDS, hash, renumberedBy(1, MVCC), { ...before, lsn: lsn(1) })
    expect(scan).toMatchObject({ segment: null, fault: { rule: 'WAL-5', evidence: { lsn: 2, commitId: 1 } } })
  })

  test('records of AeroDB before MVCC are known, and have no place in a log (WAL-5)', () => {
    expect(scanRecords(GUARDS, hash, DOCUMENTS, before)).toMatchObject({ segment: null, fault: { rule: 'WAL-5' } })
  })
})
