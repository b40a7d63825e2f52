import type { Evidence } from '../aerodb/error.ts'
import type { JsonValue } from '../aerodb/json.ts'
import type { Chronicle } from './chronicle/chronicle.ts'
import type { Concern } from './concern.ts'
import type { Fact } from './fact.ts'
import type { Heard } from './hearing.ts'

/** Where a sitting puts what it finds, and looks up what all invariants need. */
export interface Bench {
  readonly chronicle: Chronicle
  /** Something was evaluated that could have failed. */
  check(): void
  /** It failed. `about`: damage to any of these would explain it; where there are none, nothing would. */
  breach(about: readonly Concern[], evidence: Evidence): void
}

/** An invariant at work on one run. */
export interface Sitting {
  take(fact: Fact, bench: Bench): void
  /** An independent copy. */
  fork(): Sitting
  /** All that it remembers and that can matter to a later verdict, the same for the same past in whatever order it came about. */
  memory(): JsonValue
}

/** What must hold across a cluster whatever happens to it, judged from facts alone. */
export interface Invariant {
  readonly id: string
  readonly statement: string
  /** The rules of `public/specs` that it follows from. */
  readonly rules: readonly string[]
  /** The facts that it judges by, beyond what the chronicle keeps. Without them it checks nothing. */
  readonly hears: readonly Heard[]
  /** Further facts that it judges by, and which change nothing that it remembers. */
  readonly looksAt?: readonly Heard[]
  open(): Sitting
}

/** For an invariant that remembers nothing of its own. */
export function stateless(take: Sitting['take']): () => Sitting {
  const sitting: Sitting = { take, fork: () => sitting, memory: () => null }
  return () => sitting
}
