import type { LinkView } from '../../../cluster/cluster.ts'

/** Whether both are drawn alike, and offer the same: what only counts frames has no part in it. */
export function sameLink(a: LinkView | null, b: LinkView | null): boolean {
  if (a === null || b === null) return a === b
  return (
    a.from === b.from &&
    a.to === b.to &&
    a.up === b.up &&
    a.partitioned === b.partitioned &&
    a.held === b.held &&
    a.hurt === b.hurt &&
    a.conditionRemaining === b.conditionRemaining &&
    a.carriesLog === b.carriesLog &&
    (a.condition === b.condition || JSON.stringify(a.condition) === JSON.stringify(b.condition))
  )
}
