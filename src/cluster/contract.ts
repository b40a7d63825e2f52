/**
 * The words of the automation contract: what `window.aerodb` takes and gives, as plain JSON. The cluster speaks them too, so that a person's
 * page and a program see the same. Types only.
 */

import type { CrashPoint } from '../platform/crash-point.ts'

export type { InvariantVerdict } from '../invariants/verdict.ts'
export type { DiskDamage } from '../platform/disk-damage.ts'
export type { LinkCondition } from '../platform/link/condition.ts'
export type { Trace } from '../platform/trace/trace.ts'
export type { BranchChoice as NextChoice } from './replay/next-choice.ts'
export type { JudgedReplay as ReplayReport } from './replay/worker/replay-messages.ts'

export type { CrashPoint }

export type NodeName = string
export type Lsn = number
export type CommitId = number
export type ReadViewId = string
export type RequestId = string
export type Digest = string

export interface ClusterConfiguration {
  readonly nodes: readonly NodeName[]
  /** The node (or, to see it refused, the nodes) configured as Primary. */
  readonly primary: NodeName | readonly NodeName[]
  readonly sync?: 'each' | 'group'
}

/** A StartRefused node is alive and serves nothing. Of a dead node, role, LSNs and digests are what was last observed. */
export type Role = 'Uninitialized' | 'Recovering' | 'PrimaryActive' | 'ReplicaActive' | 'ReplicationHalted' | 'StartRefused'
export type HaltReason =
  | 'WalGapDetected'
  | 'HistoryDivergence'
  | 'AuthorityAmbiguity'
  | 'WalCorruption'
  | 'SnapshotIntegrityFailure'
  | 'SnapshotBoundaryMismatch'
  | 'ConfigurationError'

export interface NodeState {
  readonly name: NodeName
  readonly alive: boolean
  /** Why it is dead, where it was not killed: a crash point, a disk that failed, a bug. */
  readonly death?: Pick<AeroErrorView, 'code' | 'message' | 'rule' | 'evidence'>
  /** At which it will die, once. */
  readonly armedCrash?: CrashPoint
  /** What an operator asked and the node has not answered: it waits for its Primary's word, or for its disk. */
  readonly operatorWaits?: OperatorCommand
  readonly role: Role
  /** What a ReplicaActive node is doing. */
  readonly session?: 'disconnected' | 'handshaking' | 'streaming' | 'stalled'
  /** Counts the starts of the node. */
  readonly incarnation: number
  readonly halt?: { readonly reason: HaltReason; readonly rule: string; readonly evidence: unknown }
  readonly refusal?: AeroErrorView
  readonly historyId?: string
  readonly retainedFrom: Lsn
  /** Highest LSN received, durable, applied; on the Primary the first two are appended and durable. */
  readonly receivedLsn: Lsn
  readonly durableLsn: Lsn
  readonly appliedLsn: Lsn
  readonly appliedCommitId: CommitId
  /** At durableLsn. */
  readonly chainDigest: Digest
  /** At appliedLsn. */
  readonly stateDigest: Digest
  /** No read below it. */
  readonly visibilityFloor: CommitId
  readonly readViews: readonly { readonly id: ReadViewId; readonly bound: CommitId }[]
}
export interface LinkState {
  readonly from: NodeName
  readonly to: NodeName
  readonly up: boolean
  readonly held: number
  readonly inFlight: number
  readonly delivered: number
  readonly lost: number
}
export interface ClusterState {
  readonly nodes: readonly NodeState[]
  readonly links: readonly LinkState[]
  /** Client outcomes so far. */
  readonly ledger: { readonly acknowledged: number; readonly rejected: number; readonly unknown: number }
}
export interface Document {
  readonly _id: string
  readonly [field: string]: unknown
}
export type WriteOperation =
  | { readonly op: 'put'; readonly collection: string; readonly document: Document }
  | { readonly op: 'delete'; readonly collection: string; readonly id: string }
export interface AeroErrorView {
  readonly code: string
  readonly severity: 'FATAL' | 'ERROR' | 'REJECT' | 'BUG'
  readonly rule?: string
  readonly message: string
  readonly evidence?: unknown
}
export type WriteOutcome =
  | { readonly outcome: 'acknowledged'; readonly request: RequestId; readonly commitId: CommitId }
  | { readonly outcome: 'rejected'; readonly request: RequestId; readonly error: AeroErrorView }
  | { readonly outcome: 'unknown'; readonly request: RequestId }
export type Refused = { readonly outcome: 'refused'; readonly request: RequestId; readonly error: AeroErrorView }
export type ReadOutcome =
  | {
      readonly outcome: 'served'
      readonly request: RequestId
      readonly document: Document | null
      readonly version: CommitId | null
      readonly bound: CommitId
    }
  | Refused
export type ReadViewOutcome =
  | { readonly outcome: 'opened'; readonly request: RequestId; readonly view: ReadViewId; readonly bound: CommitId }
  | Refused
export type OperatorCommand = 'resume' | 'bootstrap'
export type OperatorOutcome =
  | { readonly outcome: 'done'; readonly request: RequestId; readonly detail?: unknown }
  /** The node died before it answered. */
  | { readonly outcome: 'unknown'; readonly request: RequestId }
  | Refused

export interface WalRecordView {
  readonly lsn: Lsn
  readonly type: string
  readonly commitId?: CommitId
  readonly key?: string
  readonly bytes: number
  readonly crc: number
  readonly chainDigest: Digest
}
export interface VersionView {
  readonly commitId: CommitId
  readonly tombstone: boolean
  readonly document: Document | null
}
export interface Explanation {
  readonly subject: string
  readonly rules: readonly {
    readonly rule: string
    readonly holds: boolean
    readonly evidence: unknown
  }[]
  /** Rules that were not asked, since one before them failed. */
  readonly notReached: readonly string[]
  readonly conclusion: string
}
