import type { Moment } from '../../host/protocol.ts'
import type { NodeName } from '../contract.ts'

/** What a report says of its place in the order of causes. */
export interface Arrival {
  readonly node: NodeName
  readonly incarnation: number
  readonly steps: number
  readonly heard: readonly Moment[]
}

/** `ended`: the last that will ever come of this life of the node. */
type Entry =
  | { readonly kind: 'report'; readonly arrival: Arrival; readonly take: () => void }
  | { readonly kind: 'ended'; readonly node: NodeName; readonly take: () => void }
  | { readonly kind: 'done'; readonly take: () => void }

/**
 * Reports of different nodes come over different ports, and may overtake each other. This puts them in an order in which each stands after all
 * that it heard of: a Replica's report of a record after the Primary's that it was shipped. Reports of one node keep their order.
 */
export class CausalQueue {
  readonly #lines = new Map<NodeName, Entry[]>()
  /** How many inputs each node is known to have taken, in its newest life that was reported. */
  readonly #reached = new Map<NodeName, Omit<Moment, 'node'>>()
  #waiting = 0

  /** Reports that wait for one that has not come yet. */
  get waiting(): number {
    return this.#waiting
  }

  /** `take` is called once its turn has come: at once, as a rule. */
  report(arrival: Arrival, take: () => void): void {
    this.#join(arrival.node, { kind: 'report', arrival, take })
  }

  /** The node's life is over, and all that it said has arrived: nobody waits for more of it. */
  ended(node: NodeName, take: () => void): void {
    this.#join(node, { kind: 'ended', node, take })
  }

  /** What is done to a node stands after all that it has reported. */
  done(node: NodeName, take: () => void): void {
    this.#join(node, { kind: 'done', take })
  }

  #join(node: NodeName, entry: Entry): void {
    const line = this.#lines.get(node) ?? []
    this.#lines.set(node, line)
    line.push(entry)
    this.#waiting++
    if (line.length === 1) this.#serve()
  }

  #serve(): void {
    for (let served = true; served; ) {
      served = false
      for (const line of this.#lines.values()) {
        for (let [head] = line; head !== undefined && this.#isCaused(head); [head] = line) {
          line.shift()
          this.#waiting--
          served = true
          this.#take(head)
        }
      }
    }
  }

  #take(entry: Entry): void {
    if (entry.kind === 'ended') {
      const { node } = entry
      const incarnation = this.#reached.get(node)?.incarnation ?? 0
      this.#reached.set(node, { incarnation, steps: Number.POSITIVE_INFINITY })
    } else if (entry.kind === 'report') {
      const { node, incarnation, steps } = entry.arrival
      // Before its first step a node has no incarnation, and the life before it is still the newest.
      if (incarnation > 0) this.#reached.set(node, { incarnation, steps })
    }
    entry.take()
  }

  #isCaused(entry: Entry): boolean {
    if (entry.kind !== 'report') return true
    return entry.arrival.heard.every(({ node, incarnation, steps }) => {
      const reached = this.#reached.get(node)
      if (reached === undefined || reached.incarnation < incarnation) return false
      return reached.incarnation > incarnation || reached.steps >= steps
    })
  }
}
