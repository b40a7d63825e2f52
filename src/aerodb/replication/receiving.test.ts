import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { onKind, reseal } from '../../simulation/forgery.ts'
import { afterReceiving, frameUnderWay } from '../../simulation/frame-under-way.ts'
import { N1, N2, N3, Rehearsal } from '../../simulation/rehearsal.ts'
import { NO_COMMIT } from '../ids.ts'
import { BatchEncoder } from '../wal/batch-encoder.ts'
import type { FrameBody, RecordsBody } from './frame.ts'

const hash = await loadHash128()

const OTHER_DIGEST = new Uint8Array(16).fill(7)

const recordsBody = (change: (body: RecordsBody) => FrameBody) => onKind('records', change)

describe('what a frame says of itself against what the Replica has', () => {
  type Case = readonly [what: string, rule: string, reason: string, code: string, change: (body: RecordsBody) => FrameBody]
  const cases: readonly Case[] = [
    ['a gap', 'LOG-5', 'WalGapDetected', 'AERO_WAL_GAP', (body) => ({ ...body, firstLsn: 5, lastLsn: 7 })],
    ['a partial overlap', 'LOG-5', 'WalGapDetected', 'AERO_WAL_GAP', (body) => ({ ...body, firstLsn: 3 })],
    ['an end before its beginning', 'LOG-5', 'WalGapDetected', 'AERO_WAL_GAP', (body) => ({ ...body, firstLsn: 9, lastLsn: 8 })],
    [
      'another history before it',
      'LOG-9',
      'HistoryDivergence',
      'AERO_HISTORY_DIVERGED',
      (body) => ({ ...body, chainBefore: OTHER_DIGEST }),
    ],
    [
      'another end than its records give',
      'LOG-10',
      'WalCorruption',
      'AERO_FRAME_CHAIN_MISMATCH',
      (body) => ({ ...body, chainAfter: OTHER_DIGEST }),
    ],
    [
      'another cluster',
      'MODEL-5',
      'ConfigurationError',
      'AERO_CONFIGURATION_FOREIGN_CLUSTER',
      (body) => ({ ...body, clusterId: 'another' }),
    ],
    [
      'another history',
      'MODEL-6',
      'ConfigurationError',
      'AERO_CONFIGURATION_FOREIGN_HISTORY',
      (body) => ({ ...body, historyId: 'f'.repeat(32) }),
    ],
  ]

  test.each(cases)('%s halts it (%s)', (_, rule, reason, code, change) => {
    const state = frameUnderWay(hash)
    const position = afterReceiving(state, reseal(state.frame, recordsBody(change)))
    expect(position).toMatchObject({ role: 'ReplicationHalted', durableLsn: 3, halt: { reason, rule, code } })
    expect(state.rehearsal.stated(N2, 'frameRefused').at(-1)).toMatchObject({ peer: N1, rule, code, consequence: 'halt' })
  })

  test('the checks run in their order, and the explanation says which were not reached (LOG-5)', () => {
    const state = frameUnderWay(hash)
    const wrong = recordsBody((body) => ({
      ...body,
      firstLsn: 5,
      lastLsn: 7,
      chainAfter: OTHER_DIGEST,
      records: new Uint8Array(3),
    }))
    afterReceiving(state, reseal(state.frame, wrong))
    const { rules, conclusion } = state.rehearsal.node(N2).explainState()
    expect(rules.map(({ rule, verdict }) => `${rule} ${verdict}`)).toEqual([
      'LOG-2 holds',
      'MODEL-5 holds',
      'MODEL-6 holds',
      'LOG-3 holds',
      'LOG-5 fails',
      'LOG-7 notReached',
      'LOG-8 notReached',
      'LOG-9 notReached',
      'LOG-10 notReached',
    ])
    expect(rules.find(({ rule }) => rule === 'LOG-5')?.evidence).toEqual({ expectedLsn: 4, frameFirstLsn: 5, frameLastLsn: 7 })
    expect(conclusion).toMatch(/^WalGapDetected: /)
  })
})

describe('a frame wholly within what the Replica has', () => {
  test('with the same chain is ignored and counted, durable or still on its way to disk (LOG-3, LOG-4)', () => {
    const { rehearsal, frame } = frameUnderWay(hash)
    rehearsal.cluster.inject(N1, N2, frame)
    rehearsal.cluster.inject(N1, N2, frame)
    expect(rehearsal.position(N2)).toMatchObject({ framesDuplicate: 1, receivedLsn: 6, durableLsn: 3 })
    rehearsal.cluster.settle()
    rehearsal.cluster.inject(N1, N2, frame)
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', framesDuplicate: 2, durableLsn: 6 })
    rehearsal.putAndSettle('c', 'three')
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', appliedCommitId: 3 })
  })

  test.each(['durable', 'on its way to disk'])('with another chain halts both ends, %s (LOG-4, LOG-15)', (when) => {
    const { rehearsal, frame } = frameUnderWay(hash)
    rehearsal.cluster.inject(N1, N2, frame)
    if (when === 'durable') rehearsal.cluster.settle()
    rehearsal.cluster.inject(
      N1,
      N2,
      reseal(
        frame,
        recordsBody((body) => ({ ...body, chainAfter: OTHER_DIGEST })),
      ),
    )
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({
      role: 'ReplicationHalted',
      halt: { reason: 'HistoryDivergence', rule: 'LOG-4', evidence: { lsn: 6, frameChain: '07'.repeat(16) } },
    })
    // The Replica named the point, and there the Primary finds its own history: it has nothing against itself.
    expect(rehearsal.position(N1).role).toBe('PrimaryActive')
  })

  test('where the Primary has another history at the point that is named, it halts as well (LOG-15)', () => {
    const { rehearsal, frame } = frameUnderWay(hash)
    const { cluster } = rehearsal
    cluster.inject(N1, N2, frame)
    cluster.settle()
    cluster.inject(
      N1,
      N2,
      reseal(
        frame,
        recordsBody((body) => ({ ...body, chainAfter: OTHER_DIGEST })),
      ),
    )
    expect(cluster.frames(N2, N1).map(({ label }) => label.kind)).toEqual(['endSession'])
    cluster.deliver(N2, N1, 0, (bytes) =>
      reseal(
        bytes,
        onKind('endSession', (body) => ({ ...body, divergence: { lsn: 6, chain: OTHER_DIGEST } })),
      ),
    )
    cluster.settle()
    expect(rehearsal.position(N1)).toMatchObject({
      role: 'ReplicationHalted',
      halt: { reason: 'HistoryDivergence', rule: 'LOG-15', evidence: { lsn: 6, replicaChain: '07'.repeat(16) } },
    })
  })

  test('that ends where no frame ended is held against the chain there (LOG-4)', () => {
    const { rehearsal, frame } = frameUnderWay(hash)
    rehearsal.cluster.inject(N1, N2, frame)
    rehearsal.cluster.inject(
      N1,
      N2,
      reseal(
        frame,
        recordsBody((body) => ({ ...body, lastLsn: 5, chainAfter: OTHER_DIGEST })),
      ),
    )
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', halt: { rule: 'LOG-4', evidence: { lsn: 5 } } })
  })
})

describe('a frame of another session is discarded and counted, whatever it says (LOG-2)', () => {
  test('of the last epoch', () => {
    const { rehearsal, frame } = frameUnderWay(hash)
    rehearsal.relink(N1, N2)
    rehearsal.cluster.settle()
    const before = rehearsal.position(N2)
    expect(before.appliedCommitId).toBe(2)
    rehearsal.cluster.inject(
      N1,
      N2,
      reseal(
        frame,
        recordsBody((body) => ({ ...body, chainAfter: OTHER_DIGEST })),
      ),
    )
    expect(rehearsal.position(N2)).toEqual({ ...before, framesOtherSession: before.framesOtherSession + 1 })
  })

  test('of a Primary that has been restarted since', () => {
    const { rehearsal, frame } = frameUnderWay(hash)
    rehearsal.restart(N1)
    const before = rehearsal.position(N2)
    rehearsal.cluster.inject(N1, N2, frame)
    expect(rehearsal.position(N2)).toEqual({ ...before, framesOtherSession: before.framesOtherSession + 1 })
  })

  test('records from a node that is not the configured Primary', () => {
    const rehearsal = Rehearsal.steady({ hash })
    rehearsal.put('a', 'one')
    rehearsal.landAll(N1)
    rehearsal.cluster.inject(N3, N2, rehearsal.intercept(N1, N2))
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', receivedLsn: 1, framesOtherSession: 1 })
  })
})

test('the first frame of a history names the cluster and the history of its genesis record, or the Replica halts (LOG-7)', () => {
  const rehearsal = new Rehearsal({ hash, nodes: [N1, N2] })
  const { cluster } = rehearsal
  for (const name of [N1, N2]) cluster.start(name)
  for (const name of [N1, N2]) cluster.land(name)
  while (cluster.frames(N1, N2).at(-1)?.label.kind !== 'records') {
    for (const link of cluster.busyLinks()) cluster.deliver(...link)
  }
  cluster.deliver(N1, N2)
  cluster.deliver(N1, N2, 0, (bytes) =>
    reseal(
      bytes,
      recordsBody((body) => {
        const encoder = new BatchEncoder(hash, {
          lsn: rehearsal.position(N2).durableLsn,
          chain: body.chainBefore,
          commitId: NO_COMMIT,
        })
        encoder.genesis({
          formatVersion: 1,
          clusterId: 'simulated',
          historyId: 'f'.repeat(32),
          parentHistoryId: '',
          forkLsn: 0,
        })
        const { segment } = encoder.finish()
        return { ...body, chainAfter: segment.chainAfter, records: segment.bytes }
      }),
    ),
  )
  cluster.settle()
  expect(rehearsal.position(N2)).toMatchObject({
    role: 'ReplicationHalted',
    durableLsn: 0,
    halt: { reason: 'WalCorruption', rule: 'LOG-7', evidence: { violated: 'RECOVERY-6' } },
  })
})
