import type { FrameKind } from '../aerodb/effect.ts'
import type { Lsn, NodeName } from './contract.ts'

/** What became of a frame. `sent` and `released` are on their way; `delivered` reached the other node; the rest says how it died or changed. */
export type FrameFate =
  | 'sent'
  | 'held'
  | 'released'
  | 'delivered'
  | 'cut'
  | 'dropped'
  | 'duplicated'
  | 'reordered'
  | 'truncated'
  | 'bitFlipped'
  | 'lostWithLink'

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
