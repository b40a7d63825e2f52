import type { Digest } from '../../aerodb/digest.ts'

/**
 * Something that can be searched: from a state, every state that may come next. States are never mutated once handed over; two states with the
 * same digest are the same state, and have the same labels.
 */
export interface Model<State, Label> {
  initial(): State
  /** Every step that may be possible from here, in an order that depends on nothing but the state. */
  labels(state: State): readonly Label[]
  /** The state after a step; null where the step turns out not to be possible. */
  take(state: State, label: Label): State | null
  /** Stands for all of the state that can matter later. */
  digest(state: State): Digest
  /** What is wrong with the state; null where nothing is. */
  violation(state: State): string | null
}
