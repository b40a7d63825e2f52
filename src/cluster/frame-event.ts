import type { FrameKind } from '../aerodb/effect.ts'
import type { FrameFate } from '../platform/link/condition.ts'
import type { Lsn, NodeName } from './contract.ts'

export type { FrameFate }

/** One thing that happened to one frame. */
export interface FrameEvent {
  readonly from: NodeName
  readonly to: NodeName
  /** Incarnation of the sender and number of the frame within it and this direction: together they name the frame. */
  readonly incarnation: number
  readonly number: number
  readonly kind: FrameKind
  readonly fate: FrameFate
  readonly bytes: number
  readonly records: { readonly firstLsn: Lsn; readonly lastLsn: Lsn } | null
  readonly reportsLsn: Lsn | null
}
