import type { Explanation } from '../../aerodb/inspection.ts'

/** How many of the last requests can be explained. */
export const EXPLANATIONS_KEPT = 2_000

/**
 * Explanations of requests, as they came with their answers: kept at the page, so that they outlive the node's next start. The oldest go first.
 */
export class Explanations {
  readonly #kept = new Map<string, Explanation>()

  keep(request: string, explanation: Explanation): void {
    this.#kept.set(request, explanation)
    const oldest = this.#kept.size > EXPLANATIONS_KEPT ? this.#kept.keys().next().value : undefined
    if (oldest !== undefined) this.#kept.delete(oldest)
  }

  of(request: string): Explanation | null {
    return this.#kept.get(request) ?? null
  }
}
