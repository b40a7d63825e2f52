import type { FactOf } from '../fact.ts'
import { type Bench, type Invariant, stateless } from '../invariant.ts'

function judge({ node, request, outcome }: FactOf<'answered'>, bench: Bench): void {
  if (outcome.kind !== 'served' && outcome.kind !== 'opened') return
  const { appliedCommitId } = bench.chronicle.node(node)
  bench.check()
  const { bound } = outcome
  const version = outcome.kind === 'served' ? outcome.version : null
  if (bound > appliedCommitId || (version ?? 0) > bound) bench.breach([], { node, request, bound, version, appliedCommitId })
}

export const readsWithinApplied: Invariant = {
  id: 'reads-within-applied',
  statement: 'No read and no read view has a bound beyond what its node has applied, and no version above its bound.',
  rules: ['READ-2', 'READ-5', 'MVCC-1'],
  hears: ['answered read', 'answered openReadView'],
  open: stateless(judge),
}
