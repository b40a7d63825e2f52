import type { Chronicle } from '../chronicle/chronicle.ts'
import type { Fact } from '../fact.ts'
import { Hearing } from '../hearing.ts'
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
  readonly #watches = new Hearing<Watching>(SOMETIMES.map(({ id, hears, open }) => [{ id, watch: open() }, hears]))

  /** To be told of a fact before the chronicle is. */
  take(fact: Fact, chronicle: Chronicle): void {
    for (const { id, watch } of this.#watches.of(fact)) {
      if (watch(fact, chronicle)) this.counts.set(id, (this.counts.get(id) ?? 0) + 1)
    }
  }
}
