import type { SyncPolicy } from '../../aerodb/configuration.ts'

export const TRACE_FORMAT = 'aerodb-trace'
/** Of the format below, all that it refers to, and how effects are folded. A trace of another version is refused. */
export const TRACE_VERSION = 2

/**
 * A run of a cluster: everything that happened to its nodes, in an order in which it can happen again. Plain JSON.
 *
 * The steps of each node stand in the order in which it took them; a frame stands after the step that made its sender send it. Each disk is
 * stated before its node's first start.
 */
export interface Trace {
  readonly format: typeof TRACE_FORMAT
  readonly version: typeof TRACE_VERSION
  /** The build that the run was recorded by. */
  readonly engine: string
  /** The rule that the engine did without: a search had taken it away. Absent: none, as in every run of a live cluster. */
  readonly without?: Weakening
  readonly configuration: TraceConfiguration
  /** Each a TraceStep, once `readStep` has seen that it is one. */
  readonly steps: readonly unknown[]
}

/** What stands before the steps. */
export type TraceHeader = Pick<Trace, 'engine' | 'without' | 'configuration'>

/** How an engine is weakened, for a search: one rule is taken away. */
export interface Weakening {
  readonly rule: string
  /** The guard that was always content; null for a structural rule, which was broken by its mutation. */
  readonly guard: string | null
}

/** What the cluster was made with. What each node was configured with stands in its starts. */
export interface TraceConfiguration {
  readonly nodes: readonly string[]
  readonly primary: string | readonly string[]
  readonly sync?: SyncPolicy
}
