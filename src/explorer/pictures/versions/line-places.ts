import type { CommitId } from '../../../cluster/contract.ts'
import { shortName } from '../../design/short-name.ts'
import { toPixel } from '../axis-view.ts'
import { spaced } from '../spaced-number.ts'
import type { BoundLine } from './bound-lines.ts'
import { labelPlaces } from './label-rows.ts'
import type { VersionsSnapshot } from './versions-scene.ts'

const LETTER_PIXELS = 6.3
const LABEL_PADDING = 16
/** Of the button that closes a read view. */
const CLOSE_PIXELS = 20
const MOST_LABEL_LETTERS = 34

export interface LinePlace {
  readonly line: BoundLine
  /** Bounds that are equal stand at one place. */
  readonly x: number
  /** Of the lines at this place, which one this is: each has its turn along the line, so that all are seen. */
  readonly turn: { readonly index: number; readonly of: number }
  /** Where its bound is beyond the axis that is shown: then it has a label at that edge, and no line. */
  readonly beyond: 'left' | 'right' | null
  readonly words: string
  readonly labelLeft: number
  readonly labelRow: number
}

/** Where lines and their labels stand. A label covers no other. */
export function linePlaces(
  lines: readonly BoundLine[],
  snapshot: Pick<VersionsSnapshot, 'view' | 'width'>,
): readonly LinePlace[] {
  const { width } = snapshot
  const placed = lines.map((line) => {
    const exact = toPixel(snapshot.view, line.bound + 0.5)
    const beyond = exact < 0 ? ('left' as const) : exact > width ? ('right' as const) : null
    const sharing = lines.filter(({ bound }) => bound === line.bound)
    const turn = { index: sharing.indexOf(line), of: sharing.length }
    return { line, turn, beyond, x: Math.min(width, Math.max(0, exact)), words: labelWords(line, beyond) }
  })
  const places = labelPlaces(
    placed.map(({ line, x, words }) => ({ id: line.id, x, width: labelWidth(line, words) })),
    width,
  )
  return placed.flatMap((line) => {
    const place = places.get(line.line.id)
    return place === undefined ? [] : [{ ...line, labelLeft: place.left, labelRow: place.row }]
  })
}

function labelWords({ label, bound }: BoundLine, beyond: LinePlace['beyond']): string {
  const words = shortName(label, MOST_LABEL_LETTERS)
  if (beyond === null) return words
  return beyond === 'left' ? `‹ ${words} at ${spaced(bound)}` : `${words} at ${spaced(bound)} ›`
}

/** Where a line stands that asks at a bound of its own. */
export function askingX(at: CommitId, { view }: Pick<VersionsSnapshot, 'view'>): number {
  return toPixel(view, at + 0.5)
}

function labelWidth(line: BoundLine, words: string): number {
  return words.length * LETTER_PIXELS + LABEL_PADDING + (line.kind === 'readView' ? CLOSE_PIXELS : 0)
}
