/**
 * Something that can be searched: from a state, every state that may come next. States are never mutated once handed over; two states with the same
 * key are the same state.
 */
export interface Model<State, Label> {
  initial(): State
  /** Calls `next` for every transition out of `state`. */
  successors(state: State, next: (label: Label, successor: State) => void): void
  /** Stands for all of the state that can matter later. */
  key(state: State): string
  /** What is wrong with the state; null where nothing is. */
  violation(state: State): string | null
}
