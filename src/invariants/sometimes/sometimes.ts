import type { Chronicle } from '../chronicle/chronicle.ts'
import type { Fact } from '../fact.ts'
import type { Heard } from '../hearing.ts'

/** Looks for one thing over one run. As with judges, the chronicle tells of everything before the fact. */
export type Watch = (fact: Fact, chronicle: Chronicle) => boolean

/** Something that must happen now and then, or the runs have exercised nothing. */
export interface Sometimes {
  readonly id: string
  readonly statement: string
  readonly hears: readonly Heard[]
  /** A watch over a new run: true whenever it has just happened. */
  readonly open: () => Watch
}
