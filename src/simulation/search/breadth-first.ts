import { word } from './digest-table.ts'
import { Expander, labelsAlong } from './expander.ts'
import { type SearchBounds, SearchLedger, type SearchProgress } from './ledger.ts'
import type { Model } from './model.ts'

/**
 * Breadth-first search of a model, in one thread. Advances by as many expansions as it is told, so that a caller can show progress and stop. A pool
 * of workers keeps the same ledger, and finds the same (pooled-search.ts).
 */
export class BreadthFirstSearch<State, Label> {
  readonly #model: Model<State, Label>
  readonly #ledger: SearchLedger
  readonly #expander: Expander<State, Label>

  constructor(model: Model<State, Label>, bounds: SearchBounds) {
    this.#model = model
    this.#ledger = new SearchLedger(bounds, 1)
    this.#expander = new Expander(model)
    this.#adopt(this.#ledger.open(...initialOf(model)))
  }

  get progress(): SearchProgress {
    return this.#ledger.progress
  }

  /** The steps that lead to what was found to be wrong; empty where nothing was. */
  get path(): readonly Label[] {
    return labelsAlong(this.#model, this.progress.violation?.path ?? [])
  }

  /** Expands at most `expansions` states. Over at the end of the first level in which something is wrong. */
  advance(expansions: number): SearchProgress {
    for (let left = expansions; left > 0 && this.progress.kind === 'running'; ) {
      const found = this.#expander.expand(left)
      left -= found.expanded
      this.#ledger.take(0, found)
      if (this.#expander.left === 0) this.#adopt(this.#ledger.closeLevel() ?? [])
    }
    return this.progress
  }

  #adopt([assignment]: ReturnType<SearchLedger['open']>): void {
    if (assignment !== undefined) this.#expander.adopt(assignment)
  }
}

/** The digest of the initial state, in words, and what is wrong with it. */
export function initialOf<State, Label>(model: Model<State, Label>): Parameters<SearchLedger['open']> {
  const state = model.initial()
  const digest = model.digest(state)
  return [[word(digest, 0), word(digest, 4), word(digest, 8), word(digest, 12)], model.violation(state)]
}
