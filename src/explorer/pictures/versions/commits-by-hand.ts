import type { CommitId } from '../../../cluster/contract.ts'
import type { ClusterEvent } from '../../../cluster/event.ts'

/** The newest commits that were acknowledged to a person or a program, not to a workload: clients of a workload are no events. */
export class CommitsByHand {
  readonly #most: number
  #commits: readonly CommitId[] = []
  #seenUpTo = 0

  /** Remembers the newest `most`. */
  constructor(most: number) {
    this.#most = most
  }

  /** Takes the events that are kept, oldest first, of which it looks only at those that it has not seen. */
  take(events: readonly ClusterEvent[]): ReadonlySet<CommitId> {
    const found: CommitId[] = []
    for (let index = events.length - 1; index >= 0 && found.length < this.#most; index--) {
      const event = events[index]
      if (event === undefined || event.sequence <= this.#seenUpTo) break
      if (event.kind === 'client' && event.outcome.outcome === 'acknowledged') found.push(event.outcome.commitId)
    }
    this.#seenUpTo = Math.max(this.#seenUpTo, events.at(-1)?.sequence ?? 0)
    this.#commits = [...found, ...this.#commits].slice(0, this.#most)
    return new Set(this.#commits)
  }
}
