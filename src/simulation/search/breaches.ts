import { INVARIANTS } from '../../invariants/invariants.ts'

/** What can be wrong with a state that was found. */
export interface BreachKind {
  readonly id: string
  readonly statement: string
}

/** Whether a node itself broke. It throws only on a bug of its own: an input came that its code holds to be impossible. */
export const ENGINE_THROWS = 'engine-throws'

/** Everything that a search calls wrong: a breach of an invariant, and a node that threw, of which no fact tells any more. */
export const BREACH_KINDS: readonly BreachKind[] = [
  ...INVARIANTS.map(({ id, statement }) => ({ id, statement })),
  {
    id: ENGINE_THROWS,
    statement: 'No input makes a node throw: what it is handed it takes, refuses with a rule, or stops for with an error.',
  },
]
