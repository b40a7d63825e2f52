import type { CommitId } from '../../../cluster/contract.ts'
import { counted } from '../../../cluster/counted.ts'
import type { Light } from '../../store/explorer-store.ts'
import { type AxisView, axisTicks, toNumber, toPixel } from '../axis-view.ts'
import type { CanvasPalette } from '../canvas-palette.ts'
import { spaced } from '../spaced-number.ts'
import { firstBarFrom, type VersionBar, type VersionRow } from './version-bars.ts'

/** Narrower than this, versions are drawn together, and counted. */
const NARROWEST_BAR = 3
const BAR_GAP = 2
const TICK_PIXELS = 96
const LETTER_PIXELS = 6.7
const RADIUS = 6

export interface VersionsPainting {
  readonly view: AxisView
  readonly width: number
  readonly pitch: number
  readonly rows: readonly VersionRow[]
  /** `dimmed`: nobody holds these versions now, they are what was last seen. */
  readonly manner: 'shown' | 'dimmed'
  /** The bar that a line crosses in a row; null where no line asks, or it crosses none. */
  readonly crossed: ((row: VersionRow) => VersionBar | null) | null
  readonly lightOf: ((key: string, bar: VersionBar) => Light) | null
  readonly palette: CanvasPalette
}

function barHeight(pitch: number): number {
  return Math.min(30, pitch - 8)
}

/** Draws the rows of bars. The context is cleared and takes CSS pixels. */
export function paintVersions(context: CanvasRenderingContext2D, painting: VersionsPainting): void {
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  context.font = `400 11px ${painting.palette.data}`
  painting.rows.forEach((row, index) => {
    paintRow(context, painting, row, index * painting.pitch + (painting.pitch - barHeight(painting.pitch)) / 2)
  })
}

/** Draws the axis of CommitIds above the rows. */
export function paintCommitAxis(
  context: CanvasRenderingContext2D,
  { view, width, palette }: Pick<VersionsPainting, 'view' | 'width' | 'palette'>,
): void {
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  context.font = `400 11px ${palette.data}`
  context.fillStyle = palette.muted
  for (const commitId of axisTicks(view, width, TICK_PIXELS)) {
    if (commitId < 1) continue
    const words = spaced(commitId)
    const wide = context.measureText(words).width
    const x = toPixel(view, commitId) - (view.pixelsPerUnit < 20 ? wide / 2 : 0)
    context.fillText(words, Math.min(Math.max(0, x), width - wide), 11)
  }
}

interface BarBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

function paintRow(context: CanvasRenderingContext2D, painting: VersionsPainting, row: VersionRow, top: number): void {
  const height = barHeight(painting.pitch)
  const crossed = painting.crossed === null ? null : painting.crossed(row)
  for (const piece of piecesOf(painting, row)) {
    if (piece.kind === 'many') paintTogether(context, painting, piece, top, height)
    else {
      const left = Math.max(-RADIUS, piece.left)
      paintBar(
        context,
        painting,
        row.key,
        piece.bar,
        { left, top, width: Math.max(1, piece.right - left - BAR_GAP), height },
        crossed,
      )
    }
  }
}

type Piece =
  | { readonly kind: 'one'; readonly bar: VersionBar; readonly left: number; readonly right: number }
  | { readonly kind: 'many'; readonly versions: number; readonly left: number; readonly right: number }

/** The visible bars of a row, left to right; neighbours too narrow to be told apart come as one piece. */
function piecesOf({ view, width }: VersionsPainting, row: VersionRow): readonly Piece[] {
  const pieces: Piece[] = []
  const oldest = row.bars[0]
  const oldestLeft = oldest === undefined ? 0 : toPixel(view, oldest.commitId)
  if (row.olderVersions > 0 && oldestLeft > 0)
    pieces.push({ kind: 'many', versions: row.olderVersions, left: Math.max(0, toPixel(view, 1)), right: oldestLeft })
  const lastShown = toNumber(view, width)
  for (let index = firstBarFrom(row.bars, Math.floor(view.origin)); index < row.bars.length; index++) {
    const bar = row.bars[index]
    if (bar === undefined || bar.commitId > lastShown) break
    const left = toPixel(view, bar.commitId)
    const right = bar.until === null ? width : Math.min(width + RADIUS, toPixel(view, bar.until))
    const before = pieces.at(-1)
    if (right - left >= NARROWEST_BAR) pieces.push({ kind: 'one', bar, left, right })
    else if (before?.kind === 'many') pieces[pieces.length - 1] = { ...before, versions: before.versions + 1, right }
    else pieces.push({ kind: 'many', versions: 1, left, right })
  }
  return pieces
}

function paintBar(
  context: CanvasRenderingContext2D,
  painting: VersionsPainting,
  key: string,
  bar: VersionBar,
  box: BarBox,
  crossed: VersionBar | null,
): void {
  const { palette } = painting
  const isNewest = bar.until === null
  const light = painting.lightOf === null ? 'plain' : painting.lightOf(key, bar)
  const steppedBack = (painting.crossed !== null && crossed?.commitId !== bar.commitId) || painting.manner === 'dimmed'
  context.globalAlpha = steppedBack ? 0.4 : 1
  context.beginPath()
  context.roundRect(box.left, box.top, box.width, box.height, Math.min(RADIUS, box.width / 2))
  if (!bar.tombstone) {
    context.fillStyle = isNewest ? palette.hue.version : palette.soft.version
    context.fill()
  }
  context.lineWidth = 1.2
  context.strokeStyle = bar.tombstone ? palette.muted : palette.hue.version
  context.setLineDash(bar.tombstone ? [4, 3] : [])
  context.stroke()
  context.setLineDash([])
  writeLabel(context, palette, bar, box, isNewest && !bar.tombstone ? palette.on.version : palette.text)
  context.globalAlpha = 1
  if (light !== 'plain') ring(context, light === 'selected' ? palette.accent : palette.text, box)
  else if (painting.crossed !== null && !steppedBack) ring(context, palette.text, box)
}

function ring(context: CanvasRenderingContext2D, colour: string, { left, top, width, height }: BarBox): void {
  context.beginPath()
  context.roundRect(left - 2, top - 2, width + 4, height + 4, RADIUS + 2)
  context.lineWidth = 2
  context.strokeStyle = colour
  context.stroke()
}

function writeLabel(
  context: CanvasRenderingContext2D,
  palette: CanvasPalette,
  bar: VersionBar,
  { left, top, width, height }: BarBox,
  colour: string,
): void {
  const words = bar.tombstone ? `× ${bar.commitId}` : `v${bar.commitId}`
  const from = Math.max(0, left)
  const room = left + width - from
  if (room < words.length * LETTER_PIXELS + 10) return
  context.fillStyle = bar.tombstone ? palette.muted : colour
  context.fillText(words, from + 8, top + height / 2 + 0.5)
}

/** Many versions in little room: as stripes, with their number where it fits. */
function paintTogether(
  context: CanvasRenderingContext2D,
  painting: VersionsPainting,
  { left, right, versions }: { readonly left: number; readonly right: number; readonly versions: number },
  top: number,
  height: number,
): void {
  const { palette } = painting
  const width = Math.max(1, right - left)
  context.globalAlpha = painting.manner === 'dimmed' ? 0.4 : 1
  context.fillStyle = palette.soft.version
  context.fillRect(left, top, width, height)
  context.fillStyle = palette.hue.version
  context.globalAlpha *= 0.4
  for (let x = left; x < right; x += 5) context.fillRect(x, top, 1, height)
  context.globalAlpha /= 0.4
  const words = counted(versions, 'version')
  if (width > words.length * LETTER_PIXELS + 16) {
    context.fillStyle = palette.canvas
    context.fillRect(left + 6, top + height / 2 - 8, words.length * LETTER_PIXELS + 6, 16)
    context.fillStyle = palette.text
    context.fillText(words, left + 9, top + height / 2 + 0.5)
  }
  context.globalAlpha = 1
}

/** The version at a place of the picture; null beside every bar. */
export function barAt(
  painting: Pick<VersionsPainting, 'view' | 'rows' | 'pitch'>,
  x: number,
  y: number,
): { readonly row: VersionRow; readonly bar: VersionBar } | null {
  const row = painting.rows[Math.floor(y / painting.pitch)]
  const commitId: CommitId = Math.floor(toNumber(painting.view, x))
  if (row === undefined) return null
  const bar = row.bars[firstBarFrom(row.bars, commitId)]
  return bar === undefined || bar.commitId > commitId ? null : { row, bar }
}
