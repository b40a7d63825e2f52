import type { LinkView } from '../../../cluster/cluster.ts'
import { shortName } from '../../design/short-name.ts'
import type { Glyph } from './glyph-path.ts'

/** What a direction of a link is drawn as. Words, glyph and line style together: never colour alone. */
export interface LaneState {
  readonly kind: 'up' | 'down' | 'partitioned' | 'cut' | 'holding' | 'armed'
  /** Null where there is nothing to say. */
  readonly label: { readonly glyph: Glyph; readonly words: string; readonly brief: string } | null
  /** For the accessible name: always says something. */
  readonly spoken: string
}

const ARMED_WORDS = {
  drop: { one: 'frame will be dropped', many: 'frames will be dropped' },
  duplicate: { one: 'frame will be sent twice', many: 'frames will be sent twice' },
  reorder: { one: 'frame will be overtaken', many: 'frames will be overtaken' },
  truncate: { one: 'frame will be truncated', many: 'frames will be truncated' },
  flipBit: { one: 'frame will have a bit flipped', many: 'frames will have a bit flipped' },
} as const

/** A label has little room; the link's accessible name has both names whole. */
const NAME_LETTERS = 9

export function laneState(link: LinkView): LaneState {
  const { condition } = link
  const [from, to] = [shortName(link.from, NAME_LETTERS), shortName(link.to, NAME_LETTERS)]
  const waiting = link.held > 0 ? `${link.held} ${link.held === 1 ? 'frame' : 'frames'} held` : null
  if (link.partitioned)
    return {
      kind: 'partitioned',
      label: { glyph: 'partition', words: `${from} and ${to} partitioned`, brief: '' },
      spoken: 'partitioned',
    }
  switch (condition.kind) {
    case 'cut':
      return { kind: 'cut', label: { glyph: 'cut', words: `${from} to ${to} cut`, brief: '' }, spoken: 'cut' }
    case 'hold': {
      const words = waiting ?? 'holds every frame'
      return {
        kind: 'holding',
        label: { glyph: 'hold', words, brief: link.held > 0 ? `${link.held}` : '' },
        spoken: words,
      }
    }
    case 'pass':
      if (waiting !== null)
        return { kind: 'holding', label: { glyph: 'hold', words: waiting, brief: `${link.held}` }, spoken: waiting }
      return link.up ? { kind: 'up', label: null, spoken: 'up' } : { kind: 'down', label: null, spoken: 'down' }
    default: {
      const { one, many } = ARMED_WORDS[condition.kind]
      const remaining = link.conditionRemaining ?? condition.count ?? 1
      const what =
        remaining === 1
          ? `next ${condition.frames === 'all' ? '' : 'WAL '}${one}`
          : `next ${remaining} ${condition.frames === 'all' ? '' : 'WAL '}${many}`
      const words = remaining === 0 ? (waiting ?? 'done') : waiting === null ? what : `${waiting} · ${what}`
      if (remaining === 0 && waiting === null)
        return { kind: link.up ? 'up' : 'down', label: null, spoken: link.up ? 'up' : 'down' }
      return {
        kind: waiting === null ? 'armed' : 'holding',
        label: { glyph: condition.kind, words, brief: `${remaining === 0 ? link.held : remaining}` },
        spoken: words,
      }
    }
  }
}
