import type { CommitId, DocumentKey, RequestId } from '../ids.ts'
import type { Asked } from './trail.ts'

export interface WaitingOperation {
  readonly key: DocumentKey
  /** The document as JSON text; null deletes it. */
  readonly body: string | null
}

/** A write set that was admitted and has no numbers yet: it gets them when its batch is formed. (MODEL-7) */
export interface WaitingWrite {
  readonly request: RequestId
  readonly operations: readonly WaitingOperation[]
  readonly basedOn: CommitId | null
  readonly asked: readonly Asked[]
}
