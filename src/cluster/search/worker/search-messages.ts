import type { Trace } from '../../../platform/trace/trace.ts'
import type { SearchProgress } from '../../../simulation/search/ledger.ts'
import type { Removable } from '../../../simulation/search/rules/take-away.ts'
import type { Scope } from '../../../simulation/search/scope.ts'

/** What the page asks of the worker that keeps account of a search. */
export interface SearchOrder {
  readonly scope: Scope
  /** The rule that the searched engine does without; null: the engine as it is. */
  readonly removed: Removable | null
  /** Workers that expand states. */
  readonly workers: number
  /** The level that finds so many states is the last. */
  readonly states: number
  /** The build that the page is of. */
  readonly engine: string
}

/** The shortest history that was found to break an invariant. */
export interface FoundHistory {
  readonly invariant: string
  /** In words, from where the scope begins. */
  readonly steps: readonly string[]
  readonly trace: Trace
}

export type SearchNews =
  | { readonly kind: 'progress'; readonly progress: SearchProgress }
  /** The search is over; `found` where something was wrong. */
  | { readonly kind: 'ended'; readonly progress: SearchProgress; readonly found: FoundHistory | null }
  | { readonly kind: 'failed'; readonly message: string }

/** To a worker that expands states, before anything else. */
export interface ExpanderOrder {
  readonly kind: 'open'
  readonly scope: Scope
  readonly removed: Removable | null
}
