import type { CommitId, Lsn } from '../ids.ts'
import type { SessionId } from './session-id.ts'

/** The Primary's side of a session with one Replica. Replaced, never mutated. */
export interface PrimarySession {
  readonly id: SessionId
  /** The last record handed to the link. */
  readonly sentLsn: Lsn
  /** As of the last report. */
  readonly reportedDurableLsn: Lsn
  readonly reportedAppliedCommitId: CommitId
}

/** Names the newest `present` frame of a peer. */
export interface Presented {
  readonly incarnation: number
  readonly number: number
}

/** Records sent and not yet reported durable bound what is in flight. A frame may overshoot only when nothing is unreported. (LOG-12) */
export const WINDOW_RECORDS = 1024
/** With `group`, a frame takes in further batches until it has this size. */
export const GROUP_FRAME_BYTES = 256 * 1024
