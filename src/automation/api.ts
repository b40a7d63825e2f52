import type { Cluster } from '../cluster/cluster.ts'
import type {
  ClusterConfiguration,
  ClusterState,
  InvariantVerdict,
  NextChoice,
  ReplayReport,
  Trace,
} from '../cluster/contract.ts'

/** What a person can do to a cluster, as a program does it: the cluster's own methods, word for word. */
type OfCluster = Pick<
  Cluster,
  | 'settled'
  | 'kill'
  | 'restart'
  | 'partition'
  | 'heal'
  | 'condition'
  | 'release'
  | 'damage'
  | 'crashAt'
  | 'disarm'
  | 'configure'
  | 'workload'
  | 'write'
  | 'read'
  | 'openReadView'
  | 'closeReadView'
  | 'resume'
  | 'bootstrap'
  | 'cancel'
  | 'wal'
  | 'walBytes'
  | 'versions'
  | 'explain'
  | 'trace'
>

/**
 * `window.aerodb`: everything a person can do in the explorer, for a program. What the explorer can't do yet is absent.
 *
 * Every method rejects with an AeroFailure when the command itself is impossible (no such node, `kill` of a dead one, `restart` of a living
 * one, malformed input): an Error with `code`, `rule` and `evidence`, whose message begins with the code and a colon, because that is all that
 * crosses `page.evaluate`. What the database refuses is a value: see the outcomes. Whatever resolves is already reflected by `state()`.
 */
export interface ExplorerApi extends OfCluster {
  /** The page's version, as package.json has it. */
  readonly version: string
  /** Resolves when the cluster on the page has started: every node has reached a role, or has refused to start. Follows `create`. */
  readonly ready: Promise<void>
  /** Destroys the cluster shown, disks included, and starts a fresh one, with no data and no workload. Resolves as `ready` does. */
  create(configuration: ClusterConfiguration): Promise<void>
  configuration(): ClusterConfiguration
  /** The whole cluster as the page knows it: plain JSON. */
  state(): ClusterState
  /** The verdict on every invariant, over everything observed so far. */
  invariants(): readonly InvariantVerdict[]
  /**
   * Re-executes a trace in the simulator, step by step, comparing every effect and digest, and judges the run that it relives.
   * Rejects with AERO_TRACE_… for what is no trace of a run.
   */
  replay(trace: Trace): Promise<ReplayReport>
  /**
   * Another future of a run, in the simulator: its first `step` steps, and then what the choices make of it, each possible in its turn. It is a
   * trace of its own; the run stays as it is. Rejects with AERO_TRACE_… for what is no trace of a run, can't be reached or can't happen.
   */
  branch(trace: Trace, step: number, choices: readonly NextChoice[]): Promise<Trace>
  /** Calls back after every change of state, at most once an animation frame. Returns the unsubscribe function. */
  subscribe(listener: (state: ClusterState) => void): () => void
}

declare global {
  interface Window {
    aerodb: ExplorerApi
  }
}
