import type { LinkView } from '../../cluster/cluster.ts'
import { type CountedCondition, isCounted } from '../../cluster/link-condition.ts'

const frames = (count: number, which: 'wal' | 'all') => {
  const kind = which === 'wal' ? ' with records' : ''
  return count === 1 ? `the next frame${kind}` : `the next ${count} frames${kind}`
}

const FATE: Readonly<Record<CountedCondition['kind'], string>> = {
  drop: 'dropped',
  duplicate: 'delivered twice',
  reorder: 'held back until another has passed',
  truncate: 'cut short',
  flipBit: 'delivered with one bit flipped',
}

/** What happens to frames in one direction of a link now. */
export function linkSentence(link: LinkView): string {
  const { condition, conditionRemaining } = link
  if (link.partitioned) return 'Cut apart by hand. Both ends know that the link is down.'
  if (!link.up) return 'Down: one of its ends is not running.'
  if (isCounted(condition)) {
    const remaining = conditionRemaining ?? condition.count ?? 1
    if (remaining === 0) return 'Every frame passes: the condition has met all the frames that it was set for.'
    const which = frames(remaining, condition.frames ?? 'all')
    return `${which.charAt(0).toUpperCase()}${which.slice(1)} will be ${FATE[condition.kind]}.`
  }
  switch (condition.kind) {
    case 'hold':
      return `Frames wait until they are released: ${link.held} held.`
    case 'cut':
      return 'Frames vanish, and neither end is told.'
    default:
      return link.carriesLog ? 'Every frame passes.' : 'Every frame passes. Between two Replicas only hellos do.'
  }
}
