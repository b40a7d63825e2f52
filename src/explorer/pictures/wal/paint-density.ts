import { toPixel } from '../axis-view.ts'
import { densityColumns } from './density.ts'
import { type LaneFacts, type LsnRange, laneEnd } from './lane-facts.ts'
import type { WalPainting } from './wal-picture.ts'

/** Nothing rare or missing is ever thinner than this. */
const LEAST_MARK_PIXELS = 2

/** One lane, far out: a column for many records, blue for its versions, amber for its commits, and its prefixes as shapes. */
export function paintDensity(
  context: CanvasRenderingContext2D,
  painting: WalPainting,
  lane: WalPainting['lanes'][number],
  top: number,
): void {
  const { palette, view, width, geometry } = painting
  const { facts, records } = lane
  const height = geometry.cellHeight
  context.globalAlpha = facts.standing === 'lastSeen' ? 0.5 : 1
  const bar = (range: LsnRange, paint: (left: number, barWidth: number) => void) => {
    if (range.last < range.first) return
    const left = Math.max(0, toPixel(view, range.first))
    const right = Math.min(width, toPixel(view, range.last + 1))
    if (right > 0 && left < width) paint(left, Math.max(LEAST_MARK_PIXELS, right - left))
  }
  const { gone, applied, durable, received } = prefixes(facts)
  bar(gone, (left, barWidth) => {
    context.fillStyle = palette.line
    context.fillRect(left, top + height / 2 - 1, barWidth, 2)
  })
  for (const column of densityColumns(view, width, { first: applied.first, last: facts.durableLsn }, records)) {
    const isApplied = column.last <= facts.appliedLsn
    const count = column.last - column.first + 1
    const isLoaded = column.loaded === count
    // What was not fetched is drawn paler, with as many commits as positions say.
    const commits = height * ((isLoaded ? column.commits : painting.commits.commitsIn(column.first, column.last)) / count)
    context.globalAlpha = (facts.standing === 'lastSeen' ? 0.5 : 1) * (isLoaded ? 1 : 0.7)
    // Whole pixels, so that neighbours neither overlap nor part.
    const left = Math.round(column.x)
    const columnWidth = Math.max(1, Math.round(column.x + column.width) - left)
    context.fillStyle = isApplied ? palette.hue.version : palette.soft.version
    context.fillRect(left, top, columnWidth, height - commits)
    context.fillStyle = isApplied ? palette.hue.commit : palette.soft.commit
    context.fillRect(left, top + height - commits, columnWidth, commits)
    if (column.rare === null) continue
    context.fillStyle = column.rare === 'gc' ? palette.hue.gc : palette.hue.marker
    context.fillRect(column.x, top - 3, Math.max(LEAST_MARK_PIXELS, column.width), height + 3)
  }
  context.globalAlpha = facts.standing === 'lastSeen' ? 0.5 : 1
  for (const range of [durable, received])
    bar(range, (left, barWidth) => frame(context, palette.hue.version, left, top, barWidth, height))
  const doubted = facts.damagedFrom === null ? null : { first: facts.damagedFrom, last: laneEnd(facts) }
  for (const range of [facts.missing, facts.refused, facts.altered, doubted]) {
    if (range === null) continue
    context.setLineDash(range === facts.refused ? [] : [3, 3])
    bar(range, (left, barWidth) => frame(context, palette.hue.halted, left, top, barWidth, height))
    context.setLineDash([])
  }
  context.globalAlpha = 1
}

/** Records of a range that no column has any type for. */
export function notLoaded(painting: WalPainting): { readonly records: number; readonly of: number } {
  let records = 0
  let of = 0
  for (const { facts, records: lookup } of painting.lanes)
    for (const column of densityColumns(
      painting.view,
      painting.width,
      { first: facts.retainedFrom, last: facts.durableLsn },
      lookup,
    )) {
      of += column.last - column.first + 1
      records += column.last - column.first + 1 - column.loaded
    }
  return { records, of }
}

function prefixes(facts: LaneFacts): Readonly<Record<'gone' | 'applied' | 'durable' | 'received', LsnRange>> {
  return {
    gone: { first: 1, last: facts.retainedFrom - 1 },
    applied: { first: facts.retainedFrom, last: facts.appliedLsn },
    durable: { first: Math.max(facts.retainedFrom, facts.appliedLsn + 1), last: facts.durableLsn },
    received: { first: Math.max(facts.retainedFrom, facts.durableLsn + 1), last: facts.receivedLsn },
  }
}

function frame(
  context: CanvasRenderingContext2D,
  colour: string,
  left: number,
  top: number,
  width: number,
  height: number,
): void {
  context.strokeStyle = colour
  context.lineWidth = 1
  context.strokeRect(left + 0.5, top + 0.5, Math.max(1, width - 1), height - 1)
}
