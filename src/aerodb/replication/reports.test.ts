import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { onKind, reseal } from '../../simulation/forgery.ts'
import { N1, N2, N3, Rehearsal } from '../../simulation/rehearsal.ts'
import type { ReportBody } from './frame.ts'

const hash = await loadHash128()
const OTHER = new Uint8Array(16).fill(7)

/** n2's report of the second commit, LSN 4 and 5, is about to arrive, as it is or changed. */
function reported(change: Partial<ReportBody>): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, judge: 'nothing' })
  rehearsal.putAndSettle('a', 'one')
  rehearsal.put('b', 'two')
  rehearsal.landAll(N1)
  rehearsal.cluster.deliver(N1, N2)
  rehearsal.landAll(N2)
  rehearsal.cluster.deliver(N2, N1, 0, (bytes) =>
    reseal(
      bytes,
      onKind('report', (body) => ({ ...body, ...change })),
    ),
  )
  return rehearsal
}

const refused: readonly (readonly [string, string, Partial<ReportBody>, object])[] = [
  ['another history than it was sent', 'LOG-15', { chain: OTHER }, { lsn: 5, replicaChain: '07'.repeat(16) }],
  ['another state behind the same history', 'LOG-16', { state: OTHER }, { lsn: 5, replicaState: '07'.repeat(16) }],
  ['more than there is', 'LOG-13', { durableLsn: 9 }, { replicaLsn: 9, primaryDurableLsn: 5 }],
]

describe.each(refused)('a Replica that reports %s (%s)', (_, rule, change, evidence) => {
  test('halts the Primary, durably, and itself; whoever is not part of it goes on', () => {
    const rehearsal = reported(change)
    expect(rehearsal.outcome(rehearsal.put('c', 'three'))).toMatchObject({ kind: 'rejected', error: { rule: 'MODEL-4' } })
    rehearsal.cluster.settle()
    for (const name of [N1, N2]) {
      expect(rehearsal.position(name)).toMatchObject({
        role: 'ReplicationHalted',
        halt: { reason: 'HistoryDivergence', rule, evidence },
      })
      rehearsal.restart(name)
      expect(rehearsal.position(name)).toMatchObject({ role: 'ReplicationHalted', halt: { rule } })
    }
    expect(rehearsal.position(N3)).toMatchObject({ role: 'ReplicaActive', session: 'disconnected', appliedCommitId: 2 })
  })
})

describe('a report that is sound', () => {
  test('moves the account of the Replica on, and no more (LOG-15, LOG-16)', () => {
    const rehearsal = reported({})
    expect(rehearsal.position(N1)).toMatchObject({ role: 'PrimaryActive', batchInFlight: false })
    expect(rehearsal.position(N1).peers.find(({ peer }) => peer === N2)).toMatchObject({
      reportedDurableLsn: 5,
      reportedAppliedCommitId: 2,
    })
  })

  test('is judged at every LSN that a batch ended at, not only at the newest (LOG-15, LOG-16)', () => {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2], judge: 'nothing' })
    for (const id of ['a', 'b', 'c']) rehearsal.put(id, '')
    rehearsal.landAll(N1)
    rehearsal.cluster.deliver(N1, N2)
    rehearsal.cluster.land(N2)
    rehearsal.cluster.deliver(N2, N1, 0, (bytes) =>
      reseal(
        bytes,
        onKind('report', (body) => ({ ...body, state: OTHER })),
      ),
    )
    rehearsal.cluster.settle()
    expect(rehearsal.position(N1)).toMatchObject({ durableLsn: 7, halt: { rule: 'LOG-16', evidence: { lsn: 3 } } })
  })
})
