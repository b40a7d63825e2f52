import type { NodeName } from '../../aerodb/ids.ts'
import type { FactOf } from '../fact.ts'
import { inOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

class LastAcknowledged implements Sitting {
  readonly #commitIds = new Map<NodeName, number>()

  take(fact: FactOf<'observed' | 'answered'>, bench: Bench): void {
    const { node } = fact
    const last = this.#commitIds.get(node) ?? 0
    if (fact.kind === 'answered') {
      if (fact.outcome.kind !== 'acknowledged') return
      const { commitId } = fact.outcome
      bench.check()
      if (commitId <= last) bench.breach([], { node, acknowledged: commitId, acknowledgedBefore: last })
      this.#commitIds.set(node, commitId)
    } else if (fact.observation.kind === 'recovered') {
      this.#commitIds.set(node, Math.min(last, fact.observation.commitId))
    } else if (fact.observation.kind === 'applied') {
      const { lsn, commitId } = fact.observation
      const { appliedLsn, appliedCommitId } = bench.chronicle.node(node)
      bench.check()
      const isGenesisAlone = lsn === 1 && commitId === 0
      if (lsn <= appliedLsn || (commitId <= appliedCommitId && !isGenesisAlone)) {
        bench.breach([], { node, lsn, commitId, appliedLsn, appliedCommitId })
      }
    }
  }

  fork(): LastAcknowledged {
    const fork = new LastAcknowledged()
    for (const [node, commitId] of this.#commitIds) fork.#commitIds.set(node, commitId)
    return fork
  }

  memory() {
    return inOrder(this.#commitIds)
  }
}

export const commitOrder: Invariant = {
  id: 'commit-order',
  statement:
    'CommitIds increase with the log: on every node with each batch that is applied, and from one acknowledgement of a Primary to the next.',
  rules: ['WAL-6', 'MODEL-7', 'LOG-8'],
  hears: ['observed recovered', 'observed applied', 'answered write'],
  open: () => new LastAcknowledged(),
}
