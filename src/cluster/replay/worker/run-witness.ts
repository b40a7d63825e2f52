import type { Fact } from '../../../invariants/fact.ts'
import { Judge } from '../../../invariants/judge.ts'
import type { InvariantVerdict } from '../../../invariants/verdict.ts'
import { ENGINE_THROWS } from '../../../simulation/search/breaches.ts'
import type { RunBreach } from './replay-messages.ts'

/** Judges a run as it is lived again, and knows in which step something first went wrong. */
export class RunWitness {
  readonly #judge = new Judge()
  #breach: RunBreach | null = null

  /** What happened in a step. */
  take(fact: Fact, step: number): void {
    this.#judge.take(fact)
    if (this.#breach !== null) return
    const { breach } = this.#judge
    if (breach !== null) this.#breach = { step, invariant: breach.invariant }
  }

  verdicts(): readonly InvariantVerdict[] {
    return this.#judge.verdicts()
  }

  /** `threwAt`: the first step in which a node threw; null where none did. */
  breach(threwAt: number | null): RunBreach | null {
    if (threwAt === null || (this.#breach !== null && this.#breach.step <= threwAt)) return this.#breach
    return { step: threwAt, invariant: ENGINE_THROWS }
  }
}
