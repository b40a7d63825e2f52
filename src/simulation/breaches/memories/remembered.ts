import type { Fact } from '../../../invariants/fact.ts'

/** Two pasts that differ in one thing that an invariant remembers, and in nothing that all of them do; and what is right after one of them alone. */
export interface Remembered {
  readonly what: string
  readonly one: readonly Fact[]
  readonly other: readonly Fact[]
  readonly future: readonly Fact[]
}

/** Such pasts, both after the same beginning. */
export function after(before: readonly Fact[], ...remembered: readonly Remembered[]): readonly Remembered[] {
  return remembered.map(({ what, one, other, future }) => ({
    what,
    one: [...before, ...one],
    other: [...before, ...other],
    future,
  }))
}
