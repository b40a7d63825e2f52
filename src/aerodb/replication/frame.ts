import type { Digest } from '../digest.ts'
import type { Evidence } from '../error.ts'
import type { HaltReason } from '../observation.ts'
import type { SessionId } from './session-id.ts'

/** Said in every frame. A frame of another version is refused. (MODEL-12) */
export const PROTOCOL_VERSION = 1

/** Why a Replica presents its prefix. */
export type Purpose = 'stream' | 'resume' | 'bootstrap'

/** Who a node is, said by each end once a link is up and its role is active. */
export interface HelloBody {
  readonly kind: 'hello'
  readonly claimsPrimary: boolean
  readonly clusterId: string
  readonly historyId: string | null
  readonly configurationVersion: string
}

/** A Replica's prefix, for the Primary to prove. `claimedLsn` is beyond it only on a disk that was not believed. */
export interface PresentBody {
  readonly kind: 'present'
  readonly purpose: Purpose
  readonly clusterId: string
  readonly historyId: string | null
  readonly configurationVersion: string
  readonly lastLsn: number
  readonly chain: Digest
  readonly claimedLsn: number
}

/** The prefix is proven. For `stream` and `resume`: the session of this frame is open, and records follow from the next LSN on. */
export interface AcceptBody {
  readonly kind: 'accept'
  readonly purpose: Purpose
  /** The number of the `present` frame that this answers. */
  readonly presentNumber: number
  readonly historyId: string
  readonly primaryDurableLsn: number
  readonly primaryCommitId: number
}

/** The prefix is not proven, or this node is not the one to ask. `halt` is what it means for the Replica; null for "not now". */
export interface RefuseBody {
  readonly kind: 'refuse'
  readonly presentNumber: number
  readonly rule: string
  readonly code: string
  readonly halt: HaltReason | null
  readonly message: string
  readonly evidence: Evidence
}

/** Consecutive durable records, verbatim. (LOG-11) */
export interface RecordsBody {
  readonly kind: 'records'
  readonly clusterId: string
  readonly historyId: string
  readonly firstLsn: number
  readonly lastLsn: number
  readonly chainBefore: Digest
  readonly chainAfter: Digest
  readonly primaryDurableLsn: number
  readonly primaryCommitId: number
  readonly records: Uint8Array
}

/** What a Replica has made durable and applied. */
export interface ReportBody {
  readonly kind: 'report'
  readonly durableLsn: number
  readonly chain: Digest
  readonly appliedLsn: number
  readonly appliedCommitId: number
  readonly state: Digest
}

/** Why the histories are held to part, said by the end that found it. */
export interface SessionVerdict {
  readonly rule: string
  readonly code: string
  readonly halt: HaltReason
  readonly message: string
  readonly evidence: Evidence
}

/**
 * The sender is done with this session. A Primary's verdict halts the Replica too. A Replica that holds the histories to part says where: the
 * Primary judges for itself.
 */
export interface EndSessionBody {
  readonly kind: 'endSession'
  readonly cause: string
  readonly verdict: SessionVerdict | null
  readonly divergence: { readonly lsn: number; readonly chain: Digest } | null
}

export type FrameBody = HelloBody | PresentBody | AcceptBody | RefuseBody | RecordsBody | ReportBody | EndSessionBody

export interface Frame<Body extends FrameBody = FrameBody> {
  readonly protocol: number
  readonly senderIncarnation: number
  /** Counts the sender's frames to this peer within its incarnation, from 1. */
  readonly number: number
  readonly session: SessionId
  readonly body: Body
}
