import type { Outcome } from './command.ts'
import type { DiskBatch } from './disk.ts'
import type { AeroError } from './error.ts'
import type { BatchId, Lsn, NodeName, RequestId } from './ids.ts'
import type { Observation } from './observation.ts'

/** What a batch is for: named so that a host can crash at it and a person can read it. */
export type PersistPurpose =
  | 'start' // the incarnation, what the start decided, and a Primary's genesis
  | 'primaryAppend'
  | 'replicaAppend'
  | 'halt'
  | 'resume'
  | 'discard' // a bootstrap drops the log and its history

export type FrameKind = 'hello' | 'present' | 'accept' | 'refuse' | 'records' | 'report' | 'endSession'

/** What a frame is, for whoever watches its link and doesn't open it. */
export interface FrameLabel {
  readonly kind: FrameKind
  /** Of its sender. */
  readonly incarnation: number
  /** Counts the sender's frames to this peer in this incarnation, from 1: with the incarnation, it names the frame. */
  readonly number: number
  /** The records carried; null for a frame that carries none. */
  readonly records: { readonly firstLsn: Lsn; readonly lastLsn: Lsn } | null
  /** On a report: the LSN it reports durable. */
  readonly reportsLsn: Lsn | null
}

/**
 * All that a node does to the world, and the durability contract. A host carries effects out in the order given.
 *
 * - `persist`: make the batch durable, then say `batchDurable`; never before. At most one is in flight: the node asks for the next
 *   only after the last was answered. (WAL-10)
 * - `send`: hand the bytes to the link. Whatever a frame says of the sender was durable before this effect came into being; a host need
 *   not wait for anything. Frames to a peer that is not up are dropped by the host. (WAL-8, LOG-11)
 * - `answer`: the one answer to a command. `acknowledged` comes only after its batch was reported durable. (WAL-8)
 * - `observe`: a fact, for whoever watches. Carries no obligation.
 * - `stop`: the node can't go on: end it at once, as if killed. No effect follows.
 */
export type Effect =
  | { readonly kind: 'persist'; readonly id: BatchId; readonly purpose: PersistPurpose; readonly batch: DiskBatch }
  | { readonly kind: 'send'; readonly peer: NodeName; readonly label: FrameLabel; readonly bytes: Uint8Array }
  | { readonly kind: 'answer'; readonly request: RequestId; readonly outcome: Outcome }
  | { readonly kind: 'observe'; readonly observation: Observation }
  | { readonly kind: 'stop'; readonly error: AeroError }
