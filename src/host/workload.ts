import type { OwnClients } from './own-clients.ts'

/** A timer that was this late is not made up for: clients that slept don't storm. */
const CATCH_UP_MILLIS = 250

/**
 * Clients that write notes at a rate that they share. Each waits for its answer before it writes again, so a node that is slower than the rate sets
 * the pace itself.
 */
export class Workload {
  readonly #clients: OwnClients
  readonly #intervalMillis: number
  readonly #turn: () => void
  readonly #clientsInAll: number
  #idle: number
  #due = 0
  #nextMillis: number
  #index: number
  #timer: number | null = null
  #stopped = false

  /** `turn` lets the node take what was queued. Notes are numbered from `firstIndex`. */
  constructor(
    clients: OwnClients,
    rate: { readonly commitsPerSecond: number; readonly clients: number },
    firstIndex: number,
    turn: () => void,
  ) {
    this.#clients = clients
    this.#intervalMillis = 1_000 / rate.commitsPerSecond
    this.#clientsInAll = rate.clients
    this.#idle = rate.clients
    this.#index = firstIndex
    this.#turn = turn
    this.#nextMillis = performance.now() + this.#intervalMillis
    this.#sleep()
  }

  /** Writes that wait for their answer are still answered. */
  stop(): void {
    this.#stopped = true
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #sleep(): void {
    this.#timer = setTimeout(() => this.#wake(), Math.max(0, this.#nextMillis - performance.now()))
  }

  #wake(): void {
    this.#write()
    this.#sleep()
    this.#turn()
  }

  #write(): void {
    this.#fallDue()
    while (this.#due > 0 && this.#idle > 0) {
      this.#due--
      this.#idle--
      this.#clients.write({ kind: 'note', index: this.#index }, () => this.#answered())
      this.#index++
    }
  }

  #fallDue(): void {
    const now = performance.now()
    if (now - this.#nextMillis > CATCH_UP_MILLIS) this.#nextMillis = now
    while (this.#nextMillis <= now) {
      this.#nextMillis += this.#intervalMillis
      this.#due++
    }
    // What nobody was free to write is not owed.
    this.#due = Math.min(this.#due, this.#clientsInAll)
  }

  #answered(): void {
    this.#idle++
    if (!this.#stopped) this.#write()
  }
}
