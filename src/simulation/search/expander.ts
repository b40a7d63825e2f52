import { DigestTable, word } from './digest-table.ts'
import type { Model } from './model.ts'

/** Digest, number of the state before, index of the step's label there, and the slot in which the expander keeps the state. */
export const CANDIDATE_WORDS = 7

/** What came of expanding some states. */
export interface Found {
  /** CANDIDATE_WORDS for each state that this expander has not named before. */
  readonly candidates: Uint32Array<ArrayBuffer>
  readonly expanded: number
  readonly transitions: number
  readonly violations: readonly { readonly slot: number; readonly what: string }[]
}

/** Which of the states just found to expand next, by slot; and states that others found, as the way to them from the first one. */
export interface Assignment {
  /** Slot and number of each. */
  readonly keep: Int32Array<ArrayBuffer>
  readonly paths: readonly { readonly number: number; readonly labels: readonly number[] }[]
}

interface Numbered<State> {
  readonly number: number
  readonly state: State
}

/** Takes states one step further, one level after the other. It keeps the states; whoever assigns them keeps account. */
export class Expander<State, Label> {
  readonly #model: Model<State, Label>
  readonly #named = new DigestTable()
  #frontier: readonly Numbered<State>[] = []
  #position = 0
  #found: State[] = []

  constructor(model: Model<State, Label>) {
    this.#model = model
  }

  /** States of this level that are still to be expanded. */
  get left(): number {
    return this.#frontier.length - this.#position
  }

  /** The next level: whatever was found and is not kept is forgotten. */
  adopt({ keep, paths }: Assignment): void {
    const next: Numbered<State>[] = []
    for (let at = 0; at < keep.length; at += 2) {
      const state = this.#found[keep[at] ?? 0]
      if (state !== undefined) next.push({ number: keep[at + 1] ?? 0, state })
    }
    for (const { number, labels } of paths) next.push({ number, state: stateAt(this.#model, labels) })
    this.#frontier = next.toSorted((a, b) => a.number - b.number)
    this.#position = 0
    this.#found = []
  }

  /** Expands at most `limit` states of the level, in the order of their numbers. */
  expand(limit: number): Found {
    const words: number[] = []
    const violations: { slot: number; what: string }[] = []
    const end = Math.min(this.#frontier.length, this.#position + limit)
    const expanded = end - this.#position
    let transitions = 0
    for (; this.#position < end; this.#position++) {
      const from = this.#frontier[this.#position]
      if (from === undefined) break
      const labels = this.#model.labels(from.state)
      for (let index = 0; index < labels.length; index++) {
        const label = labels[index]
        const state = label === undefined ? null : this.#model.take(from.state, label)
        if (state === null) continue
        transitions += 1
        const digest = this.#model.digest(state)
        const before = this.#named.size
        if (this.#named.addDigest(digest) < before) continue
        const slot = this.#found.push(state) - 1
        words.push(word(digest, 0), word(digest, 4), word(digest, 8), word(digest, 12), from.number, index, slot)
        const what = this.#model.violation(state)
        if (what !== null) violations.push({ slot, what })
      }
    }
    return { candidates: Uint32Array.from(words), expanded, transitions, violations }
  }
}

/** The state to which these steps lead, each the index of a label. */
function stateAt<State, Label>(model: Model<State, Label>, labels: readonly number[]): State {
  let state = model.initial()
  for (const index of labels) state = stepOf(model, state, index).state
  return state
}

/** The labels themselves. */
export function labelsAlong<State, Label>(model: Model<State, Label>, indices: readonly number[]): readonly Label[] {
  const labels: Label[] = []
  let state = model.initial()
  for (const index of indices) {
    const step = stepOf(model, state, index)
    labels.push(step.label)
    state = step.state
  }
  return labels
}

function stepOf<State, Label>(model: Model<State, Label>, from: State, index: number): { label: Label; state: State } {
  const label = model.labels(from)[index]
  const state = label === undefined ? null : model.take(from, label)
  if (label === undefined || state === null) throw new Error(`a state has no step ${index}, and had one before`)
  return { label, state }
}
