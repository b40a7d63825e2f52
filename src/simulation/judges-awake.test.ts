import { expect, test } from 'vitest'
import { GUARDS } from '../aerodb/rules/guards.ts'
import { loadHash128 } from '../platform/hashing.ts'
import type { Choice } from './choice.ts'
import type { FrameChange } from './frame-change.ts'
import { N1, N2, Rehearsal } from './rehearsal.ts'

const hash = await loadHash128()

/** A cluster whose nodes don't ask one of their guards. A breach throws where it happens. */
function without(guard: keyof typeof GUARDS): Rehearsal {
  return Rehearsal.steady({ hash, guards: { ...GUARDS, [guard]: { ...GUARDS[guard], holds: () => true } } })
}

function restartAs({ cluster }: Rehearsal, node: typeof N1, ...changes: readonly Choice[]): void {
  cluster.kill(node, 'lost')
  for (const change of changes) cluster.take(change)
  cluster.start(node)
  cluster.settle()
}

const changed = (change: FrameChange, from: typeof N1, to: typeof N1, position: number): Choice => ({
  kind: 'deliverChanged',
  change,
  from,
  to,
  index: 0,
  position,
})

test('a report of another state is passed over: divergence-heeded (LOG-16)', () => {
  const rehearsal = without('reportedState')
  const { cluster } = rehearsal
  rehearsal.put('a', 'one')
  cluster.land(N1)
  cluster.deliver(N1, N2)
  cluster.land(N2)
  cluster.take(changed('spoilReport', N2, N1, 1))
  expect(() => rehearsal.put('b', 'two')).toThrow('divergence-heeded')
})

test('a record that repeats another is passed over: divergence-heeded (LOG-4)', () => {
  const rehearsal = without('frameSameChain')
  const { cluster } = rehearsal
  rehearsal.put('a', 'one')
  cluster.land(N1)
  cluster.duplicate(N1, N2)
  cluster.land(N2)
  cluster.take(changed('spoilEnd', N1, N2, 3))
  expect(() => cluster.settle() ?? rehearsal.read(N2, 'a')).toThrow('divergence-heeded')
})

test('a frame of another protocol is believed: frames-verified (MODEL-12)', () => {
  const rehearsal = without('sameProtocol')
  rehearsal.put('a', 'one')
  rehearsal.cluster.land(N1)
  expect(() => rehearsal.cluster.take(changed('otherProtocol', N1, N2, 0))).toThrow('frames-verified')
})

test('a session opens between nodes that are configured otherwise: sessions-between-equals (MODEL-9)', () => {
  const rehearsal = without('sameConfiguration')
  const others: Choice = { kind: 'configure', node: N2, configuration: { nodes: [N1, N2] } }
  expect(() => restartAs(rehearsal, N2, others)).toThrow('sessions-between-equals')
})

test('a node that is named beside another becomes Primary: single-writer (MODEL-1)', () => {
  const rehearsal = without('onePrimaryConfigured')
  const two: Choice = { kind: 'configure', node: N1, configuration: { primaries: [N1, N2] } }
  expect(() => restartAs(rehearsal, N1, two)).toThrow('single-writer')
})

test("a start takes another cluster's disk for its own: recovery-deterministic (RECOVERY-4)", () => {
  const rehearsal = without('identityMatches')
  const foreign: Choice = { kind: 'damage', node: N2, fault: { kind: 'recreate', clusterId: 'elsewhere' } }
  expect(() => restartAs(rehearsal, N2, foreign)).toThrow('recovery-deterministic')
})
