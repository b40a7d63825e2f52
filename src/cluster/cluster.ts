import type { NodeConfiguration } from '../aerodb/configuration.ts'
import type { AeroError } from '../aerodb/error.ts'
import type { ChainInspection, ChainSelection, Explanation as EngineExplanation } from '../aerodb/inspection.ts'
import type { Position } from '../aerodb/observation.ts'
import type { RecordingSize } from '../platform/trace/recording.ts'
import type {
  ClusterConfiguration,
  ClusterState,
  CommitId,
  CrashPoint,
  DiskDamage,
  Explanation,
  InvariantVerdict,
  LinkCondition,
  Lsn,
  NodeName,
  NodeState,
  OperatorCommand,
  OperatorOutcome,
  ReadOutcome,
  ReadViewId,
  ReadViewOutcome,
  RequestId,
  Trace,
  VersionView,
  WalRecordView,
  WriteOperation,
  WriteOutcome,
} from './contract.ts'
import type { ClusterEvent } from './event.ts'
import type { FrameEvent } from './frame-event.ts'
import type { RecordedRun } from './replay/kept-run.ts'

export interface Workload {
  readonly commitsPerSecond: number
  readonly clients: number
}

/** What ended a worker that was not killed by hand. */
export type Ending = Pick<AeroError, 'code' | 'message' | 'rule' | 'evidence'>

/** One node as the page knows it. `position` is what was last observed: of a dead node, where it stood. */
export interface NodeView {
  readonly name: NodeName
  /** `starting`: a worker runs, and has neither reached a role nor refused. */
  readonly life: 'dead' | 'starting' | 'alive'
  readonly configuration: NodeConfiguration
  readonly position: Position | null
  readonly starts: number
  readonly workload: Workload | null
  readonly armedCrash: CrashPoint | null
  /** What an operator asked and the node has not answered. */
  readonly operatorWaits: OperatorCommand | null
  /** Why it is dead, where it was not killed by hand: a crash point, a disk that failed, a bug. */
  readonly death: Ending | null
}

/** One direction of one link. */
export interface LinkView {
  readonly from: NodeName
  readonly to: NodeName
  readonly up: boolean
  /** Cut by hand in both directions. */
  readonly partitioned: boolean
  /** 0 before it first came up. */
  readonly epoch: number
  readonly condition: LinkCondition
  /** Of a counted condition: how many frames it will still meet. */
  readonly conditionRemaining: number | null
  readonly held: number
  readonly inFlight: number
  readonly delivered: number
  readonly lost: number
  /** Something is set on it, or a frame was lost, changed or held since the link came up: what a heal puts right. */
  readonly hurt: boolean
  /** Whether either end carries more than hellos on it: false between two Replicas. */
  readonly carriesLog: boolean
}

export interface ClusterView {
  readonly clusterId: string
  readonly configuration: ClusterConfiguration
  readonly nodes: readonly NodeView[]
  readonly links: readonly LinkView[]
  readonly ledger: ClusterState['ledger']
  /** Grows with every change: two views of one revision are the same. */
  readonly revision: number
}

/**
 * A cluster, whatever hosts it. Commands reject with an `AeroFailure` when they are impossible; what the database refuses is a value.
 * Whatever resolves is already reflected by `state()` and `view()`.
 */
export interface Cluster {
  /** Resolves when every node has reached a role or refused to start. */
  readonly ready: Promise<void>
  configuration(): ClusterConfiguration
  state(): ClusterState
  view(): ClusterView
  /** After every change, at most once an animation frame. Returns the function that unsubscribes. */
  subscribe(listener: () => void): () => void
  settled(timeoutMillis?: number): Promise<void>

  kill(node: NodeName): Promise<void>
  restart(node: NodeName): Promise<NodeState>
  partition(a: NodeName, b: NodeName): Promise<void>
  heal(a: NodeName, b: NodeName): Promise<void>
  condition(from: NodeName, to: NodeName, condition: LinkCondition): Promise<void>
  /** Resolves with how many frames went: 0 where none was held. */
  release(from: NodeName, to: NodeName, count?: number): Promise<number>
  damage(node: NodeName, damage: DiskDamage): Promise<void>
  /** Rejects at a point that the node, as it is configured, never comes to. (CLUSTER-8) */
  crashAt(node: NodeName, point: CrashPoint): Promise<void>
  /** Takes back what `crashAt` armed. Rejects where nothing is armed, as when the point was met the moment before. (CLUSTER-9) */
  disarm(node: NodeName): Promise<void>
  configure(node: NodeName, configuration: Partial<ClusterConfiguration>): Promise<void>
  workload(node: NodeName, workload: { readonly commitsPerSecond: number; readonly clients?: number } | null): Promise<void>

  write(node: NodeName, operations: readonly WriteOperation[], options?: { readonly basedOn?: CommitId }): Promise<WriteOutcome>
  read(node: NodeName, collection: string, id: string, at?: CommitId | ReadViewId): Promise<ReadOutcome>
  openReadView(node: NodeName, at?: CommitId): Promise<ReadViewOutcome>
  closeReadView(node: NodeName, view: ReadViewId): Promise<void>
  resume(node: NodeName): Promise<OperatorOutcome>
  bootstrap(node: NodeName, options?: { readonly discardUnproven?: boolean }): Promise<OperatorOutcome>
  /**
   * Ends a resume or a bootstrap that waits for the Primary: their link goes down and comes up under a new epoch, so the command is refused and
   * nothing has changed. The link's conditions stay; what it held is lost. Rejects where none waits. (CLUSTER-14)
   */
  cancel(node: NodeName): Promise<void>

  /**
   * Decoded records, lowest LSN first. Of a node that refused its disk: those that recovery verified; its refusal in `state()` names the damage and
   * the last LSN before it. Where recovery verified none, rejects with that refusal. (RECOVERY-1 to RECOVERY-6)
   */
  wal(node: NodeName, range?: { readonly from?: Lsn; readonly limit?: number }): Promise<readonly WalRecordView[]>
  /** The exact bytes of the same records, back to back. */
  walBytes(node: NodeName): Promise<Uint8Array>
  /** Every version of a document that the node holds, oldest first. Rejects on a node that refused to start: it has no state. (READ-1) */
  versions(node: NodeName, collection: string, id: string): Promise<readonly VersionView[]>
  chains(node: NodeName, selection: ChainSelection): Promise<readonly ChainInspection[]>
  explain(subject: { readonly node: NodeName } | { readonly request: RequestId }): Promise<Explanation>
  /** As `explain`, with the verdict of each rule in the engine's own words. */
  explainInFull(subject: { readonly node: NodeName } | { readonly request: RequestId }): Promise<EngineExplanation>

  /** The verdict on every invariant, over everything observed so far. */
  invariants(): readonly InvariantVerdict[]
  /** How much has been recorded since the page loaded or `create`, whichever is later. */
  recording(): RecordingSize
  /** What has been recorded, to be replayed beside the cluster, which goes on: everything that happened to every node, and whatever has resolved. */
  recorded(): Promise<RecordedRun>
  /** The same as a trace. Rejects with AERO_TRACE_INCOMPLETE where the recording grew too long, AERO_TRACE_DISK_TOO_LARGE where it began too large. */
  trace(): Promise<Trace>

  /** The last EVENTS_KEPT events, oldest first, and how many older ones were dropped. */
  events(): { readonly events: readonly ClusterEvent[]; readonly dropped: number }
  /** Frame by frame, as hosts report it. `unlisted` counts frames that were too many to list one by one. */
  onFrames(listener: (frames: readonly FrameEvent[], unlisted: number) => void): () => void
}
