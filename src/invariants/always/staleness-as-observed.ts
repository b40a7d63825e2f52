import type { NodeName } from '../../aerodb/ids.ts'
import { openFrame } from '../../aerodb/replication/frame-codec.ts'
import type { FactOf } from '../fact.ts'
import { inOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

type Arrived = FactOf<'delivered'>

interface Frames {
  /** The last that arrived, and may be taken in this step. */
  readonly arrived: Arrived | null
  /** The last that the Replica took something from, since its start; null before one. */
  readonly taken: Taken | null
}

/** A frame that something was taken from. It is opened once, and only if anyone asks what it said. */
class Taken {
  readonly #arrived: Arrived
  #said: Said | null | undefined

  constructor(arrived: Arrived) {
    this.#arrived = arrived
  }

  /** Null where the frame is not shown, or does not open. */
  get said(): Said | null {
    if (this.#said === undefined) this.#said = saidBy(this.#arrived)
    return this.#said
  }

  get name(): string {
    const { peer, frame } = this.#arrived
    return `${peer} ${frame.incarnation}·${frame.number}`
  }
}

/** What the Primary has, in a frame's words. */
interface Said {
  readonly primaryDurableLsn: number
  readonly primaryCommitId: number
}

class LastTaken implements Sitting {
  readonly #nodes = new Map<NodeName, Frames>()

  take(fact: FactOf<'delivered' | 'observed' | 'positioned' | 'nodeStarted'>, bench: Bench): void {
    const { node } = fact
    const frames = this.#nodes.get(node) ?? { arrived: null, taken: null }
    switch (fact.kind) {
      case 'nodeStarted':
        this.#nodes.delete(node)
        return
      case 'delivered':
        if (fact.frame.kind === 'records' || fact.frame.kind === 'accept') this.#nodes.set(node, { ...frames, arrived: fact })
        return
      case 'observed':
        if (fact.observation.kind === 'received' || fact.observation.kind === 'sessionOpened') {
          const { arrived } = frames
          this.#nodes.set(node, { arrived, taken: arrived === null ? null : new Taken(arrived) })
        }
        return
      case 'positioned':
        judgeClaim(fact, frames.taken, bench)
        return
    }
  }

  fork(): LastTaken {
    const fork = new LastTaken()
    for (const [node, frames] of this.#nodes) fork.#nodes.set(node, frames)
    return fork
  }

  /** What only arrived is no part of it: it can be taken in its own step alone. */
  memory() {
    return inOrder([...this.#nodes].map(([node, { taken }]) => [node, taken === null ? null : { ...taken.said }] as const))
  }
}

const NOTHING: Said = { primaryDurableLsn: 0, primaryCommitId: 0 }

function judgeClaim({ node, position }: FactOf<'positioned'>, taken: Taken | null, bench: Bench): void {
  if (position.role !== 'ReplicaActive') return
  const said = taken === null ? NOTHING : taken.said
  if (said === null) return
  bench.check()
  const { primaryDurableLsn, primaryCommitId } = position
  if (primaryDurableLsn === said.primaryDurableLsn && primaryCommitId === said.primaryCommitId) return
  bench.breach([], { node, primaryDurableLsn, primaryCommitId, said: { ...said }, frame: taken?.name ?? '' })
}

/** What a frame of the Primary said that it has; null where the frame is not shown, or does not open. */
function saidBy({ bytes }: Arrived): Said | null {
  const body = bytes === null ? null : openFrame(bytes).frame?.body
  if (body?.kind !== 'records' && body?.kind !== 'accept') return null
  const { primaryDurableLsn, primaryCommitId } = body
  return { primaryDurableLsn, primaryCommitId }
}

export const stalenessAsObserved: Invariant = {
  id: 'staleness-as-observed',
  statement:
    'What a Replica says that its Primary has is what the last frame it took said; since its start, where it took none, it claims nothing.',
  rules: ['READ-6'],
  hears: ['delivered records', 'delivered accept', 'observed received', 'observed sessionOpened', 'nodeStarted'],
  looksAt: ['positioned'],
  open: () => new LastTaken(),
}
