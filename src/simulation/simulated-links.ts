import type { Effect } from '../aerodb/effect.ts'
import { type LinkEpoch, linkEpoch, type NodeName } from '../aerodb/ids.ts'
import { claimedIncarnation } from '../aerodb/replication/frame-codec.ts'
import type { FrameFact } from '../invariants/fact.ts'

export type SentFrame = Extract<Effect, { readonly kind: 'send' }>

/** `cut`: what is sent vanishes, with no event at either end. `hold`: nothing arrives until it is lifted. */
export type LinkCondition = 'pass' | 'hold' | 'cut'

/** One direction of one link, with the frames that are under way in it, oldest first. */
export interface Lane {
  readonly from: NodeName
  readonly to: NodeName
  isUp: boolean
  condition: LinkCondition
  frames: SentFrame[]
}

/** All that links are: they can go on from it. */
export interface LinksState {
  readonly lanes: readonly Lane[]
  /** How many epochs were counted, over all links. */
  readonly epochs: number
}

/** The links between nodes. Nothing arrives by itself. */
export class SimulatedLinks {
  /** Every direction, in the order of the nodes. */
  readonly lanes: readonly Lane[]
  readonly #byEnds = new Map<NodeName, Map<NodeName, Lane>>()
  #epochs: number

  constructor(nodes: readonly NodeName[], from: LinksState | null = null) {
    this.lanes =
      from === null
        ? nodes.flatMap((a) => nodes.filter((b) => b !== a).map((b) => newLane(a, b)))
        : from.lanes.map((lane) => ({ ...lane, frames: lane.frames.slice() }))
    for (const lane of this.lanes) {
      const lanes = this.#byEnds.get(lane.from)
      if (lanes === undefined) this.#byEnds.set(lane.from, new Map([[lane.to, lane]]))
      else lanes.set(lane.to, lane)
    }
    this.#epochs = from === null ? 0 : from.epochs
  }

  /** How many times any link came up. */
  get epochs(): number {
    return this.#epochs
  }

  /** Null where there is no such pair of nodes. */
  lane(from: NodeName, to: NodeName): Lane | null {
    return this.#byEnds.get(from)?.get(to) ?? null
  }

  isUp(a: NodeName, b: NodeName): boolean {
    return this.lane(a, b)?.isUp ?? false
  }

  /** Under a new epoch; the link was down before. */
  open(a: NodeName, b: NodeName): LinkEpoch {
    this.#setUp(a, b, true)
    this.#epochs += 1
    return linkEpoch(this.#epochs)
  }

  /** What is under way is lost. Returns whether the link was up. */
  close(a: NodeName, b: NodeName): boolean {
    if (!this.isUp(a, b)) return false
    this.#setUp(a, b, false)
    return true
  }

  send(from: NodeName, frame: SentFrame): void {
    const lane = this.lane(from, frame.peer)
    if (lane?.isUp && lane.condition !== 'cut') lane.frames.push(frame)
  }

  frames(from: NodeName, to: NodeName): readonly SentFrame[] {
    return this.lane(from, to)?.frames ?? []
  }

  /** Takes a frame off its link; null where there is none at `index`. */
  remove(from: NodeName, to: NodeName, index: number): SentFrame | null {
    const lane = this.lane(from, to)
    return (index === 0 ? lane?.frames.shift() : lane?.frames.splice(index, 1)[0]) ?? null
  }

  /** Directions with frames under way that nothing holds. */
  busy(): readonly Lane[] {
    return this.lanes.filter(({ frames, condition }) => frames.length > 0 && condition === 'pass')
  }

  condition(from: NodeName, to: NodeName): LinkCondition {
    return this.lane(from, to)?.condition ?? 'pass'
  }

  /** Frames that a `cut` finds under way vanish too. */
  setCondition(from: NodeName, to: NodeName, condition: LinkCondition): void {
    const lane = this.lane(from, to)
    if (lane === null) return
    lane.condition = condition
    if (condition === 'cut') lane.frames = []
  }

  fork(): SimulatedLinks {
    return new SimulatedLinks([], this)
  }

  #setUp(a: NodeName, b: NodeName, isUp: boolean): void {
    for (const lane of [this.lane(a, b), this.lane(b, a)]) {
      if (lane === null) continue
      lane.isUp = isUp
      if (!isUp) lane.frames = []
    }
  }
}

/** What whoever watches a link says of a frame. */
export function factOf({ frameKind, number, bytes, records, reportsLsn }: SentFrame): FrameFact {
  return { kind: frameKind, incarnation: claimedIncarnation(bytes), number, records, reportsLsn }
}

function newLane(from: NodeName, to: NodeName): Lane {
  return { from, to, isUp: false, condition: 'pass', frames: [] }
}
