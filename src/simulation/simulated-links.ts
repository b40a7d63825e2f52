import type { Effect } from '../aerodb/effect.ts'
import { type LinkEpoch, linkEpoch, type NodeName } from '../aerodb/ids.ts'
import { claimedIncarnation } from '../aerodb/replication/frame-codec.ts'
import type { FrameFact } from '../invariants/fact.ts'

export type SentFrame = Extract<Effect, { readonly kind: 'send' }>

/** `cut`: what is sent vanishes, with no event at either end. `hold`: nothing arrives until it is lifted. */
export type LinkCondition = 'pass' | 'hold' | 'cut'

/** The links between nodes, and the frames under way in each direction. Nothing arrives by itself. */
export class SimulatedLinks {
  readonly #up = new Set<string>()
  /** By direction; oldest first. */
  readonly #frames = new Map<string, SentFrame[]>()
  /** Only directions that don't pass. */
  readonly #conditions = new Map<string, LinkCondition>()
  #epochs = 0

  isUp(a: NodeName, b: NodeName): boolean {
    return this.#up.has(pair(a, b))
  }

  /** Under a new epoch; the link was down before. */
  open(a: NodeName, b: NodeName): LinkEpoch {
    this.#up.add(pair(a, b))
    this.#epochs += 1
    return linkEpoch(this.#epochs)
  }

  /** What is under way is lost. Returns whether the link was up. */
  close(a: NodeName, b: NodeName): boolean {
    if (!this.#up.delete(pair(a, b))) return false
    this.#frames.delete(direction(a, b))
    this.#frames.delete(direction(b, a))
    return true
  }

  send(from: NodeName, frame: SentFrame): void {
    if (!this.isUp(from, frame.peer) || this.condition(from, frame.peer) === 'cut') return
    const key = direction(from, frame.peer)
    const queue = this.#frames.get(key)
    if (queue === undefined) this.#frames.set(key, [frame])
    else queue.push(frame)
  }

  frames(from: NodeName, to: NodeName): readonly SentFrame[] {
    return this.#frames.get(direction(from, to)) ?? []
  }

  /** Takes a frame off its link; null where there is none at `index`. */
  remove(from: NodeName, to: NodeName, index: number): SentFrame | null {
    return this.#frames.get(direction(from, to))?.splice(index, 1)[0] ?? null
  }

  condition(from: NodeName, to: NodeName): LinkCondition {
    return this.#conditions.get(direction(from, to)) ?? 'pass'
  }

  setCondition(from: NodeName, to: NodeName, condition: LinkCondition): void {
    if (condition === 'pass') this.#conditions.delete(direction(from, to))
    else this.#conditions.set(direction(from, to), condition)
  }

  fork(): SimulatedLinks {
    const fork = new SimulatedLinks()
    for (const link of this.#up) fork.#up.add(link)
    for (const [link, frames] of this.#frames) if (frames.length > 0) fork.#frames.set(link, frames.slice())
    for (const [link, condition] of this.#conditions) fork.#conditions.set(link, condition)
    fork.#epochs = this.#epochs
    return fork
  }
}

/** What whoever watches a link says of a frame. */
export function factOf({ frameKind, number, bytes, records, reportsLsn }: SentFrame): FrameFact {
  return { kind: frameKind, incarnation: claimedIncarnation(bytes), number, records, reportsLsn }
}

function pair(a: NodeName, b: NodeName): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`
}

function direction(from: NodeName, to: NodeName): string {
  return `${from}>${to}`
}
