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
  readonly at: 'end' | 'before'
  readonly lsn: number
  readonly chain: Digest
  readonly state: Digest | null
}

/** To say that a frame repeats what is here heeds nothing of where it ends; and where it repeats, nothing asks what it claims to follow. */
const REPEATS = 'LOG-3'

/** Nodes that were just shown that the histories part, and have not said so yet. They have to within the step. */
class Shown implements Sitting {
  readonly #nodes = new Map<NodeName, Evidence>()

  take(fact: FactOf<'delivered' | 'observed' | 'asked' | 'nodeDied'>, bench: Bench): void {
    const { node } = fact
    if (fact.kind === 'nodeDied') this.#nodes.delete(node)
    else if (fact.kind === 'observed') {
      const { observation } = fact
      const isUnheeded =
        observation.kind === 'frameRefused' && observation.rule === REPEATS && this.#nodes.get(node)?.at === 'end'
      if (observation.kind === 'halted' || (observation.kind === 'frameRefused' && !isUnheeded)) this.#nodes.delete(node)
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
    const brings = frame.records !== null && role === 'ReplicaActive'
    if (!isReport && !brings) return
    const said = fact.form === 'whole' ? wholeFrame(fact, bench.chronicle, durableLsn) : changedFrame(fact, durableLsn)
    const own = said === null ? null : pointAt(points, said.lsn)
    if (said === null || own === null) return
    bench.check()
    if (digestsEqual(own.chain, said.chain) && (said.state === null || digestsEqual(own.state, said.state))) return
    const { lsn, at } = said
    const evidence = { node, peer, frame: frame.kind, at, lsn, own: digestHex(own.chain), said: digestHex(said.chain) }
    this.#nodes.set(node, evidence)
  }
}

/** A frame that arrives as it was sent says what its sender had stated there. */
function wholeFrame({ peer, frame }: FactOf<'delivered'>, chronicle: Chronicle, durableLsn: number): Said | null {
  const { reportsLsn, records } = frame
  const place = records === null ? ({ at: 'end', lsn: reportsLsn ?? 0 } as const) : sharedPlace(records, durableLsn)
  const point = pointAt(chronicle.node(peer).points, place.lsn)
  return point === null ? null : { ...place, chain: point.chain, state: records === null ? point.state : null }
}

function changedFrame({ bytes }: FactOf<'delivered'>, durableLsn: number): Said | null {
  const body = bytes === null ? null : openFrame(bytes).frame?.body
  if (body?.kind === 'report') return { at: 'end', lsn: body.durableLsn, chain: body.chain, state: body.state }
  if (body?.kind !== 'records') return null
  const place = sharedPlace(body, durableLsn)
  return { ...place, chain: place.at === 'end' ? body.chainAfter : body.chainBefore, state: null }
}

/** Where records speak of what the Replica has: at their end, where they repeat it, and otherwise right before them. */
function sharedPlace(
  { firstLsn, lastLsn }: { readonly firstLsn: number; readonly lastLsn: number },
  durableLsn: number,
): Pick<Said, 'at' | 'lsn'> {
  return lastLsn <= durableLsn ? { at: 'end', lsn: lastLsn } : { at: 'before', lsn: firstLsn - 1 }
}

export const divergenceHeeded: Invariant = {
  id: 'divergence-heeded',
  statement:
    "A report, or records that repeat what is here or claim to follow it, and that show another digest than the node's own, are refused in the step in which they arrive: evidence that histories part is never passed over.",
  rules: ['LOG-4', 'LOG-9', 'LOG-15', 'LOG-16'],
  hears: ['delivered', 'observed halted', 'observed frameRefused', 'asked', 'nodeDied'],
  open: () => new Shown(),
}
