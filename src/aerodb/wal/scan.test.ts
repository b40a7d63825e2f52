import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { digestsEqual, type Hash128, ZERO_DIGEST } from '../digest.ts'
import { commitId, documentKey, lsn, NO_COMMIT, NO_LSN } from '../ids.ts'
import { GUARDS } from '../rules/guards.ts'
import { BatchEncoder } from './batch-encoder.ts'
import { readRecord } from './record.ts'
import { type LogEnd, scanRecords } from './scan.ts'
import { chainAfterRecord, recordBytes, segmentFrom, segmentRecords } from './segment.ts'
import { readBatchHeader, storedRecords } from './stored-batch.ts'

const hash: Hash128 = await loadHash128()

const START: LogEnd = { lsn: NO_LSN, chain: ZERO_DIGEST, commitId: NO_COMMIT }
const HISTORY = '0123456789abcdef0123456789abcdef'

/** Text as a document may hold it: any well-formed string. */
const text = (minLength: number) => fc.string({ unit: 'binary', minLength, maxLength: 12 })
const collection = text(1).filter((name) => !name.includes(':'))
const operation = fc.record({
  key: fc.tuple(collection, text(1)).map(([name, id]) => documentKey(name, id)),
  body: fc.option(text(1), { nil: null }),
})
const commit = fc.record({
  /** How far its CommitId lies above the one before it. */
  step: fc.integer({ min: 1, max: 1_000_000 }),
  operations: fc.uniqueArray(operation, { minLength: 1, maxLength: 5, selector: ({ key }) => key }),
})
const commits = fc.array(commit, { minLength: 1, maxLength: 6 })

interface Commit {
  readonly step: number
  readonly operations: readonly { readonly key: ReturnType<typeof documentKey>; readonly body: string | null }[]
}

function encode(before: LogEnd, written: readonly Commit[]) {
  const encoder = new BatchEncoder(hash, before)
  if (before.lsn === 0) {
    encoder.genesis({ formatVersion: 1, clusterId: 'a cluster', historyId: HISTORY, parentHistoryId: '', forkLsn: 0 })
  }
  for (const { step, operations } of written) encoder.commit(commitId(encoder.lastCommitId + step), operations)
  return encoder.finish()
}

const decoded = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('what is encoded is what is scanned (WAL-1 to WAL-6)', () => {
  test('every version, with its commit, key, tombstone and body', () => {
    fc.assert(
      fc.property(commits, (written) => {
        const { segment, versions } = encode(START, written)
        const scan = scanRecords(GUARDS, hash, segment.bytes, START)
        expect(scan.fault).toBeNull()
        expect(scan.segment).toEqual(segment)
        expect(scan.versions).toEqual(versions)
        expect(scan.genesis).toMatchObject({ clusterId: 'a cluster', historyId: HISTORY })
        const operations = written.flatMap((one) => one.operations)
        expect(scan.versions.map(({ key, tombstone }) => [key, tombstone])).toEqual(
          operations.map(({ key, body }) => [key, body === null]),
        )
        for (const [index, { payloadStart, payloadEnd }] of scan.versions.entries()) {
          const payload = decoded(segment.bytes.subarray(payloadStart, payloadEnd))
          expect(payload.endsWith(operations[index]?.body ?? '')).toBe(true)
        }
      }),
    )
  })

  test('a log in two batches is the log in one, chain digest and all (WAL-11)', () => {
    fc.assert(
      fc.property(commits, commits, (first, second) => {
        const one = encode(START, [...first, ...second]).segment
        const head = encode(START, first).segment
        const end = { lsn: head.lastLsn, chain: head.chainAfter, commitId: head.lastCommitId }
        const tail = scanRecords(GUARDS, hash, encode(end, second).segment.bytes, end).segment
        expect(tail?.chainAfter).toEqual(one.chainAfter)
        expect(tail?.lastCommitId).toBe(one.lastCommitId)
        expect(Buffer.concat([head.bytes, tail?.bytes ?? new Uint8Array(0)]).equals(one.bytes)).toBe(true)
      }),
    )
  })

  test('the chain digest of a record is that of the digest before it and its exact bytes (WAL-11)', () => {
    const { segment } = encode(START, [{ step: 1, operations: [{ key: documentKey('c', 'a'), body: '{}' }] }])
    let chain: Uint8Array = new Uint8Array(16)
    for (const index of [0, 1, 2]) chain = hash(new Uint8Array([...chain, ...recordBytes(segment, index)]))
    expect(digestsEqual(segment.chainAfter, chain)).toBe(true)
    expect(digestsEqual(chainAfterRecord(hash, segment, 2), chain)).toBe(true)
  })

  test('the tail of a batch is a batch of its own, from any record on', () => {
    fc.assert(
      fc.property(commits, fc.nat(), (written, at) => {
        const { segment } = encode(START, written)
        const from = lsn(1 + (at % segmentRecords(segment)))
        const tail = segmentFrom(hash, segment, from)
        expect(tail.firstLsn).toBe(from)
        expect(tail.chainAfter).toEqual(segment.chainAfter)
        expect(chainAfterRecord(hash, tail, segmentRecords(tail) - 1)).toEqual(segment.chainAfter)
        expect(recordBytes(tail, 0)).toEqual(recordBytes(segment, from - 1))
      }),
    )
  })

  test('the header says what the batch holds (WAL-7)', () => {
    const { stored, segment } = encode(START, [{ step: 7, operations: [{ key: documentKey('c', 'a'), body: null }] }])
    expect(readBatchHeader(stored)).toEqual({
      magicMatches: true,
      formatVersion: 1,
      reserved: 0,
      firstLsn: 1,
      lastLsn: 3,
      chainBefore: ZERO_DIGEST,
    })
    expect(storedRecords(stored)).toEqual(segment.bytes)
  })
})

describe('what does not verify is not used, and what stands before it is', () => {
  const two: readonly Commit[] = [
    { step: 1, operations: [{ key: documentKey('c', 'a'), body: '{"_id":"a"}' }] },
    { step: 1, operations: [{ key: documentKey('c', 'b'), body: null }] },
  ]

  test('every single flipped bit is found, and nothing of its commit is used (WAL-1 to WAL-4)', () => {
    const { segment } = encode(START, two)
    const { bytes, offsets } = segment
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice()
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const scan = scanRecords(GUARDS, hash, flipped, START)
      const record = offsets.findIndex((offset) => offset > bit >> 3) - 1
      const whole = record < 1 ? 0 : record < 3 ? 1 : 3
      expect(scan.fault?.rule ?? `bit ${bit} passed`).toMatch(/^WAL-[12]$/)
      expect([bit, scan.segment?.lastLsn ?? 0]).toEqual([bit, whole])
    }
  })

  test('every truncation but one between commits is found (WAL-1, WAL-5)', () => {
    const { segment } = encode(START, two)
    const whole = new Set([0, segment.offsets[1], segment.offsets[3]])
    for (let length = 0; length < segment.bytes.length; length++) {
      const scan = scanRecords(GUARDS, hash, segment.bytes.subarray(0, length), START)
      const rule = scan.fault?.rule ?? 'none'
      const betweenRecords = segment.offsets.includes(length) ? 'WAL-5' : 'WAL-1'
      expect([length, rule]).toEqual([length, whole.has(length) ? 'none' : betweenRecords])
    }
  })

  test('arbitrary bytes are refused, never thrown at (WAL-1)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) => {
        const reading = readRecord(GUARDS, bytes, 0, bytes.length)
        expect(reading.kind).toBe('fault')
        expect(scanRecords(GUARDS, hash, bytes, START).segment).toBeNull()
      }),
    )
  })
})
