import type { CommitId } from '../../../cluster/contract.ts'
import { toPixel } from '../axis-view.ts'
import { type BoundLine, placeInSpan } from './bound-lines.ts'
import { labelPlaces } from './label-rows.ts'
import type { VersionsSnapshot } from './versions-scene.ts'

const LETTER_PIXELS = 6.3
const LABEL_PADDING = 16
/** Of the button that closes a read view. */
const CLOSE_PIXELS = 20
/** Lines that share a CommitId stand no further apart than this, however wide it is drawn. */
const MOST_APART = 16

export interface LinePlace {
  readonly line: BoundLine
  readonly x: number
  readonly labelLeft: number
  readonly labelRow: number
}

/** Where lines and their labels stand: those in the picture only. A label covers no other. */
export function linePlaces(
  lines: readonly BoundLine[],
  snapshot: Pick<VersionsSnapshot, 'view' | 'width'>,
): readonly LinePlace[] {
  const { width } = snapshot
  const visible = lines.flatMap((line) => {
    const x = lineX(lines, line, snapshot)
    return x < 0 || x > width ? [] : [{ line, x }]
  })
  const places = labelPlaces(
    visible.map(({ line, x }) => ({ id: line.id, x, width: labelWidth(line) })),
    width,
  )
  return visible.flatMap(({ line, x }) => {
    const place = places.get(line.id)
    return place === undefined ? [] : [{ line, x, labelLeft: place.left, labelRow: place.row }]
  })
}

/** In the middle of its CommitId's span, beside those that share it. */
function lineX(lines: readonly BoundLine[], line: BoundLine, { view }: Pick<VersionsSnapshot, 'view'>): number {
  const spread = Math.min(view.pixelsPerUnit, MOST_APART * (lines.filter(({ bound }) => bound === line.bound).length + 1))
  const middle = toPixel(view, line.bound + 0.5)
  return middle + (placeInSpan(lines, line) - 0.5) * spread
}

/** Where a line stands that asks at a bound of its own. */
export function askingX(at: CommitId, { view }: Pick<VersionsSnapshot, 'view'>): number {
  return toPixel(view, at + 0.5)
}

function labelWidth(line: BoundLine): number {
  return line.label.length * LETTER_PIXELS + LABEL_PADDING + (line.kind === 'readView' ? CLOSE_PIXELS : 0)
}
