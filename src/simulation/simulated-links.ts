import type { Effect } from '../aerodb/effect.ts'
import { type LinkEpoch, linkEpoch, type NodeName } from '../aerodb/ids.ts'
import { ImpossibleChoice } from './impossible-choice.ts'

export type SentFrame = Extract<Effect, { readonly kind: 'send' }>

/** `cut`: what is sent vanishes, with no event at either end. `hold`: nothing arrives until it is lifted. */
export type LinkCondition = 'pass' | 'hold' | 'cut'

/** One direction of one link, with the frames that are under way in it, oldest first. */
export interface Lane {
  readonly from: NodeName
  readonly to: NodeName
  readonly isUp: boolean
  readonly condition: LinkCondition
  readonly frames: readonly SentFrame[]
}

/** All that links are: they can go on from it. */
export interface LinksState {
  readonly lanes: readonly Lane[]
  /** How many epochs were counted, over all links. */
  readonly epochs: number
}

/** For each pair of nodes, where its lane stands in the list. Shared by forks. */
type Places = ReadonlyMap<NodeName, ReadonlyMap<NodeName, number>>

/** The links between nodes. Nothing arrives by itself. A lane is replaced, never mutated, so a fork copies only the list of them. */
export class SimulatedLinks {
  readonly #lanes: Lane[]
  readonly #places: Places
  #epochs: number

  /** Given a state, they go on from there. */
  constructor(nodes: readonly NodeName[], from: LinksState | null = null) {
    this.#lanes =
      from === null ? nodes.flatMap((a) => nodes.filter((b) => b !== a).map((b) => newLane(a, b))) : from.lanes.slice()
    this.#places = from instanceof SimulatedLinks ? from.#places : placesOf(this.#lanes)
    this.#epochs = from === null ? 0 : from.epochs
  }

  /** Every direction, in the order of the nodes. */
  get lanes(): readonly Lane[] {
    return this.#lanes
  }

  /** How many times any link came up. */
  get epochs(): number {
    return this.#epochs
  }

  /** Null where there is no such pair of nodes. */
  lane(from: NodeName, to: NodeName): Lane | null {
    const place = this.#places.get(from)?.get(to)
    return place === undefined ? null : (this.#lanes[place] ?? null)
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
    if (lane?.isUp && lane.condition !== 'cut') this.#replace(lane, lane.isUp, lane.condition, [...lane.frames, frame])
  }

  frames(from: NodeName, to: NodeName): readonly SentFrame[] {
    return this.lane(from, to)?.frames ?? []
  }

  /** The frame at `index`, which may arrive now. Throws ImpossibleChoice where there is none, or the link holds or cuts. */
  passing(from: NodeName, to: NodeName, index: number): SentFrame {
    const frame = this.frames(from, to)[index]
    if (frame === undefined) throw new ImpossibleChoice(`no frame ${index} from ${from} to ${to}`)
    if (this.condition(from, to) !== 'pass') throw new ImpossibleChoice(`${from} to ${to} does not pass`)
    return frame
  }

  /** Takes a frame off its link; null where there is none at `index`. */
  remove(from: NodeName, to: NodeName, index: number): SentFrame | null {
    const lane = this.lane(from, to)
    const frame = lane?.frames[index]
    if (lane === null || frame === undefined) return null
    this.#replace(lane, lane.isUp, lane.condition, lane.frames.toSpliced(index, 1))
    return frame
  }

  /** Directions with frames under way that nothing holds. */
  busy(): readonly Lane[] {
    return this.#lanes.filter(({ frames, condition }) => frames.length > 0 && condition === 'pass')
  }

  condition(from: NodeName, to: NodeName): LinkCondition {
    return this.lane(from, to)?.condition ?? 'pass'
  }

  /** Frames that a `cut` finds under way vanish too. */
  setCondition(from: NodeName, to: NodeName, condition: LinkCondition): void {
    const lane = this.lane(from, to)
    if (lane !== null) this.#replace(lane, lane.isUp, condition, condition === 'cut' ? NO_FRAMES : lane.frames)
  }

  fork(): SimulatedLinks {
    return new SimulatedLinks([], this)
  }

  #setUp(a: NodeName, b: NodeName, isUp: boolean): void {
    for (const lane of [this.lane(a, b), this.lane(b, a)]) {
      if (lane !== null) this.#replace(lane, isUp, lane.condition, isUp ? lane.frames : NO_FRAMES)
    }
  }

  #replace({ from, to }: Lane, isUp: boolean, condition: LinkCondition, frames: readonly SentFrame[]): void {
    const place = this.#places.get(from)?.get(to)
    if (place !== undefined) this.#lanes[place] = { from, to, isUp, condition, frames }
  }
}

const NO_FRAMES: readonly SentFrame[] = []

function placesOf(lanes: readonly Lane[]): Places {
  const places = new Map<NodeName, Map<NodeName, number>>()
  for (const [place, { from, to }] of lanes.entries()) {
    const ofSender = places.get(from)
    if (ofSender === undefined) places.set(from, new Map([[to, place]]))
    else ofSender.set(to, place)
  }
  return places
}

function newLane(from: NodeName, to: NodeName): Lane {
  return { from, to, isUp: false, condition: 'pass', frames: NO_FRAMES }
}
