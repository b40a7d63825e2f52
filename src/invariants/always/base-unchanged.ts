import { keyOf } from '../chronicle/key-of.ts'
import type { FactOf } from '../fact.ts'
import { type Bench, type Invariant, stateless } from '../invariant.ts'

/** A write set that names what it is based on: nothing of it was written since, and what it names was there to be read. */
function judge({ node, request, command, outcome }: FactOf<'answered'>, bench: Bench): void {
  if (command.kind !== 'write' || command.basedOn === null || outcome.kind !== 'acknowledged') return
  const history = bench.chronicle.historyOf(node)
  if (history === null) return
  const { basedOn, operations } = command
  bench.check()
  if (basedOn >= outcome.commitId) bench.breach([], { node, request, basedOn, commitId: outcome.commitId })
  for (const operation of operations) {
    const key = keyOf(operation)
    const between = history.versionsAt(key, basedOn)?.find(({ commitId }) => commitId > basedOn && commitId < outcome.commitId)
    if (between !== undefined) bench.breach([], { node, request, key, basedOn, committedSince: between.commitId })
  }
}

export const baseUnchanged: Invariant = {
  id: 'base-unchanged',
  statement:
    'A write set that names the commit it is based on is acknowledged only if none of its documents was committed since, and only if that commit was there.',
  rules: ['MVCC-4', 'MVCC-7'],
  hears: ['answered write'],
  open: stateless(judge),
}
