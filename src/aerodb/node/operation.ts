import type { RequestId } from '../ids.ts'
import type { Asked } from './trail.ts'

/** An operator's command that waits for the Primary's word or for the disk. One at a time. (RECOVERY-16) */
export type Operation = {
  readonly request: RequestId
  readonly asked: readonly Asked[]
  /** Number of the newest `present` frame that asks for it; 0 where that is still to be sent. */
  readonly presentNumber: number
} & (
  | { readonly kind: 'resume'; readonly phase: 'asking' | 'persisting' }
  | {
      readonly kind: 'bootstrap'
      readonly unproven: 'refuse' | 'discard'
      /** `asking`: the Primary has not answered; then the log is discarded. */
      readonly phase: 'asking' | 'toDiscard' | 'persisting'
    }
)
