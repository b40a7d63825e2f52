import type { Chronicle } from '../chronicle/chronicle.ts'
import type { Fact, FactKind } from '../fact.ts'
import { OF_CLIENTS } from './of-clients.ts'
import { OF_CRASHES } from './of-crashes.ts'
import { OF_FRAMES } from './of-frames.ts'
import { OF_OPERATORS } from './of-operators.ts'
import type { Sometimes, Watch } from './sometimes.ts'

/** All that must happen sometimes. */
export const SOMETIMES: readonly Sometimes[] = [...OF_OPERATORS, ...OF_FRAMES, ...OF_CRASHES, ...OF_CLIENTS]

interface Watching {
  readonly id: string
  readonly watch: Watch
}

/** Counts what happened sometimes, over one run. */
export class Occurrences {
  readonly counts = new Map<string, number>()
  readonly #watches = new Map<FactKind, Watching[]>()

  constructor() {
    for (const { id, hears, open } of SOMETIMES) {
      const watching = { id, watch: open() }
      for (const kind of hears) {
        const others = this.#watches.get(kind)
        if (others === undefined) this.#watches.set(kind, [watching])
        else others.push(watching)
      }
    }
  }

  /** To be told of a fact before the chronicle is. */
  take(fact: Fact, chronicle: Chronicle): void {
    const watches = this.#watches.get(fact.kind)
    if (watches === undefined) return
    for (const { id, watch } of watches) {
      if (watch(fact, chronicle)) this.counts.set(id, (this.counts.get(id) ?? 0) + 1)
    }
  }
}
