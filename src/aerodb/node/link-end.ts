import type { LinkEpoch } from '../ids.ts'
import type { Frame, HelloBody, PresentBody } from '../replication/frame.ts'

/** This end of a link that is up. A new epoch is a new one. */
export interface LinkEnd {
  readonly epoch: LinkEpoch
  /** What the peer said of itself in this epoch, and in which incarnation; null until its hello arrived and was accepted. */
  readonly hello: { readonly body: HelloBody; readonly incarnation: number } | null
  /** Set once this end has said hello in this epoch. */
  readonly greeted: boolean
  /** What the peer presented while this end was starting: answered once the start is over. (MODEL-11, RECOVERY-9) */
  readonly unanswered: Frame<PresentBody> | null
}
