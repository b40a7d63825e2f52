import type { Assignment, Found } from './expander.ts'
import { type SearchBounds, SearchLedger, type SearchProgress } from './ledger.ts'

/** To an expander: expand this, and say what you find as you go. */
export interface ExpandMessage {
  readonly kind: 'expand'
  readonly assignment: Assignment
}

/** From an expander: what it found among some states, and whether its level is done. */
export interface FoundMessage {
  readonly kind: 'found'
  readonly found: Found
  readonly isDone: boolean
}

/**
 * A search over a pool of expanders, each in a thread of its own. It sends and receives nothing itself: whoever has the threads hands it what they say,
 * and carries out what it returns.
 */
export class PooledSearch {
  readonly #ledger: SearchLedger
  readonly #expanders: number
  #busy: number

  constructor(bounds: SearchBounds, expanders: number) {
    this.#ledger = new SearchLedger(bounds, expanders)
    this.#expanders = expanders
    this.#busy = expanders
  }

  get progress(): SearchProgress {
    return this.#ledger.progress
  }

  /** One message for each expander. `initial`: as initialOf says it. */
  open(initial: Parameters<SearchLedger['open']>): readonly ExpandMessage[] {
    return this.#ledger.open(...initial).map(messageOf)
  }

  /** One message for each expander once the last of them is done with a level, and none otherwise; null: the search is over. */
  take(expander: number, { found, isDone }: FoundMessage): readonly ExpandMessage[] | null {
    this.#ledger.take(expander, found)
    if (!isDone) return []
    this.#busy -= 1
    if (this.#busy > 0) return []
    this.#busy = this.#expanders
    const assignments = this.#ledger.closeLevel()
    return assignments === null ? null : assignments.map(messageOf)
  }
}

function messageOf(assignment: Assignment): ExpandMessage {
  return { kind: 'expand', assignment }
}
