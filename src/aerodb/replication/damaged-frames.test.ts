import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { flipped, frameIn, onKind, reseal } from '../../simulation/forgery.ts'
import { afterReceiving, type FrameUnderWay, frameUnderWay } from '../../simulation/frame-under-way.ts'
import { N1, N2 } from '../../simulation/rehearsal.ts'
import { crc32 } from '../bytes/checksum.ts'
import { type CommitId, commitId, documentKey, NO_COMMIT } from '../ids.ts'
import { BatchEncoder } from '../wal/batch-encoder.ts'
import type { FrameBody, RecordsBody } from './frame.ts'

const hash = await loadHash128()

const recordsBody = (change: (body: RecordsBody) => FrameBody) => onKind('records', change)

describe('a frame of records that was damaged on its way halts the Replica, and nothing of it is used (LOG-1)', () => {
  const { rehearsal, frame } = frameUnderWay(hash)
  const { cluster } = rehearsal
  const before = rehearsal.position(N2)

  /** As LOG-1 wants it: null. Otherwise what is wrong. */
  function verdictOn(bytes: Uint8Array): string | null {
    const fork = cluster.fork()
    fork.inject(N1, N2, bytes)
    const decided = fork.living(N2)
    const read = fork.command(N2, { kind: 'read', collection: 'notes', id: 'a', at: { kind: 'newest' } })
    const outcome = fork.outcomes.get(read)
    if (outcome?.kind !== 'refused') return 'it still serves reads'
    if (decided.position().receivedLsn !== before.receivedLsn) return 'it took records'
    fork.settle()
    const { role, halt, durableLsn, stateDigest } = fork.living(N2).position()
    if (role !== 'ReplicationHalted' || halt?.reason !== 'WalCorruption' || halt.rule !== 'LOG-1') return `${role} ${halt?.rule}`
    if (durableLsn !== before.durableLsn || stateDigest.join() !== before.stateDigest.join()) return 'it changed'
    return fork.living(N1).position().role === 'PrimaryActive' ? null : 'the Primary did not go on'
  }

  test('every single flipped bit', () => {
    const wrong: string[] = []
    for (let bit = 0; bit < frame.length * 8; bit++) {
      const verdict = verdictOn(flipped(frame, bit))
      if (verdict !== null) wrong.push(`bit ${bit}: ${verdict}`)
    }
    expect(wrong).toEqual([])
  })

  test('every truncation', () => {
    const wrong: string[] = []
    for (let length = 0; length < frame.length; length++) {
      const verdict = verdictOn(frame.subarray(0, length))
      if (verdict !== null) wrong.push(`${length} bytes: ${verdict}`)
    }
    expect(wrong).toEqual([])
  })

  test('the frame itself is taken', () => {
    const fork = cluster.fork()
    fork.inject(N1, N2, frame)
    fork.settle()
    expect(fork.living(N2).position()).toMatchObject({ role: 'ReplicaActive', session: 'streaming', appliedCommitId: 2 })
  })
})

describe('records that were damaged before the envelope was computed (LOG-7)', () => {
  const { frame } = frameUnderWay(hash)
  const { body } = frameIn(frame)
  const records = body.kind === 'records' ? body.records : new Uint8Array(0)

  test('every single flipped bit of every record', () => {
    const cluster = frameUnderWay(hash).rehearsal.cluster
    const rules = new Map<string, number>()
    for (let bit = 0; bit < records.length * 8; bit++) {
      const fork = cluster.fork()
      fork.inject(
        N1,
        N2,
        reseal(
          frame,
          recordsBody((said) => ({ ...said, records: flipped(records, bit) })),
        ),
      )
      fork.settle()
      const { halt, durableLsn } = fork.living(N2).position()
      const verdict = `${durableLsn} ${halt?.reason} ${halt?.rule} ${JSON.stringify(halt?.evidence.violated)}`
      rules.set(verdict, (rules.get(verdict) ?? 0) + 1)
    }
    expect([...rules.keys()].toSorted()).toEqual(['3 WalCorruption LOG-7 "WAL-1"', '3 WalCorruption LOG-7 "WAL-2"'])
    expect([...rules.values()].reduce((sum, count) => sum + count, 0)).toBe(records.length * 8)
  })

  test('the evidence names the WAL rule that failed, and where (LOG-7)', () => {
    const state = frameUnderWay(hash)
    const bytes = reseal(
      state.frame,
      recordsBody((said) => ({ ...said, records: flipped(records, 160) })),
    )
    expect(afterReceiving(state, bytes)).toMatchObject({
      role: 'ReplicationHalted',
      halt: {
        reason: 'WalCorruption',
        rule: 'LOG-7',
        code: 'AERO_FRAME_RECORDS_INVALID',
        evidence: { violated: 'WAL-2', code: 'AERO_WAL_CHECKSUM_MISMATCH', offset: 0 },
      },
    })
  })

  /** Records that a correct Primary never writes, as the frame behind LSN 3. */
  function forged(state: FrameUnderWay, change: (encoder: BatchEncoder) => void, after: CommitId = commitId(1)): Uint8Array {
    const { durableLsn, chainDigest } = state.rehearsal.position(N2)
    const encoder = new BatchEncoder(hash, { lsn: durableLsn, chain: chainDigest, commitId: after })
    change(encoder)
    const { segment } = encoder.finish()
    return reseal(
      state.frame,
      recordsBody((said) => ({
        ...said,
        lastLsn: segment.lastLsn,
        chainAfter: segment.chainAfter,
        records: segment.bytes,
      })),
    )
  }

  const one = { key: documentKey('notes', 'a'), body: '{"_id":"a"}' }

  test.each([
    ['the same CommitId again', 1],
    ['a smaller CommitId', 0],
  ])('%s breaks the order of commits (LOG-8)', (_, id) => {
    const state = frameUnderWay(hash)
    const bytes = forged(state, (encoder) => encoder.commit(commitId(id), [one]), NO_COMMIT)
    expect(afterReceiving(state, bytes)).toMatchObject({
      role: 'ReplicationHalted',
      durableLsn: 3,
      halt: {
        reason: 'WalCorruption',
        rule: 'LOG-8',
        code: 'AERO_FRAME_COMMIT_ORDER',
        evidence: { commitId: id, previousCommitId: 1 },
      },
    })
  })

  test('two versions of one document in a commit (LOG-7, WAL-5)', () => {
    const state = frameUnderWay(hash)
    const bytes = forged(state, (encoder) => encoder.commit(commitId(2), [one, one]))
    expect(afterReceiving(state, bytes)).toMatchObject({ halt: { rule: 'LOG-7', evidence: { violated: 'WAL-5', lsn: 5 } } })
  })

  test('a commit without versions (LOG-7, WAL-5)', () => {
    const state = frameUnderWay(hash)
    const bytes = forged(state, (encoder) => encoder.commit(commitId(2), []))
    expect(afterReceiving(state, bytes)).toMatchObject({ halt: { rule: 'LOG-7', evidence: { violated: 'WAL-5', lsn: 4 } } })
  })

  test('a second genesis record (LOG-7, WAL-5)', () => {
    const state = frameUnderWay(hash)
    const bytes = forged(state, (encoder) => {
      encoder.genesis({ formatVersion: 1, clusterId: 'simulated', historyId: 'f'.repeat(32), parentHistoryId: '', forkLsn: 0 })
    })
    expect(afterReceiving(state, bytes)).toMatchObject({ halt: { rule: 'LOG-7', evidence: { violated: 'WAL-5', lsn: 4 } } })
  })

  test('half a commit: its commit record is cut off (LOG-7, WAL-5)', () => {
    const state = frameUnderWay(hash)
    const cut = records.length - 25
    const bytes = reseal(
      state.frame,
      recordsBody((said) => ({ ...said, lastLsn: 5, records: records.subarray(0, cut) })),
    )
    expect(afterReceiving(state, bytes)).toMatchObject({ halt: { rule: 'LOG-7', evidence: { violated: 'WAL-5', lsn: 5 } } })
  })

  test('a key without a collection (LOG-7, WAL-4)', () => {
    const state = frameUnderWay(hash)
    const damaged = records.slice()
    const separator = damaged.indexOf(':'.charCodeAt(0))
    damaged[separator] = 'x'.charCodeAt(0)
    const length = new DataView(damaged.buffer).getUint32(0, true)
    new DataView(damaged.buffer).setUint32(length - 4, crc32(damaged.subarray(0, length - 4)), true)
    const bytes = reseal(
      state.frame,
      recordsBody((said) => ({ ...said, records: damaged })),
    )
    expect(afterReceiving(state, bytes)).toMatchObject({ halt: { rule: 'LOG-7', evidence: { violated: 'WAL-4', lsn: 4 } } })
  })

  test('fewer records than the frame says (LOG-7)', () => {
    const state = frameUnderWay(hash)
    const bytes = reseal(
      state.frame,
      recordsBody((said) => ({ ...said, lastLsn: 7 })),
    )
    expect(afterReceiving(state, bytes)).toMatchObject({ halt: { rule: 'LOG-7', evidence: { violated: 'WAL-3' } } })
  })

  test('no record at all (LOG-7)', () => {
    const state = frameUnderWay(hash)
    const bytes = reseal(
      state.frame,
      recordsBody((said) => ({ ...said, records: new Uint8Array(0) })),
    )
    expect(afterReceiving(state, bytes)).toMatchObject({ role: 'ReplicationHalted', halt: { rule: 'LOG-7' } })
  })
})
