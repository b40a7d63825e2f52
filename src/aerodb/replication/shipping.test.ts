import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { frameIn, onKind, reseal } from '../../simulation/forgery.ts'
import { N1, N2, N3, Rehearsal } from '../../simulation/rehearsal.ts'
import type { WriteOperation } from '../command.ts'

const hash = await loadHash128()

const WINDOW = 1024

const progressOf = (rehearsal: Rehearsal) => rehearsal.position(N1).peers.find(({ peer }) => peer === N2)

const documents = (count: number): readonly WriteOperation[] =>
  Array.from({ length: count }, (_, index) => ({ op: 'put', collection: 'notes', document: { _id: `${index}` } }))

/** Several commits, durable on the Primary, while the link to n2 was down. */
function lagging(sync: 'each' | 'group', commits: number): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, sync, nodes: [N1, N2] })
  rehearsal.cluster.linkDown(N1, N2)
  for (let commit = 0; commit < commits; commit++) {
    rehearsal.put(`${commit}`, 'x')
    rehearsal.landAll(N1)
  }
  return rehearsal
}

/** The frames of records that the Primary sends a Replica that catches up. */
function recordsSentOnHeal(rehearsal: Rehearsal) {
  const { cluster } = rehearsal
  cluster.linkUp(N1, N2)
  while (cluster.frames(N1, N2).every(({ label }) => label.records === null)) {
    for (const link of cluster.busyLinks()) cluster.deliver(...link)
  }
  return cluster.frames(N1, N2).flatMap(({ label: { records } }) => (records === null ? [] : [records]))
}

describe('what is shipped', () => {
  test('only what is durable, verbatim, with the chain before and after (LOG-11)', () => {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
    rehearsal.put('a', 'one')
    expect(rehearsal.cluster.frames(N1, N2)).toEqual([])
    rehearsal.landAll(N1)
    const body = frameIn(rehearsal.intercept(N1, N2)).body
    const [, version, commit] = rehearsal.node(N1).walRecords(rehearsal.position(N1).retainedFrom, 9)
    const bytes = rehearsal.node(N1).walBytes()
    expect(body).toMatchObject({ kind: 'records', firstLsn: 2, lastLsn: 3, chainAfter: commit?.chainDigest })
    const shipped = body.kind === 'records' ? body.records : new Uint8Array(0)
    expect(shipped).toEqual(bytes.subarray(bytes.length - (version?.bytes ?? 0) - (commit?.bytes ?? 0)))
  })

  test('under `each`, a frame is one commit, also when a Replica catches up', () => {
    const rehearsal = lagging('each', 5)
    expect(recordsSentOnHeal(rehearsal)).toEqual(
      [0, 1, 2, 3, 4].map((commit) => ({ firstLsn: 2 + commit * 2, lastLsn: 3 + commit * 2 })),
    )
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ appliedCommitId: 5, session: 'streaming' })
  })

  test('under `group`, a frame takes in batch after batch', () => {
    const rehearsal = lagging('group', 5)
    expect(recordsSentOnHeal(rehearsal)).toEqual([{ firstLsn: 2, lastLsn: 11 }])
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ appliedCommitId: 5, session: 'streaming' })
  })

  test('under `group`, up to 256 KiB, and always whole batches', () => {
    const rehearsal = Rehearsal.steady({ hash, sync: 'group', nodes: [N1, N2] })
    rehearsal.cluster.linkDown(N1, N2)
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      rehearsal.put(id, 'x'.repeat(100 * 1024))
      rehearsal.landAll(N1)
    }
    expect(recordsSentOnHeal(rehearsal)).toEqual([
      { firstLsn: 2, lastLsn: 5 },
      { firstLsn: 6, lastLsn: 9 },
      { firstLsn: 10, lastLsn: 11 },
    ])
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2).appliedCommitId).toBe(5)
  })

  test('a Replica that was bootstrapped catches up with all of a long history', () => {
    const rehearsal = lagging('group', 700)
    rehearsal.cluster.linkUp(N1, N2)
    rehearsal.cluster.settle()
    const { stateDigest, chainDigest, durableLsn } = rehearsal.position(N1)
    expect(rehearsal.position(N2)).toMatchObject({ stateDigest, chainDigest, durableLsn, session: 'streaming' })
    rehearsal.cluster.command(N2, { kind: 'bootstrap', unproven: 'refuse' })
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ stateDigest, chainDigest, durableLsn, session: 'streaming' })
  })

  test('to each Replica what it does not have, whatever the others have', () => {
    const rehearsal = Rehearsal.steady({ hash })
    rehearsal.cluster.linkDown(N1, N3)
    rehearsal.putAndSettle('a', 'one')
    rehearsal.cluster.linkUp(N1, N3)
    rehearsal.cluster.settle()
    expect([N1, N2, N3].map((name) => rehearsal.position(name).appliedCommitId)).toEqual([1, 1, 1])
  })
})

describe('the window (LOG-12)', () => {
  /** A Replica that reports nothing, while the Primary commits. */
  function silent(commits: number): Rehearsal {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
    for (let commit = 0; commit < commits; commit++) {
      rehearsal.put(`${commit}`, 'x')
      rehearsal.landAll(N1)
    }
    return rehearsal
  }

  test('holds what may be unreported; what waits is shown as stalled', () => {
    const fits = silent(WINDOW / 2)
    expect(progressOf(fits)).toMatchObject({ sentLsn: 1 + WINDOW, reportedDurableLsn: 1, stalled: false })
    const more = silent(WINDOW / 2 + 1)
    expect(progressOf(more)).toMatchObject({ sentLsn: 1 + WINDOW, reportedDurableLsn: 1, stalled: true })
  })

  test('moves on with a report', () => {
    const rehearsal = silent(WINDOW / 2 + 3)
    const { cluster } = rehearsal
    cluster.deliver(N1, N2)
    rehearsal.landAll(N2)
    cluster.deliver(N2, N1)
    expect(progressOf(rehearsal)).toMatchObject({ sentLsn: 3 + WINDOW, reportedDurableLsn: 3, stalled: true })
    cluster.settle()
    expect(progressOf(rehearsal)).toMatchObject({ stalled: false, reportedAppliedCommitId: WINDOW / 2 + 3 })
  })

  test('that lost reports left full is freed by a new session', () => {
    const rehearsal = silent(WINDOW / 2 + 3)
    const { cluster } = rehearsal
    cluster.setCondition(N2, N1, 'cut')
    cluster.settle()
    expect(progressOf(rehearsal)).toMatchObject({ stalled: true })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', appliedCommitId: WINDOW / 2 })
    cluster.setCondition(N2, N1, 'pass')
    rehearsal.relink(N1, N2)
    cluster.settle()
    expect(progressOf(rehearsal)).toMatchObject({ stalled: false, session: 'streaming' })
    expect(rehearsal.position(N2)).toMatchObject({ appliedCommitId: WINDOW / 2 + 3 })
  })

  test('is passed by a frame that is larger, where nothing is unreported; the next one waits for it', () => {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
    rehearsal.write(documents(2 * WINDOW))
    rehearsal.landAll(N1)
    rehearsal.put('a', 'next')
    rehearsal.landAll(N1)
    expect(rehearsal.cluster.frames(N1, N2).map(({ label }) => label.records)).toEqual([{ firstLsn: 2, lastLsn: 2 + 2 * WINDOW }])
    expect(progressOf(rehearsal)).toMatchObject({ stalled: true })
    rehearsal.cluster.settle()
    expect(progressOf(rehearsal)).toMatchObject({ stalled: false, reportedAppliedCommitId: 2 })
  })

  test('of one Replica is not that of another', () => {
    const rehearsal = Rehearsal.steady({ hash })
    rehearsal.cluster.setCondition(N2, N1, 'cut')
    for (let commit = 0; commit < WINDOW / 2 + 1; commit++) {
      rehearsal.put(`${commit}`, 'x')
      rehearsal.cluster.settle()
    }
    expect(progressOf(rehearsal)).toMatchObject({ stalled: true })
    expect(rehearsal.position(N3).appliedCommitId).toBe(WINDOW / 2 + 1)
  })
})

describe('a report', () => {
  /** Two reports of n2 are on their way to n1. */
  function twoReports(): Rehearsal {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
    for (const id of ['a', 'b']) {
      rehearsal.put(id, '')
      rehearsal.landAll(N1)
      rehearsal.cluster.deliver(N1, N2)
      rehearsal.landAll(N2)
    }
    expect(rehearsal.cluster.frames(N2, N1).map(({ label }) => label.reportsLsn)).toEqual([3, 5])
    return rehearsal
  }

  test('is one for each batch that became durable and was applied, and says how far', () => {
    const rehearsal = twoReports()
    rehearsal.cluster.deliver(N2, N1)
    expect(progressOf(rehearsal)).toMatchObject({ reportedDurableLsn: 3, reportedAppliedCommitId: 1 })
    rehearsal.cluster.deliver(N2, N1)
    expect(progressOf(rehearsal)).toMatchObject({ reportedDurableLsn: 5, reportedAppliedCommitId: 2 })
  })

  test.each(['overtaken', 'doubled'])('that is %s takes nothing back (LOG-2)', (how) => {
    const rehearsal = twoReports()
    if (how === 'doubled') rehearsal.cluster.duplicate(N2, N1)
    rehearsal.cluster.deliver(N2, N1, 1)
    rehearsal.cluster.settle()
    expect(progressOf(rehearsal)).toMatchObject({ reportedDurableLsn: 5, reportedAppliedCommitId: 2 })
    expect(rehearsal.position(N1).role).toBe('PrimaryActive')
  })

  test('of a session that is over is discarded and counted (LOG-2)', () => {
    const rehearsal = twoReports()
    const report = rehearsal.intercept(N2, N1)
    rehearsal.relink(N1, N2)
    rehearsal.cluster.settle()
    rehearsal.cluster.inject(N2, N1, report)
    expect(rehearsal.position(N1)).toMatchObject({ role: 'PrimaryActive', framesOtherSession: 1 })
    expect(progressOf(rehearsal)).toMatchObject({ session: 'streaming' })
  })

  test('that was damaged on its way ends the session, and the Primary goes on (LOG-1)', () => {
    const rehearsal = twoReports()
    rehearsal.cluster.deliver(N2, N1, 0, (bytes) => bytes.subarray(0, 30))
    rehearsal.cluster.settle()
    expect(progressOf(rehearsal)).toMatchObject({ session: 'none' })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'disconnected', appliedCommitId: 2 })
    rehearsal.putAndSettle('c', '')
    expect(rehearsal.position(N2).appliedCommitId).toBe(2)
    rehearsal.relink(N1, N2)
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2).appliedCommitId).toBe(3)
  })

  test.each([
    ['of more than the Primary has', 'LOG-13', { durableLsn: 9 }],
    ['of another chain', 'LOG-15', { chain: new Uint8Array(16).fill(7) }],
    ['of another state', 'LOG-16', { state: new Uint8Array(16).fill(7) }],
  ])('%s halts both ends, and leaves other Replicas be (%s)', (_, rule, change) => {
    const rehearsal = Rehearsal.steady({ hash, judge: 'nothing' })
    rehearsal.put('a', 'one')
    rehearsal.landAll(N1)
    rehearsal.cluster.deliver(N1, N2)
    rehearsal.landAll(N2)
    rehearsal.cluster.deliver(N2, N1, 0, (bytes) =>
      reseal(
        bytes,
        onKind('report', (body) => ({ ...body, ...change })),
      ),
    )
    rehearsal.cluster.settle()
    const halt = { reason: 'HistoryDivergence', rule }
    expect(rehearsal.position(N1)).toMatchObject({ role: 'ReplicationHalted', halt })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', halt })
    expect(rehearsal.position(N3)).toMatchObject({ role: 'ReplicaActive', session: 'disconnected' })
  })
})
