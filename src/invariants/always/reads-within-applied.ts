import type { Command } from '../../aerodb/command.ts'
import type { FactOf } from '../fact.ts'
import { type Bench, type Invariant, stateless } from '../invariant.ts'

function judge({ node, request, command, outcome }: FactOf<'answered'>, bench: Bench): void {
  if (outcome.kind !== 'served' && outcome.kind !== 'opened') return
  const { appliedCommitId, disk } = bench.chronicle.node(node)
  bench.check()
  const { bound } = outcome
  const version = outcome.kind === 'served' ? outcome.version : null
  // Where no disk is shown, an answer may be told after what its node has applied since.
  const isTooOld = disk.isKnown && asksNewest(command) && bound < appliedCommitId
  if (bound > appliedCommitId || isTooOld || (version ?? 0) > bound) {
    bench.breach([], { node, request, bound, version, appliedCommitId })
  }
}

function asksNewest(command: Command): boolean {
  return command.kind === 'read' ? command.at.kind === 'newest' : command.kind === 'openReadView' && command.at === null
}

export const readsWithinApplied: Invariant = {
  id: 'reads-within-applied',
  statement:
    'No read and no read view has a bound beyond what its node has applied, and no version above its bound; one of what is newest has all of it.',
  rules: ['READ-2', 'READ-5', 'MVCC-1'],
  hears: ['answered read', 'answered openReadView'],
  open: stateless(judge),
}
