import type { ClusterEvent } from './event.ts'

/** How many events are kept for a person. Judges and traces don't live on them. */
export const EVENTS_KEPT = 2_000

type WithoutStamp<E> = E extends unknown ? Omit<E, 'sequence' | 'atMillis'> : never
/** An event before it has its place and time. */
export type NewEvent = WithoutStamp<ClusterEvent>

/** The newest events, oldest first; counts what it dropped. */
export class EventRing {
  readonly #nowMillis: () => number
  readonly #slots: ClusterEvent[] = []
  #added = 0

  constructor(nowMillis: () => number) {
    this.#nowMillis = nowMillis
  }

  add(event: NewEvent): void {
    const stamped: ClusterEvent = { ...event, sequence: this.#added + 1, atMillis: this.#nowMillis() }
    this.#slots[this.#added % EVENTS_KEPT] = stamped
    this.#added++
  }

  read(): { readonly events: readonly ClusterEvent[]; readonly dropped: number } {
    const dropped = Math.max(0, this.#added - EVENTS_KEPT)
    const oldest = dropped === 0 ? 0 : this.#added % EVENTS_KEPT
    return { events: [...this.#slots.slice(oldest), ...this.#slots.slice(0, oldest)], dropped }
  }
}
