import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { withCommitBehind } from '../../simulation/forged-disk.ts'
import { N1, N2, Rehearsal } from '../../simulation/rehearsal.ts'
import { commitId, documentKey } from '../ids.ts'

const hash = await loadHash128()

/** A Primary whose log ends with a commit of `c` at that CommitId, and its Replica, which has not seen it yet. */
function numberedUpTo(id: number, sync: 'each' | 'group' = 'each'): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, sync, nodes: [N1, N2], judge: 'nothing' })
  const { cluster } = rehearsal
  rehearsal.putAndSettle('a', 'one')
  cluster.kill(N1, 'lost')
  const { disk, configuration } = cluster.at(N1)
  disk.replace(withCommitBehind(hash, configuration, disk.contents(), id))
  cluster.start(N1)
  cluster.settle()
  return rehearsal
}

describe('CommitIds are assigned only by the Primary (MODEL-7)', () => {
  test('a Replica takes them from the log, and numbers nothing itself', () => {
    const rehearsal = numberedUpTo(700)
    const request = rehearsal.put('b', 'two')
    rehearsal.cluster.settle()
    expect(rehearsal.outcome(request)).toEqual({ kind: 'acknowledged', commitId: 701 })
    for (const name of [N1, N2]) {
      expect(rehearsal.position(name)).toMatchObject({ appliedCommitId: 701, durableLsn: 7 })
      expect(rehearsal.node(name).versions(documentKey('notes', 'c'))).toMatchObject([{ commitId: 700 }])
      expect(rehearsal.node(name).versions(documentKey('notes', 'b'))).toMatchObject([{ commitId: 701 }])
      expect(rehearsal.read(name, 'a', { kind: 'commit', commitId: commitId(699) })).toMatchObject({ version: 1, bound: 699 })
    }
  })

  test('a Replica that was bootstrapped has the same ones', () => {
    const rehearsal = numberedUpTo(700)
    rehearsal.cluster.command(N2, { kind: 'bootstrap', unproven: 'refuse' })
    rehearsal.cluster.settle()
    expect(rehearsal.stated(N2, 'discarded')).toHaveLength(1)
    expect(rehearsal.node(N2).versions(documentKey('notes', 'c'))).toMatchObject([{ commitId: 700 }])
  })

  test('the numbers of a batch that provably aborted are taken by the next, and by no Replica (WAL-10)', () => {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
    const lost = rehearsal.put('a', 'one')
    rehearsal.cluster.fail(N1, { outcome: 'aborted', cause: 'QuotaExceededError' })
    const kept = rehearsal.put('a', 'two')
    rehearsal.cluster.settle()
    expect(rehearsal.outcome(lost)).toMatchObject({ kind: 'rejected' })
    expect(rehearsal.outcome(kept)).toEqual({ kind: 'acknowledged', commitId: 1 })
    expect(rehearsal.node(N2).versions(documentKey('notes', 'a'))).toMatchObject([{ commitId: 1, document: { text: 'two' } }])
  })
})

describe('numbers do not run out in silence (DOC-5)', () => {
  const largest = Number.MAX_SAFE_INTEGER

  test.each([
    'each',
    'group',
  ] as const)('the last CommitId is given away; the next write set is rejected, and nothing of it is anywhere (%s)', (sync) => {
    const rehearsal = numberedUpTo(largest - 1, sync)
    const requests = ['b', 'd', 'e'].map((id) => rehearsal.put(id, ''))
    rehearsal.cluster.settle()
    expect(requests.map((request) => rehearsal.outcome(request))).toMatchObject([
      { kind: 'acknowledged', commitId: largest },
      { kind: 'rejected', error: { rule: 'DOC-5', code: 'AERO_WRITE_NUMBERS_EXHAUSTED', evidence: { largest } } },
      { kind: 'rejected', error: { rule: 'DOC-5' } },
    ])
    for (const name of [N1, N2]) {
      expect(rehearsal.position(name)).toMatchObject({ appliedCommitId: largest, durableLsn: 7 })
      expect(rehearsal.read(name, 'd')).toMatchObject({ version: null, bound: largest })
    }
  })

  test('what is there is still served, and recovered', () => {
    const rehearsal = numberedUpTo(largest)
    rehearsal.restart(N1)
    expect(rehearsal.position(N1)).toMatchObject({ role: 'PrimaryActive', appliedCommitId: largest })
    expect(rehearsal.read(N2, 'c')).toMatchObject({ version: largest })
  })
})
