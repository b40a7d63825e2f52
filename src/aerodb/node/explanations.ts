import type { RequestId } from '../ids.ts'
import type { Explanation } from '../inspection.ts'
import { type Decision, explain } from './trail.ts'

/** How many of the last requests can still be explained. */
export const EXPLANATIONS_KEPT = 512

/** A ring of the last decisions about requests. For people alone: nothing in a node depends on it. */
export class Explanations {
  readonly #requests: RequestId[] = []
  readonly #decisions: Decision[] = []
  #next = 0

  record(request: RequestId, decision: Decision): void {
    this.#requests[this.#next] = request
    this.#decisions[this.#next] = decision
    this.#next = (this.#next + 1) % EXPLANATIONS_KEPT
  }

  explain(request: RequestId): Explanation | null {
    const decision = this.#decisions[this.#requests.lastIndexOf(request)]
    return decision === undefined ? null : explain(decision)
  }

  fork(): Explanations {
    const fork = new Explanations()
    fork.#requests.push(...this.#requests)
    fork.#decisions.push(...this.#decisions)
    fork.#next = this.#next
    return fork
  }
}
