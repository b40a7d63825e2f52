import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { N1, N2, Rehearsal } from '../../simulation/rehearsal.ts'
import { batchId } from '../ids.ts'

const hash = await loadHash128()

const ABORTED = { outcome: 'aborted', cause: 'QuotaExceededError' } as const
const UNKNOWN = { outcome: 'unknown', cause: 'UnknownError' } as const

function steady(sync: 'each' | 'group' = 'each'): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, sync, nodes: [N1, N2] })
  rehearsal.putAndSettle('a', 'one')
  return rehearsal
}

describe('a batch that provably aborted never happened (WAL-10)', () => {
  test("a Primary's commits are rejected, and their numbers are free again", () => {
    const rehearsal = steady('group')
    const { cluster } = rehearsal
    const first = rehearsal.put('b', 'two')
    const waiting = rehearsal.put('c', 'three')
    cluster.fail(N1, ABORTED)
    expect(rehearsal.outcome(first)).toEqual({
      kind: 'rejected',
      error: {
        code: 'AERO_DISK_BATCH_ABORTED',
        severity: 'ERROR',
        rule: 'WAL-10',
        message: 'the disk refused the batch and nothing of it exists: QuotaExceededError',
        evidence: { cause: 'QuotaExceededError', outcome: 'aborted' },
      },
    })
    expect(rehearsal.stated(N1, 'batchAborted')).toMatchObject([{ firstLsn: 4, lastLsn: 5, cause: 'QuotaExceededError' }])
    cluster.settle()
    expect(rehearsal.outcome(waiting)).toEqual({ kind: 'acknowledged', commitId: 2 })
    expect(rehearsal.read(N1, 'b')).toMatchObject({ document: null, version: null })
    expect(rehearsal.position(N1)).toMatchObject({ role: 'PrimaryActive', durableLsn: 5, appliedCommitId: 2 })
    expect(rehearsal.position(N2)).toMatchObject({ appliedCommitId: 2, stateDigest: rehearsal.position(N1).stateDigest })
  })

  test('a Replica forgets what it received, and starts over from its durable prefix in the next session', () => {
    const rehearsal = steady()
    const { cluster } = rehearsal
    for (const id of ['b', 'c', 'd']) rehearsal.put(id, '')
    rehearsal.landAll(N1)
    for (let frame = 0; frame < 3; frame++) cluster.deliver(N1, N2)
    cluster.fail(N2, ABORTED)
    cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({
      role: 'ReplicaActive',
      session: 'disconnected',
      receivedLsn: 3,
      durableLsn: 3,
      batchInFlight: false,
    })
    expect(rehearsal.read(N2, 'a')).toMatchObject({ kind: 'served', version: 1 })
    expect(rehearsal.position(N1).peers).toMatchObject([{ peer: N2, session: 'none' }])
    rehearsal.relink(N1, N2)
    cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ session: 'streaming', appliedCommitId: 4 })
  })

  test('a start is refused, and can be tried again', () => {
    const rehearsal = steady()
    rehearsal.cluster.kill(N2, 'lost')
    rehearsal.cluster.start(N2)
    rehearsal.cluster.fail(N2, ABORTED)
    expect(rehearsal.position(N2)).toMatchObject({ role: 'StartRefused', refusal: { rule: 'WAL-10' } })
    expect(rehearsal.read(N2, 'a')).toMatchObject({ kind: 'refused', error: { rule: 'READ-1' } })
    rehearsal.restart(N2)
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'streaming' })
  })

  test('a Replica whose start aborted can be bootstrapped: its disk is sound', () => {
    const rehearsal = steady()
    rehearsal.cluster.kill(N2, 'lost')
    rehearsal.cluster.start(N2)
    rehearsal.cluster.fail(N2, ABORTED)
    const request = rehearsal.cluster.command(N2, { kind: 'bootstrap', unproven: 'refuse' })
    rehearsal.cluster.settle()
    expect(rehearsal.outcome(request)).toMatchObject({ kind: 'done', detail: { discardedLsn: 3 } })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'streaming', appliedCommitId: 1 })
  })

  test('a halt that can not be made durable stops the node; the same evidence is found again, or nothing of it was used (RECOVERY-8)', () => {
    const rehearsal = steady()
    rehearsal.cluster.inject(N1, N2, new Uint8Array(0))
    rehearsal.cluster.fail(N2, ABORTED)
    expect(rehearsal.cluster.at(N2).node).toBeNull()
    rehearsal.cluster.start(N2)
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'streaming', halt: null })
  })
})

describe('a batch whose end nobody knows stops the node at once, and its outcome is unknown (WAL-10)', () => {
  test.each([
    ['landed', 'lands', 2],
    ['did not', 'lost', 1],
  ] as const)('a commit of a Primary: it %s', (_, batch, commits) => {
    const rehearsal = steady()
    const { cluster } = rehearsal
    const [first, waiting] = [rehearsal.put('b', 'two'), rehearsal.put('c', 'three')]
    cluster.fail(N1, UNKNOWN, batch)
    expect(cluster.at(N1).node).toBeNull()
    expect([rehearsal.outcome(first), rehearsal.outcome(waiting)]).toEqual([{ kind: 'unknown' }, { kind: 'unknown' }])
    cluster.start(N1)
    cluster.settle()
    expect(rehearsal.position(N1)).toMatchObject({ role: 'PrimaryActive', appliedCommitId: commits })
    expect(rehearsal.position(N2)).toMatchObject({ session: 'streaming', appliedCommitId: commits })
  })

  test.each(['lands', 'lost'] as const)('what a Replica received, and it %s', (batch) => {
    const rehearsal = steady()
    const { cluster } = rehearsal
    rehearsal.put('b', 'two')
    rehearsal.landAll(N1)
    cluster.deliver(N1, N2)
    cluster.fail(N2, UNKNOWN, batch)
    expect(cluster.at(N2).node).toBeNull()
    cluster.start(N2)
    cluster.land(N2)
    expect(rehearsal.position(N2).appliedCommitId).toBe(batch === 'lands' ? 2 : 1)
    cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ session: 'streaming', appliedCommitId: 2 })
  })

  test.each(['start', 'halt', 'resume', 'discard'] as const)('a %s', (purpose) => {
    const rehearsal = steady()
    const { cluster } = rehearsal
    if (purpose === 'start') {
      cluster.kill(N2, 'lost')
      cluster.start(N2)
    } else if (purpose === 'discard') cluster.command(N2, { kind: 'bootstrap', unproven: 'discard' })
    else cluster.inject(N1, N2, new Uint8Array(0))
    if (purpose === 'resume') {
      cluster.settle()
      cluster.command(N2, { kind: 'resume' })
      cluster.deliver(N2, N1)
      cluster.deliver(N1, N2)
    }
    expect(cluster.at(N2).writing?.purpose).toBe(purpose)
    cluster.fail(N2, UNKNOWN)
    expect(cluster.at(N2).node).toBeNull()
    cluster.start(N2)
    cluster.settle()
    expect(rehearsal.position(N2).role).toBe(purpose === 'resume' ? 'ReplicationHalted' : 'ReplicaActive')
  })
})

describe('halting while a batch is in flight: the batch keeps its own outcome, and the halt follows it (RECOVERY-8)', () => {
  function receivingAndHalting(): Rehearsal {
    const rehearsal = steady()
    rehearsal.put('b', 'two')
    rehearsal.landAll(N1)
    rehearsal.cluster.deliver(N1, N2)
    rehearsal.cluster.inject(N1, N2, new Uint8Array(0))
    expect(rehearsal.cluster.at(N2).writing?.purpose).toBe('replicaAppend')
    return rehearsal
  }

  test('it lands: the prefix grows, then the node is halted', () => {
    const rehearsal = receivingAndHalting()
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', durableLsn: 5, halt: { rule: 'LOG-1' } })
  })

  test('it aborts: the prefix stays, then the node is halted', () => {
    const rehearsal = receivingAndHalting()
    rehearsal.cluster.fail(N2, ABORTED)
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', durableLsn: 3, halt: { rule: 'LOG-1' } })
  })

  test('the node dies before the halt is durable: it starts as if it had not found anything, and has used none of it', () => {
    const rehearsal = receivingAndHalting()
    rehearsal.restart(N2)
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'streaming', appliedCommitId: 2 })
  })
})

test('a host that reports a batch which is not in flight has a defect, and the node says so', () => {
  const rehearsal = steady()
  expect(() => rehearsal.node(N1).step({ kind: 'batchDurable', id: batchId(99) })).toThrow('batch 99 was reported')
})
