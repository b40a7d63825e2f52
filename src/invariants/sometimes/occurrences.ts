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

const HEARING = new Hearing(SOMETIMES.map(({ id, hears }, index) => ({ id, hears, index })))

/** Counts what happened sometimes, over one run. */
export class Occurrences {
  readonly counts = new Map<string, number>()
  readonly #watches: readonly Watch[] = SOMETIMES.map(({ open }) => open())

  /** To be told of a fact before the chronicle is. */
  take(fact: Fact, chronicle: Chronicle): void {
    for (const { id, index } of HEARING.of(fact)) {
      if (this.#watches[index]?.(fact, chronicle) === true) this.counts.set(id, (this.counts.get(id) ?? 0) + 1)
    }
  }
}
