import { type CommitId, type Lsn, NO_COMMIT, NO_LSN } from '../ids.ts'
import type { Appending } from '../node/in-flight.ts'
import { NO_SESSION, type SessionId } from './session-id.ts'

/** The Replica's side of the session with its Primary. Replaced, never mutated. */
export interface ReplicaLink {
  /** Whether a session is open; frames of any other are discarded. (LOG-2) */
  readonly open: boolean
  readonly id: SessionId
  /** The history that the Primary named when it opened the session; null outside one. */
  readonly historyId: string | null
  /** The prefix is to be presented for a session, once no batch is in flight that could change it. */
  readonly presentDue: boolean
  /** Number of the `present` frame for a session that waits for an answer; 0 where none does. An operator's command has its own. */
  readonly presentNumber: number
  /** Verified, and waiting for the disk. */
  readonly received: readonly Appending[]
  /** What the Primary had made durable, as of its last frame. */
  readonly primaryDurableLsn: Lsn
  readonly primaryCommitId: CommitId
}

export const NEW_REPLICA_LINK: ReplicaLink = {
  open: false,
  id: NO_SESSION,
  historyId: null,
  presentDue: false,
  presentNumber: 0,
  received: [],
  primaryDurableLsn: NO_LSN,
  primaryCommitId: NO_COMMIT,
}
