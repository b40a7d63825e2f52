import type { NodeName } from '../../aerodb/ids.ts'
import type { Chronicle } from '../chronicle/chronicle.ts'
import { pointAt, sameChain } from '../chronicle/point.ts'
import type { FactOf } from '../fact.ts'
import { inOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

/** What is known of a bootstrap under way: whether the operator accepts a loss, and whether another node was seen to have all of the log. */
interface Discarding {
  readonly accepts: boolean
  readonly wasElsewhere: boolean
}

class Bootstraps implements Sitting {
  readonly #nodes = new Map<NodeName, Discarding>()

  take(fact: FactOf<'asked' | 'delivered' | 'landed' | 'nodeDied'>, bench: Bench): void {
    const { node } = fact
    switch (fact.kind) {
      case 'asked':
        if (fact.command.kind !== 'bootstrap') return
        this.#nodes.set(node, { accepts: fact.command.unproven === 'discard', wasElsewhere: false })
        return
      case 'delivered': {
        const discarding = this.#nodes.get(node)
        if (discarding === undefined || fact.frame.kind !== 'accept' || discarding.wasElsewhere) return
        if (isElsewhere(node, bench.chronicle)) this.#nodes.set(node, { ...discarding, wasElsewhere: true })
        return
      }
      case 'landed':
        if (fact.purpose === 'discard') this.#discarded(node, bench)
        return
      case 'nodeDied':
        this.#nodes.delete(node)
        return
    }
  }

  fork(): Bootstraps {
    const fork = new Bootstraps()
    for (const [node, discarding] of this.#nodes) fork.#nodes.set(node, discarding)
    return fork
  }

  memory() {
    return inOrder([...this.#nodes].map(([node, { accepts, wasElsewhere }]) => [node, accepts, wasElsewhere] as const))
  }

  #discarded(node: NodeName, bench: Bench): void {
    const discarding = this.#nodes.get(node)
    this.#nodes.delete(node)
    if (discarding === undefined || discarding.accepts) return
    const { disk } = bench.chronicle.node(node)
    if (disk.lastLsn === 0 || disk.soundness === 'unsure') return
    bench.check()
    if (!discarding.wasElsewhere && !isElsewhere(node, bench.chronicle)) {
      bench.breach([], { node, discardedUpToLsn: disk.lastLsn })
    }
  }
}

/** Whether another node has stated a log that holds all of what lies on this one's disk, or may have: of an old log, not every place is remembered. */
function isElsewhere(node: NodeName, chronicle: Chronicle): boolean {
  const own = chronicle.node(node)
  const { lastLsn } = own.disk
  const end = pointAt(own.points, lastLsn)
  return chronicle.everyNode().some((other) => {
    if (other.name === node || other.durableLsn < lastLsn) return false
    const there = pointAt(other.points, lastLsn)
    return end === null || there === null || sameChain(there, end.chain)
  })
}

export const lastCopyKept: Invariant = {
  id: 'last-copy-kept',
  statement: 'What a bootstrap discards, another node had while it was under way, unless the operator said that it may be lost.',
  rules: ['RECOVERY-13', 'RECOVERY-14'],
  hears: ['asked bootstrap', 'delivered accept', 'landed discard', 'nodeDied'],
  open: () => new Bootstraps(),
}
