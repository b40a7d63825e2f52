import { DigestTable } from './digest-table.ts'
import { type Assignment, CANDIDATE_WORDS, type Found } from './expander.ts'

/** How far a search goes. What it did not reach, it says. */
export interface SearchBounds {
  /** The level in which so many distinct states are found is the last one. */
  readonly states: number
  /** Steps from the initial state: what lies further is not looked at. */
  readonly depth: number
}

export interface SearchProgress {
  readonly kind: 'running' | 'exhausted' | 'bounded' | 'violated'
  /** Distinct states found, the initial one included. */
  readonly states: number
  readonly transitions: number
  /** Of the states that are being expanded: steps from the initial one. */
  readonly depth: number
  /** States found and not expanded yet. */
  readonly frontier: number
  /** Shortest, since the search is breadth first; each step by the index of its label. */
  readonly violation: { readonly what: string; readonly path: readonly number[] } | null
}

/** How uneven the expanders' loads may be before states move from one to another. */
const SLACK_STATES = 16
const SLACK_RATIO = 1.25

/** A state found in this level. */
interface Entry {
  parent: number
  label: number
  what: string | null
  /** Expander and slot of each copy. */
  readonly copies: number[]
}

/**
 * Keeps account of a search that some expanders carry out, level by level. A state is numbered at the end of its level, by the lowest state before
 * it and the first step from there: the same numbers, however many expanders there are and however fast each is.
 */
export class SearchLedger {
  readonly #bounds: SearchBounds
  readonly #expanders: number
  readonly #visited = new DigestTable()
  #parents = new Int32Array(1024)
  #labels = new Uint16Array(1024)
  #numbered = 0
  /** By what `#visited` numbers them, from `#closed` on. */
  #level: Entry[] = []
  #closed = 0
  #depth = 0
  #transitions = 0
  #frontier = 1
  #kind: SearchProgress['kind'] = 'running'
  #violation: SearchProgress['violation'] = null

  constructor(bounds: SearchBounds, expanders: number) {
    this.#bounds = bounds
    this.#expanders = expanders
  }

  get progress(): SearchProgress {
    return {
      kind: this.#kind,
      states: this.#visited.size,
      transitions: this.#transitions,
      depth: this.#depth,
      frontier: this.#frontier + this.#level.length,
      violation: this.#violation,
    }
  }

  /** Where everything begins: one for each expander. `initial`: the digest of the initial state, in words. */
  open(initial: readonly [number, number, number, number], what: string | null): readonly Assignment[] {
    this.#visited.add(...initial)
    this.#closed = 1
    this.#number(-1, 0)
    if (what !== null) {
      this.#violation = { what, path: [] }
      this.#kind = 'violated'
    }
    const assignments = this.#emptyAssignments()
    assignments[0]?.paths.push({ number: 0, labels: [] })
    return assignments.map(packed)
  }

  take(expander: number, { candidates, expanded, transitions, violations }: Found): void {
    this.#transitions += transitions
    this.#frontier -= expanded
    const wrong = new Map(violations.map(({ slot, what }) => [slot, what]))
    for (let at = 0; at < candidates.length; at += CANDIDATE_WORDS) {
      const word = (index: number): number => candidates[at + index] ?? 0
      const number = this.#visited.add(word(0), word(1), word(2), word(3))
      if (number < this.#closed) continue
      const [parent, label, slot] = [word(4), word(5), word(6)]
      const entry = this.#level[number - this.#closed]
      if (entry === undefined) {
        this.#level.push({ parent, label, what: wrong.get(slot) ?? null, copies: [expander, slot] })
        continue
      }
      entry.copies.push(expander, slot)
      if (parent < entry.parent || (parent === entry.parent && label < entry.label)) {
        entry.parent = parent
        entry.label = label
      }
    }
  }

  /** Every state of the level was expanded: what each expander does next; null where the search is over. */
  closeLevel(): readonly Assignment[] | null {
    const found = this.#level.toSorted((a, b) => a.parent - b.parent || a.label - b.label)
    const first = this.#numbered
    for (const { parent, label } of found) this.#number(parent, label)
    this.#level = []
    this.#closed = this.#visited.size
    const wrong = found.findIndex(({ what }) => what !== null)
    const what = found[wrong]?.what ?? null
    if (what !== null) {
      this.#violation = { what, path: this.#pathTo(first + wrong) }
      return this.#end('violated')
    }
    this.#frontier = found.length
    if (found.length === 0) return this.#end('exhausted')
    if (this.#visited.size >= this.#bounds.states || this.#depth + 1 >= this.#bounds.depth) return this.#end('bounded')
    this.#depth += 1
    return this.#assign(found, first)
  }

  /** Each state to the expander with the fewest that has it; where that is uneven, some move, as the way to them. */
  #assign(found: readonly Entry[], first: number): readonly Assignment[] {
    const assignments = this.#emptyAssignments()
    const most = Math.ceil(found.length / this.#expanders) * SLACK_RATIO + SLACK_STATES
    found.forEach(({ copies }, index) => {
      const number = first + index
      const holder = leastLoaded(assignments, copies)
      if (holder !== null && holder.load < most) {
        holder.assignment.keep.push(holder.slot, number)
        return
      }
      const idle = assignments.reduce((a, b) => (loadOf(b) < loadOf(a) ? b : a))
      idle.paths.push({ number, labels: this.#pathTo(number) })
    })
    return assignments.map(packed)
  }

  #emptyAssignments(): Loose[] {
    return Array.from({ length: this.#expanders }, () => ({ keep: [], paths: [] }))
  }

  #end(kind: SearchProgress['kind']): null {
    this.#kind = kind
    return null
  }

  #number(parent: number, label: number): void {
    if (this.#numbered === this.#parents.length) {
      const parents = new Int32Array(this.#parents.length * 2)
      parents.set(this.#parents)
      this.#parents = parents
      const labels = new Uint16Array(this.#labels.length * 2)
      labels.set(this.#labels)
      this.#labels = labels
    }
    this.#parents[this.#numbered] = parent
    this.#labels[this.#numbered] = label
    this.#numbered += 1
  }

  #pathTo(number: number): readonly number[] {
    const path: number[] = []
    for (let at = number; at > 0; at = this.#parents[at] ?? 0) path.push(this.#labels[at] ?? 0)
    return path.toReversed()
  }
}

interface Loose {
  readonly keep: number[]
  readonly paths: { readonly number: number; readonly labels: readonly number[] }[]
}

function loadOf({ keep, paths }: Loose): number {
  return keep.length / 2 + paths.length
}

function leastLoaded(assignments: readonly Loose[], copies: readonly number[]) {
  let best: { readonly assignment: Loose; readonly slot: number; readonly load: number } | null = null
  for (let at = 0; at < copies.length; at += 2) {
    const assignment = assignments[copies[at] ?? 0]
    if (assignment === undefined) continue
    const load = loadOf(assignment)
    if (best === null || load < best.load) best = { assignment, slot: copies[at + 1] ?? 0, load }
  }
  return best
}

function packed({ keep, paths }: Loose): Assignment {
  return { keep: Int32Array.from(keep), paths }
}
