import type { NodeName } from '../../aerodb/ids.ts'
import type { NodeAccount } from '../chronicle/node-account.ts'
import type { FactOf } from '../fact.ts'
import { inOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

interface Incarnations {
  /** The highest that any frame of this node has carried. */
  readonly highest: number
  /** The one of this start; null before its first frame. */
  readonly current: number | null
}

const NONE: Incarnations = { highest: 0, current: null }

class Sent implements Sitting {
  readonly #nodes = new Map<NodeName, Incarnations>()

  take(fact: FactOf<'sent' | 'nodeStarted'>, bench: Bench): void {
    const { node } = fact
    const { highest, current } = this.#nodes.get(node) ?? NONE
    if (fact.kind === 'nodeStarted') {
      this.#nodes.set(node, { highest, current: null })
      return
    }
    const { incarnation } = fact.frame
    bench.check()
    if (current === null ? incarnation <= highest : incarnation !== current) {
      bench.breach([], { node, incarnation, highest, current })
    } else if (!isDurable(fact, bench.chronicle.node(node))) {
      bench.breach([], { node, incarnation, frame: fact.frame.kind, isDurable: false })
    }
    if (current !== incarnation) this.#nodes.set(node, { highest: Math.max(highest, incarnation), current: incarnation })
  }

  fork(): Sent {
    const fork = new Sent()
    for (const [node, incarnations] of this.#nodes) fork.#nodes.set(node, incarnations)
    return fork
  }

  memory() {
    return inOrder([...this.#nodes].map(([node, { highest, current }]) => [node, highest, current] as const))
  }
}

/** On its disk; of a start that was refused the host's own count is durable, and nothing that it sends opens a session. */
function isDurable({ frame }: FactOf<'sent'>, { disk, role }: NodeAccount): boolean {
  if (role === 'StartRefused') return frame.kind === 'present' || frame.kind === 'refuse'
  if (!disk.isKnown || disk.mayHaveLost || disk.soundness !== 'sound') return true
  return disk.manifest?.incarnation === frame.incarnation
}

export const incarnationsUnique: Invariant = {
  id: 'incarnations-unique',
  statement:
    'Each start has an incarnation above all before it; unless it was refused, it is on the disk before a frame carries it.',
  rules: ['RECOVERY-9', 'LOG-2'],
  hears: ['sent', 'nodeStarted'],
  open: () => new Sent(),
}
