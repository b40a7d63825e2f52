import type { MomentNode } from '../../cluster/replay/worker/replay-messages.ts'
import type { Standing } from '../design/standing.ts'

/** Where a node of a replayed run stands. */
export function standingAt({ position }: Pick<MomentNode, 'position'>): Standing {
  return position?.role ?? 'Dead'
}
