import type { Position } from '../../aerodb/observation.ts'
import type { Lsn } from '../../cluster/contract.ts'

/** How far a record has come on one node. Each stage is a prefix of the log, so the position alone says it. */
export type RecordStage = 'applied' | 'durable' | 'received' | 'truncated' | 'absent'

export function recordStage(position: Position | null, lsn: Lsn): RecordStage {
  if (position === null) return 'absent'
  if (lsn < position.retainedFrom) return 'truncated'
  if (lsn <= position.appliedLsn) return 'applied'
  if (lsn <= position.durableLsn) return 'durable'
  if (lsn <= position.receivedLsn) return 'received'
  return 'absent'
}

export const STAGE_SAYS: Readonly<Record<RecordStage, string>> = {
  applied: 'applied',
  durable: 'durable, not applied',
  received: 'received, not durable',
  truncated: 'truncated',
  absent: 'not there',
}
