import type { NodeName } from '../../aerodb/ids.ts'
import { Bootstraps } from '../bootstraps.ts'
import type { Chronicle } from '../chronicle/chronicle.ts'
import { pointAt, sameChain } from '../chronicle/point.ts'
import type { FactOf } from '../fact.ts'
import { namesInOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

class Discards implements Sitting {
  #bootstraps = new Bootstraps()
  /** Of which another node was seen to have all of the log while a bootstrap was under way. */
  readonly #elsewhere = new Set<NodeName>()

  take(fact: FactOf<'asked' | 'answered' | 'delivered' | 'landed' | 'nodeDied'>, bench: Bench): void {
    const { node } = fact
    switch (fact.kind) {
      case 'asked':
        this.#bootstraps.asked(fact)
        return
      case 'answered':
        this.#bootstraps.answered(fact)
        if (!this.#bootstraps.isUnderWay(node)) this.#elsewhere.delete(node)
        return
      case 'delivered':
        if (fact.frame.kind === 'accept' && this.#bootstraps.isUnderWay(node) && isElsewhere(node, bench.chronicle)) {
          this.#elsewhere.add(node)
        }
        return
      case 'landed':
        if (fact.purpose === 'discard') this.#discarded(node, bench)
        return
      case 'nodeDied':
        this.#elsewhere.delete(node)
        return
    }
  }

  fork(): Discards {
    const fork = new Discards()
    fork.#bootstraps = this.#bootstraps.fork()
    for (const node of this.#elsewhere) fork.#elsewhere.add(node)
    return fork
  }

  memory() {
    return [this.#bootstraps.memory(), namesInOrder(this.#elsewhere)]
  }

  #discarded(node: NodeName, bench: Bench): void {
    if (!this.#bootstraps.isUnderWay(node) || this.#bootstraps.acceptsLoss(node)) return
    const { disk } = bench.chronicle.node(node)
    if (disk.lastLsn === 0 || disk.soundness === 'unsure') return
    bench.check()
    if (!this.#elsewhere.has(node) && !isElsewhere(node, bench.chronicle)) {
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
  hears: ['asked bootstrap', 'answered bootstrap', 'delivered accept', 'landed discard', 'nodeDied'],
  open: () => new Discards(),
}
