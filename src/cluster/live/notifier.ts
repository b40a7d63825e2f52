/** Tells subscribers of changes, at most once an animation frame. `revision` grows with every change. */
export class Notifier {
  readonly #schedule: (callback: () => void) => void
  readonly #listeners = new Set<() => void>()
  #revision = 0
  #scheduled = false

  constructor(schedule: (callback: () => void) => void) {
    this.#schedule = schedule
  }

  get revision(): number {
    return this.#revision
  }

  subscribe(listener: () => void): () => void {
    // Of its own, so that one function can be subscribed twice and leave once.
    const own = () => listener()
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }

  changed(): void {
    this.#revision++
    if (this.#scheduled || this.#listeners.size === 0) return
    this.#scheduled = true
    this.#schedule(() => {
      this.#scheduled = false
      this.#tell()
    })
  }

  /** One listener that throws keeps nothing from the others; what it threw is reported once they have been told. */
  #tell(): void {
    const thrown: unknown[] = []
    for (const listener of this.#listeners) {
      try {
        listener()
      } catch (error) {
        thrown.push(error)
      }
    }
    if (thrown.length > 0) throw new AggregateError(thrown, 'a subscriber threw')
  }
}
