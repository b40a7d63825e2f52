import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { N1, N2, N3, Rehearsal } from '../../simulation/rehearsal.ts'
import { commitId, requestId } from '../ids.ts'
import type { Explanation } from '../inspection.ts'
import { EXPLANATIONS_KEPT } from './explanations.ts'

const hash = await loadHash128()

function steady(): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash })
  rehearsal.putAndSettle('a', 'one')
  return rehearsal
}

const lines = (explanation: Explanation | null) => explanation?.rules.map(({ rule, verdict }) => `${rule} ${verdict}`)
const evidenceOf = (explanation: Explanation | null, id: string) => explanation?.rules.find(({ rule }) => rule === id)?.evidence

describe('an answer is explained by the rules that were asked, in order', () => {
  test('a write that was acknowledged', () => {
    const rehearsal = steady()
    const request = rehearsal.put('a', 'two', commitId(1))
    rehearsal.cluster.settle()
    const explanation = rehearsal.node(N1).explainRequest(request)
    expect(explanation).toMatchObject({ subject: 'write', conclusion: 'acknowledged at CommitId 2' })
    expect(lines(explanation)).toEqual([
      'MODEL-4 holds',
      'DOC-1 holds',
      'DOC-2 holds',
      'DOC-3 holds',
      'DOC-4 holds',
      'MVCC-7 holds',
      'MVCC-4 holds',
      'DOC-5 holds',
    ])
    expect(evidenceOf(explanation, 'MVCC-4')).toEqual({ key: 'notes:a', newestCommitId: 1, basedOn: 1 })
  })

  test('a write that was rejected: what failed, and what was not reached', () => {
    const rehearsal = steady()
    const request = rehearsal.write([])
    const explanation = rehearsal.node(N1).explainRequest(request)
    expect(lines(explanation)).toEqual([
      'MODEL-4 holds',
      'DOC-1 holds',
      'DOC-2 holds',
      'DOC-3 fails',
      'DOC-4 notReached',
      'MVCC-7 notReached',
      'MVCC-4 notReached',
      'DOC-5 notReached',
    ])
    expect(evidenceOf(explanation, 'DOC-3')).toEqual({ operations: 0, maximum: 10_000, repeatedKey: null })
    expect(explanation?.conclusion).toBe('a write set has 1 to 10000 operations, not 0')
  })

  test('a conflict', () => {
    const rehearsal = steady()
    const request = rehearsal.put('a', 'two', commitId(0))
    rehearsal.cluster.settle()
    expect(lines(rehearsal.node(N1).explainRequest(request))).toEqual([
      'MODEL-4 holds',
      'DOC-1 holds',
      'DOC-2 holds',
      'DOC-3 holds',
      'DOC-4 holds',
      'MVCC-7 holds',
      'MVCC-4 fails',
      'DOC-5 notReached',
    ])
  })

  test('a read that was served, and one that was refused', () => {
    const rehearsal = steady()
    const read = (at: number) => {
      const request = rehearsal.cluster.command(N2, {
        kind: 'read',
        collection: 'notes',
        id: 'a',
        at: { kind: 'commit', commitId: commitId(at) },
      })
      return rehearsal.node(N2).explainRequest(request)
    }
    expect(lines(read(1))).toEqual(['READ-1 holds', 'READ-2 holds', 'READ-3 holds'])
    expect(read(1)?.conclusion).toBe('version 1 is visible at 1')
    expect(lines(read(2))).toEqual(['READ-1 holds', 'READ-2 fails', 'READ-3 notReached'])
    expect(evidenceOf(read(2), 'READ-2')).toEqual({ bound: 2, appliedCommitId: 1 })
  })

  test('a resume that was proven, and one that was not', () => {
    const rehearsal = steady()
    const { cluster } = rehearsal
    cluster.inject(N1, N2, new Uint8Array(0))
    cluster.settle()
    const lost = cluster.command(N2, { kind: 'resume' })
    cluster.linkDown(N1, N2)
    expect(lines(rehearsal.node(N2).explainRequest(lost))).toEqual([
      'RECOVERY-10 holds',
      'RECOVERY-16 holds',
      'MODEL-1 holds',
      'MODEL-10 holds',
      'RECOVERY-11 holds',
      'RECOVERY-15 fails',
    ])
    const early = cluster.command(N2, { kind: 'resume' })
    expect(lines(rehearsal.node(N2).explainRequest(early))).toEqual([
      'RECOVERY-10 holds',
      'RECOVERY-16 holds',
      'MODEL-1 holds',
      'MODEL-10 holds',
      'RECOVERY-11 fails',
      'RECOVERY-15 notReached',
    ])
    cluster.linkUp(N1, N2)
    const proven = cluster.command(N2, { kind: 'resume' })
    cluster.settle()
    expect(lines(rehearsal.node(N2).explainRequest(proven))?.at(-1)).toBe('RECOVERY-15 holds')
  })

  test('no other request is explained', () => {
    const rehearsal = steady()
    expect(rehearsal.node(N1).explainRequest(requestId('q99'))).toBeNull()
  })

  test(`the last ${EXPLANATIONS_KEPT} are kept, and older ones forgotten`, () => {
    const rehearsal = steady()
    const requests = Array.from({ length: EXPLANATIONS_KEPT + 1 }, () =>
      rehearsal.cluster.command(N1, { kind: 'read', collection: 'notes', id: 'a', at: { kind: 'newest' } }),
    )
    const [oldest, next] = requests
    expect(oldest === undefined ? undefined : rehearsal.node(N1).explainRequest(oldest)).toBeNull()
    expect(next === undefined ? null : rehearsal.node(N1).explainRequest(next)).toMatchObject({ subject: 'read' })
  })
})

describe('the state that a node is in is explained by the decision behind it', () => {
  test('a start that passed', () => {
    const rehearsal = new Rehearsal({ hash, nodes: [N1] })
    rehearsal.cluster.start(N1)
    rehearsal.cluster.settle()
    const explanation = rehearsal.node(N1).explainState()
    expect(lines(explanation)).toEqual([
      'RECOVERY-1 holds',
      'RECOVERY-2 holds',
      'RECOVERY-3 holds',
      'RECOVERY-4 holds',
      'RECOVERY-5 holds',
      'RECOVERY-6 holds',
      'MODEL-1 holds',
      'MODEL-2 holds',
      'MODEL-10 holds',
    ])
    expect(explanation.conclusion).toBe('started as primary')
  })

  test('a start that was refused: everything after what failed was not reached', () => {
    const rehearsal = steady()
    rehearsal.cluster.kill(N2, 'lost')
    rehearsal.cluster.damage(N2, { kind: 'flipBatchBit', batch: 1, bit: 800 })
    rehearsal.cluster.start(N2)
    const explanation = rehearsal.node(N2).explainState()
    expect(lines(explanation)).toEqual([
      'RECOVERY-1 holds',
      'RECOVERY-2 holds',
      'RECOVERY-3 holds',
      'RECOVERY-4 holds',
      'RECOVERY-5 fails',
      'RECOVERY-6 notReached',
      'MODEL-1 notReached',
      'MODEL-2 notReached',
      'MODEL-10 notReached',
    ])
    expect(evidenceOf(explanation, 'RECOVERY-5')).toMatchObject({ verifiedLsn: 1, violated: 'WAL-2' })
  })

  test('a halt, and the same halt after a restart', () => {
    const rehearsal = steady()
    rehearsal.cluster.inject(N1, N2, new Uint8Array(0))
    rehearsal.cluster.settle()
    const found = rehearsal.node(N2).explainState()
    expect(lines(found)).toContain('LOG-1 fails')
    expect(found.conclusion).toMatch(/^WalCorruption: a frame's envelope does not verify/)
    rehearsal.restart(N2)
    const recorded = rehearsal.node(N2).explainState()
    expect(lines(recorded)).toEqual(['LOG-1 fails'])
    expect(evidenceOf(recorded, 'LOG-1')).toEqual(evidenceOf(found, 'LOG-1'))
    expect(recorded.conclusion).toBe(found.conclusion)
  })

  test("a halt for the Primary's verdict", () => {
    const rehearsal = steady()
    const { cluster } = rehearsal
    cluster.linkDown(N1, N3)
    rehearsal.putAndSettle('b', 'two')
    cluster.kill(N1, 'lost')
    cluster.damage(N1, { kind: 'loseTail', batches: 1 })
    cluster.start(N1)
    cluster.settle()
    const explanation = rehearsal.node(N2).explainState()
    expect(lines(explanation)).toEqual(['LOG-13 fails'])
    expect(evidenceOf(explanation, 'LOG-13')).toEqual({ replicaLsn: 5, primaryDurableLsn: 3 })
    expect(lines(rehearsal.node(N1).explainState())).toEqual([
      'MODEL-11 holds',
      'MODEL-5 holds',
      'MODEL-9 holds',
      'MODEL-6 holds',
      'LOG-13 fails',
      'LOG-14 notReached',
      'LOG-6 notReached',
    ])
  })
})

test('looking inside changes nothing', () => {
  const rehearsal = steady()
  const node = rehearsal.node(N1)
  const before = node.digest()
  node.explainState()
  node.position()
  node.walBytes()
  node.chains({ kind: 'recent', limit: 10 })
  expect(node.digest()).toEqual(before)
})
