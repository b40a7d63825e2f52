import type { Digest } from './digest.ts'
import type { AeroError, Evidence } from './error.ts'
import type { CommitId, Incarnation, Lsn, NodeName, ReadViewId } from './ids.ts'

export type Role = 'Uninitialized' | 'Recovering' | 'PrimaryActive' | 'ReplicaActive' | 'ReplicationHalted' | 'StartRefused'
export type HaltReason =
  | 'WalGapDetected'
  | 'HistoryDivergence'
  | 'AuthorityAmbiguity'
  | 'WalCorruption'
  | 'SnapshotIntegrityFailure'
  | 'SnapshotBoundaryMismatch'
  | 'ConfigurationError'

/** Why a node halted: durable, and returned to by a restart. (RECOVERY-8) */
export interface Halt {
  readonly reason: HaltReason
  readonly rule: string
  readonly code: string
  readonly message: string
  readonly evidence: Evidence
}

/** What a Replica does about its Primary. Later stages add installingSnapshot and waitingForReadView. */
export type ReplicaSession = 'disconnected' | 'handshaking' | 'streaming'

/** A Replica as the Primary knows it: as of its last report, never newer. */
export interface PeerProgress {
  readonly peer: NodeName
  readonly session: 'none' | 'streaming'
  readonly sentLsn: Lsn
  readonly reportedDurableLsn: Lsn
  readonly reportedAppliedCommitId: CommitId
  /** The window is full and records wait: only a report or a new session frees it. (LOG-12) */
  readonly stalled: boolean
}

/** Where a node stands. Derived from its state whenever asked; a host may show only the newest. */
export interface Position {
  readonly role: Role
  readonly incarnation: Incarnation
  readonly historyId: string | null
  /** The role that the disk has held in that history; `none` before its first start. (MODEL-10) */
  readonly diskRole: 'none' | 'primary' | 'replica'
  readonly halt: Halt | null
  readonly refusal: AeroError | null
  readonly session: ReplicaSession | null
  readonly retainedFrom: Lsn
  readonly receivedLsn: Lsn
  readonly durableLsn: Lsn
  readonly appliedLsn: Lsn
  readonly appliedCommitId: CommitId
  /** At durableLsn. */
  readonly chainDigest: Digest
  /** At appliedLsn. */
  readonly stateDigest: Digest
  readonly visibilityFloor: CommitId
  readonly readViews: readonly { readonly id: ReadViewId; readonly bound: CommitId }[]
  /** On a Replica: what the Primary had made durable, as of its last frame; 0 where nothing is known. */
  readonly primaryDurableLsn: Lsn
  readonly primaryCommitId: CommitId
  /** On a Primary: one for each other member. */
  readonly peers: readonly PeerProgress[]
  /** Write sets that wait for a batch, and whether one is in flight. */
  readonly waitingWrites: number
  readonly batchInFlight: boolean
  /** Frames ignored because all they carry is here already, and frames of another session. Counted since the start. */
  readonly framesDuplicate: number
  readonly framesOtherSession: number
}

/**
 * A fact that a node states, in the order in which it became true. Compact, lossless: judges, traces and the event log live on it.
 */
export type Observation =
  | { readonly kind: 'roleChanged'; readonly role: Role; readonly event: string }
  /** What a start found on disk, all of it verified. (RECOVERY-7) */
  | {
      readonly kind: 'recovered'
      readonly lsn: Lsn
      readonly commitId: CommitId
      readonly chainDigest: Digest
      readonly stateDigest: Digest
      readonly historyId: string | null
    }
  /** The node's first record of a history is durable, and its manifest names the history. (RECOVERY-6) */
  | { readonly kind: 'historyAdopted'; readonly historyId: string }
  | { readonly kind: 'sessionChanged'; readonly session: ReplicaSession; readonly peer: NodeName }
  | { readonly kind: 'halted'; readonly halt: Halt }
  | { readonly kind: 'startRefused'; readonly error: AeroError }
  /** A batch became durable: the records from firstLsn to lastLsn. */
  | { readonly kind: 'durable'; readonly firstLsn: Lsn; readonly lastLsn: Lsn; readonly chainDigest: Digest }
  /** Commits up to commitId are visible. */
  | { readonly kind: 'applied'; readonly lsn: Lsn; readonly commitId: CommitId; readonly stateDigest: Digest }
  | { readonly kind: 'received'; readonly peer: NodeName; readonly firstLsn: Lsn; readonly lastLsn: Lsn }
  /** A frame was not believed or not needed; `halts` says whether the node halted for it. */
  | {
      readonly kind: 'frameRefused'
      readonly peer: NodeName
      readonly rule: string
      readonly code: string
      readonly evidence: Evidence
      readonly consequence: 'halt' | 'endSession' | 'discard'
    }
  | { readonly kind: 'sessionOpened'; readonly peer: NodeName; readonly fromLsn: Lsn }
  | {
      readonly kind: 'sessionRefused'
      readonly peer: NodeName
      readonly rule: string
      readonly code: string
      readonly evidence: Evidence
    }
  | { readonly kind: 'sessionEnded'; readonly peer: NodeName; readonly cause: string }
  | { readonly kind: 'batchAborted'; readonly firstLsn: Lsn; readonly lastLsn: Lsn; readonly cause: string }
  | { readonly kind: 'readViewOpened'; readonly view: ReadViewId; readonly bound: CommitId }
  | { readonly kind: 'readViewClosed'; readonly view: ReadViewId }
  /** The log was discarded at an operator's command. */
  | { readonly kind: 'discarded'; readonly lastLsn: Lsn }
