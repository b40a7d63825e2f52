import { axisTicks, toPixel } from '../axis-view.ts'
import { spaced } from '../spaced-number.ts'
import { NARROWEST_CELL_PIXELS } from './density.ts'
import { laneEnd } from './lane-facts.ts'
import { paintCells } from './paint-cells.ts'
import { paintDensity } from './paint-density.ts'
import { paintHalt, paintReach } from './paint-lane-marks.ts'
import { AXIS_HEIGHT } from './wal-geometry.ts'
import type { WalPainting } from './wal-picture.ts'

const TICK_PIXELS = 104
const EDGE_PIXELS = 2

/** Draws the axis, every lane, the edges of its prefixes, forks and the cursor. The context is cleared and takes CSS pixels. */
export function paintWal(context: CanvasRenderingContext2D, painting: WalPainting): void {
  paintAxis(context, painting)
  painting.geometry.lanes.forEach((place, index) => {
    const lane = painting.lanes[index]
    if (lane === undefined) return
    if (painting.view.pixelsPerUnit < NARROWEST_CELL_PIXELS) paintDensity(context, painting, lane, place.cellTop)
    else paintCells(context, painting, lane, place.cellTop)
    paintEdges(context, painting, lane, place.cellTop)
    paintNote(context, painting, lane, place.cellTop)
  })
  paintForks(context, painting)
  paintCursor(context, painting)
}

function paintAxis(context: CanvasRenderingContext2D, { view, width, geometry, palette }: WalPainting): void {
  context.font = `400 11px ${palette.data}`
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  const bottom = geometry.lanes.length === 0 ? AXIS_HEIGHT : AXIS_HEIGHT + geometry.lanes.length * geometry.pitch
  for (const lsn of axisTicks(view, width, TICK_PIXELS)) {
    if (lsn < 1) continue
    const x = toPixel(view, lsn)
    context.fillStyle = palette.line
    context.fillRect(Math.round(x), AXIS_HEIGHT - 4, 1, bottom - AXIS_HEIGHT + 4)
    const words = spaced(lsn)
    const wide = context.measureText(words).width
    context.fillStyle = palette.muted
    context.fillText(
      words,
      Math.min(Math.max(0, x + Math.min(view.pixelsPerUnit, 18) / 2 - wide / 2), width - wide),
      AXIS_HEIGHT / 2 - 1,
    )
  }
}

/** Applied in green, durable in the colour of text; where both end together, green says both. Then how far the Primary is, and a halt. */
function paintEdges(
  context: CanvasRenderingContext2D,
  painting: WalPainting,
  lane: WalPainting['lanes'][number],
  top: number,
): void {
  const { view, width, geometry, palette } = painting
  const { facts } = lane
  const edge = (lsn: number, colour: string) => {
    const x = toPixel(view, lsn + 1)
    if (x < 0 || x > width) return
    context.fillStyle = colour
    context.fillRect(x - EDGE_PIXELS / 2, top - 4, EDGE_PIXELS, geometry.cellHeight + 8)
  }
  // Of what does not verify nothing is applied.
  const sound = (lsn: number) => Math.min(lsn, (facts.damagedFrom ?? Number.POSITIVE_INFINITY) - 1)
  const [durable, applied] = [sound(facts.durableLsn), sound(facts.appliedLsn)]
  if (durable > 0 && durable !== applied) edge(durable, palette.text)
  if (applied > 0) edge(applied, palette.hue.healthy)
  paintReach(context, painting, lane, top)
  paintHalt(context, painting, lane, top)
}

/** In words, where a lane has nothing to show, or ends in damage. */
function paintNote(
  context: CanvasRenderingContext2D,
  painting: WalPainting,
  lane: WalPainting['lanes'][number],
  top: number,
): void {
  const { view, width, geometry, palette } = painting
  const { damagedFrom } = lane.facts
  if (damagedFrom === null && laneEnd(lane.facts) > 0) return
  const words = damagedFrom === null ? 'no record yet' : `does not verify from LSN ${spaced(damagedFrom)} on`
  context.font = `500 11px ${palette.words}`
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  const wide = context.measureText(words).width
  const end = toPixel(view, laneEnd(lane.facts) + 1) + 8
  const left = Math.max(4, Math.min(end, width - wide - 8))
  context.fillStyle = palette.canvas
  context.fillRect(left - 4, top + geometry.cellHeight / 2 - 9, wide + 8, 18)
  context.fillStyle = damagedFrom === null ? palette.muted : palette.ink.halted
  context.fillText(words, left, top + geometry.cellHeight / 2)
}

function paintForks(context: CanvasRenderingContext2D, { view, width, geometry, palette, forks }: WalPainting): void {
  for (const fork of forks) {
    const x = toPixel(view, fork.lsn)
    if (x < 0 || x > width) continue
    const places = geometry.lanes.filter(({ node }) => node === fork.a || node === fork.b)
    const first = places[0]
    const last = places.at(-1)
    if (first === undefined || last === undefined) continue
    context.strokeStyle = palette.hue.halted
    context.lineWidth = 2
    context.setLineDash([])
    context.beginPath()
    const bottom = last.cellTop + geometry.cellHeight + 5
    let side = -1
    context.moveTo(x, AXIS_HEIGHT - 6)
    for (let y = first.cellTop - 4; y < bottom; y += 6) {
      context.lineTo(x + side * 2.5, y)
      side = -side
    }
    context.stroke()
    const words = `fork ${fork.found === 'at' ? 'at' : 'at or before'} LSN ${fork.lsn}`
    context.font = `600 11px ${palette.words}`
    context.textBaseline = 'middle'
    context.textAlign = 'left'
    const wide = context.measureText(words).width
    const left = Math.min(x + 4, width - wide - 4)
    context.fillStyle = palette.canvas
    context.fillRect(left - 3, 2, wide + 6, AXIS_HEIGHT - 8)
    context.fillStyle = palette.ink.halted
    context.fillText(words, left, AXIS_HEIGHT / 2 - 1)
  }
}

function paintCursor(context: CanvasRenderingContext2D, { view, geometry, palette, cursor }: WalPainting): void {
  const place = cursor === null ? undefined : geometry.lanes.find(({ node }) => node === cursor.node)
  if (cursor === null || place === undefined) return
  context.strokeStyle = palette.accent
  context.lineWidth = 2
  context.beginPath()
  context.roundRect(
    toPixel(view, cursor.lsn) - 2,
    place.cellTop - 4,
    Math.max(6, view.pixelsPerUnit + 2),
    geometry.cellHeight + 8,
    5,
  )
  context.stroke()
}
