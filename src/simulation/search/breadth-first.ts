import type { Model } from './model.ts'

/** How far a search goes. What it did not reach, it says. */
export interface SearchBounds {
  readonly states: number
  readonly depth: number
}

export interface SearchProgress<Label> {
  readonly kind: 'running' | 'exhausted' | 'bounded' | 'violated'
  /** Distinct states found, the initial one included. */
  readonly states: number
  readonly transitions: number
  /** Of the states that are being expanded: steps from the initial one. */
  readonly depth: number
  /** States found and not expanded yet. */
  readonly frontier: number
  /** Shortest, since the search is breadth first. */
  readonly violation: { readonly what: string; readonly path: readonly Label[] } | null
}

/**
 * Breadth-first search over a model. Advances by as many expansions as it is told, so that a caller can show progress and stop; keeps, for each
 * state found, only its key and how it was reached.
 */
export class BreadthFirstSearch<State, Label> {
  readonly #model: Model<State, Label>
  readonly #bounds: SearchBounds
  readonly #seen = new Set<string>()
  /** By the order in which states were found: the number of the state before, and the step from it. */
  readonly #parents: number[] = []
  readonly #labels: (Label | null)[] = []
  #level: { readonly number: number; readonly state: State }[] = []
  #nextLevel: { readonly number: number; readonly state: State }[] = []
  #position = 0
  #depth = 0
  #transitions = 0
  #cut = false
  #violation: SearchProgress<Label>['violation'] = null

  constructor(model: Model<State, Label>, bounds: SearchBounds) {
    this.#model = model
    this.#bounds = bounds
    this.#found(-1, null, model.initial())
    this.#level = this.#nextLevel
    this.#nextLevel = []
  }

  get progress(): SearchProgress<Label> {
    const frontier = this.#level.length - this.#position + this.#nextLevel.length
    const kind = this.#violation !== null ? 'violated' : frontier > 0 ? 'running' : this.#cut ? 'bounded' : 'exhausted'
    return {
      kind,
      states: this.#seen.size,
      transitions: this.#transitions,
      depth: this.#depth,
      frontier,
      violation: this.#violation,
    }
  }

  /** Expands at most `expansions` states. Stops at the first violation. */
  advance(expansions: number): SearchProgress<Label> {
    for (let count = 0; count < expansions && this.#violation === null; count++) {
      const entry = this.#level[this.#position]
      if (entry === undefined) {
        if (!this.#descend()) break
        count -= 1
        continue
      }
      this.#position += 1
      this.#model.successors(entry.state, (label, successor) => {
        this.#transitions += 1
        if (this.#violation === null) this.#found(entry.number, label, successor)
      })
    }
    return this.progress
  }

  #descend(): boolean {
    if (this.#nextLevel.length === 0) return false
    if (this.#depth + 1 > this.#bounds.depth) {
      this.#cut = true
      this.#level = []
      this.#nextLevel = []
      this.#position = 0
      return false
    }
    this.#level = this.#nextLevel
    this.#nextLevel = []
    this.#position = 0
    this.#depth += 1
    return true
  }

  #found(parent: number, label: Label | null, state: State): void {
    const key = this.#model.key(state)
    if (this.#seen.has(key)) return
    if (this.#seen.size >= this.#bounds.states) {
      this.#cut = true
      return
    }
    this.#seen.add(key)
    const number = this.#parents.push(parent) - 1
    this.#labels.push(label)
    const what = this.#model.violation(state)
    if (what !== null) this.#violation = { what, path: this.#pathTo(number) }
    this.#nextLevel.push({ number, state })
  }

  #pathTo(number: number): readonly Label[] {
    const path: Label[] = []
    for (let at = number; at > 0; at = this.#parents[at] ?? 0) {
      const label = this.#labels[at]
      if (label !== null && label !== undefined) path.push(label)
    }
    return path.toReversed()
  }
}
