import { type Digest, digestHex, digestsEqual } from '../../aerodb/digest.ts'
import type { Evidence } from '../../aerodb/error.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import { openFrame } from '../../aerodb/replication/frame-codec.ts'
import type { Chronicle } from '../chronicle/chronicle.ts'
import { pointAt } from '../chronicle/point.ts'
import type { FactOf } from '../fact.ts'
import { inOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

/** What a frame says of the log, and of the state, at an LSN. */
interface Said {
  readonly lsn: number
  readonly chain: Digest
  readonly state: Digest | null
}

/** To say that a frame repeats what is here heeds nothing. */
const REPEATS = 'LOG-3'

/** Nodes that were just shown that the histories part, and have not said so yet. They have to within the step. */
class Shown implements Sitting {
  readonly #nodes = new Map<NodeName, Evidence>()

  take(fact: FactOf<'delivered' | 'observed' | 'asked' | 'nodeDied'>, bench: Bench): void {
    const { node } = fact
    if (fact.kind === 'nodeDied') this.#nodes.delete(node)
    else if (fact.kind === 'observed') {
      const { observation } = fact
      if (observation.kind === 'halted' || (observation.kind === 'frameRefused' && observation.rule !== REPEATS))
        this.#nodes.delete(node)
    } else {
      const passedOver = this.#nodes.get(node)
      this.#nodes.delete(node)
      if (passedOver !== undefined) bench.breach([], passedOver)
      if (fact.kind === 'delivered') this.#delivered(fact, bench)
    }
  }

  fork(): Shown {
    const fork = new Shown()
    for (const [node, evidence] of this.#nodes) fork.#nodes.set(node, evidence)
    return fork
  }

  memory() {
    return inOrder(this.#nodes)
  }

  #delivered(fact: FactOf<'delivered'>, bench: Bench): void {
    const { node, peer, frame } = fact
    const { role, points, durableLsn } = bench.chronicle.node(node)
    const isReport = frame.reportsLsn !== null && role === 'PrimaryActive'
    const repeats = frame.records !== null && role === 'ReplicaActive' && frame.records.lastLsn <= durableLsn
    if (!isReport && !repeats) return
    const said = fact.form === 'whole' ? wholeFrame(fact, bench.chronicle) : changedFrame(fact)
    const own = said === null ? null : pointAt(points, said.lsn)
    if (said === null || own === null) return
    bench.check()
    if (digestsEqual(own.chain, said.chain) && (said.state === null || digestsEqual(own.state, said.state))) return
    const { lsn } = said
    const evidence = { node, peer, frame: frame.kind, lsn, own: digestHex(own.chain), said: digestHex(said.chain) }
    this.#nodes.set(node, evidence)
  }
}

/** A frame that arrives as it was sent says what its sender had stated there. */
function wholeFrame({ peer, frame }: FactOf<'delivered'>, chronicle: Chronicle): Said | null {
  const lsn = frame.reportsLsn ?? frame.records?.lastLsn ?? 0
  return pointAt(chronicle.node(peer).points, lsn)
}

function changedFrame({ bytes }: FactOf<'delivered'>): Said | null {
  const body = bytes === null ? null : openFrame(bytes).frame?.body
  if (body?.kind === 'report') return { lsn: body.durableLsn, chain: body.chain, state: body.state }
  return body?.kind === 'records' ? { lsn: body.lastLsn, chain: body.chainAfter, state: null } : null
}

export const divergenceHeeded: Invariant = {
  id: 'divergence-heeded',
  statement:
    "A repeated record or a report that shows another digest than the node's own is refused in the step in which it arrives: evidence that histories part is never passed over.",
  rules: ['LOG-4', 'LOG-15', 'LOG-16'],
  hears: ['delivered', 'observed', 'asked', 'nodeDied'],
  open: () => new Shown(),
}
