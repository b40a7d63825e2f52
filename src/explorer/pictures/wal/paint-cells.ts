import type { Hue } from '../../design/standing.ts'
import type { Light } from '../../store/explorer-store.ts'
import { toPixel, visibleNumbers } from '../axis-view.ts'
import type { CanvasPalette } from '../canvas-palette.ts'
import { type LaneFacts, laneEnd, type Stage, stageOf } from './lane-facts.ts'
import type { RecordType } from './record-cache.ts'
import type { RecordLookup } from './record-lookup.ts'
import type { WalPainting } from './wal-picture.ts'

const RECORD_HUE: Readonly<Record<RecordType, Hue>> = {
  version: 'version',
  insert: 'version',
  update: 'version',
  delete: 'version',
  commit: 'commit',
  gc: 'gc',
  genesis: 'marker',
  marker: 'marker',
}
/** Records that are neither versions nor commits say what they are by a letter. */
const RECORD_LETTER: Readonly<Partial<Record<RecordType, string>>> = {
  gc: 'G',
  genesis: '✦',
  marker: 'M',
  insert: 'i',
  update: 'u',
  delete: 'd',
}

const LETTER_PIXELS = 5.8
const LEAST_LETTER_CELL = 11
const ROUND_FROM_PIXELS = 8

interface CellLook {
  readonly hue: Hue
  readonly stage: Stage
  readonly label: string
  readonly loaded: boolean
}

/** What a cell shows: its hue is its type, its fill how far it has come, its label a CommitId, a letter, or a doubt. */
function cellLook(facts: LaneFacts, lsn: number, own: RecordLookup, reference: RecordLookup | null): CellLook {
  const stage = stageOf(facts, lsn)
  const record = own.at(lsn)
  // A frame carries the Primary's records verbatim (LOG-11): what has only been received has the type that it has there.
  const type = record?.type ?? (stage === 'received' || stage === 'refused' ? (reference?.typeAt(lsn) ?? null) : null)
  if (stage === 'missing' || stage === 'doubt') return { hue: 'halted', stage, label: '?', loaded: true }
  if (stage === 'altered') return { hue: 'halted', stage, label: '×', loaded: true }
  if (type === null) return { hue: 'marker', stage, label: '', loaded: false }
  const label = type === 'commit' ? `${record?.commitId ?? ''}` : (RECORD_LETTER[type] ?? '')
  return { hue: RECORD_HUE[type], stage, label, loaded: true }
}

/** One lane, a cell a record. */
export function paintCells(
  context: CanvasRenderingContext2D,
  painting: WalPainting,
  lane: WalPainting['lanes'][number],
  top: number,
): void {
  const { view, width, geometry, palette, reference, lightOf } = painting
  const { facts, records } = lane
  const visible = visibleNumbers(view, width)
  const last = Math.min(visible.last, laneEnd(facts))
  const gap = view.pixelsPerUnit > 12 ? 2.5 : view.pixelsPerUnit > 7 ? 1.5 : 1
  const cell = { top, width: Math.max(1, view.pixelsPerUnit - gap), height: geometry.cellHeight }
  const size = Math.min(10, Math.max(8, view.pixelsPerUnit * 0.56))
  context.font = `500 ${size}px ${palette.data}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (let lsn = Math.max(1, visible.first); lsn <= last; lsn++) {
    const look = cellLook(facts, lsn, records, reference)
    if (look.stage === 'absent') continue
    const record = lightOf === null ? null : records.at(lsn)
    const light = record === null || lightOf === null ? 'plain' : lightOf(facts.node, record)
    const dimmed = (painting.dims && light === 'plain') || facts.standing === 'lastSeen'
    paintCell(
      context,
      palette,
      look,
      { ...cell, left: toPixel(view, lsn) + gap / 2 },
      { light, dimmed, letterPixels: size * 0.62 },
    )
  }
}

interface CellBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

interface CellManner {
  readonly light: Light
  readonly dimmed: boolean
  readonly letterPixels: number
}

function paintCell(
  context: CanvasRenderingContext2D,
  palette: CanvasPalette,
  look: CellLook,
  box: CellBox,
  manner: CellManner,
): void {
  context.globalAlpha = manner.dimmed ? 0.5 : 1
  if (look.stage === 'gone') {
    context.fillStyle = palette.line
    context.fillRect(box.left, box.top + box.height / 2 - 1, box.width, 2)
    context.globalAlpha = 1
    return
  }
  outline(context, box)
  fillByStage(context, palette, look)
  strokeByStage(context, palette, look, box)
  writeLabel(context, palette, look, box, manner)
  context.globalAlpha = 1
  if (manner.light === 'plain') return
  context.strokeStyle = manner.light === 'selected' ? palette.accent : palette.text
  context.lineWidth = 2
  context.setLineDash([])
  outline(context, { left: box.left - 1.5, top: box.top - 3, width: box.width + 3, height: box.height + 6 })
  context.stroke()
}

function outline(context: CanvasRenderingContext2D, { left, top, width, height }: CellBox): void {
  context.beginPath()
  if (width < ROUND_FROM_PIXELS) context.rect(left, top, width, height)
  else context.roundRect(left, top, width, height, Math.min(4, width / 3))
}

function fillByStage(context: CanvasRenderingContext2D, palette: CanvasPalette, look: CellLook): void {
  const full = look.loaded ? palette.hue[look.hue] : palette.soft.marker
  switch (look.stage) {
    case 'applied':
      context.fillStyle = full
      context.fill()
      return
    case 'durable':
      context.fillStyle = palette.soft[look.hue]
      context.fill()
      return
    default:
      return
  }
}

function strokeByStage(context: CanvasRenderingContext2D, palette: CanvasPalette, look: CellLook, box: CellBox): void {
  if (look.stage === 'applied' || box.width < 3) return
  context.strokeStyle = palette.hue[look.hue]
  context.lineWidth = 1.3
  context.setLineDash(look.stage === 'missing' || look.stage === 'doubt' ? [2.5, 2.5] : [])
  context.stroke()
  context.setLineDash([])
}

function writeLabel(
  context: CanvasRenderingContext2D,
  palette: CanvasPalette,
  look: CellLook,
  box: CellBox,
  manner: CellManner,
): void {
  if (
    look.label === '' ||
    box.width < LEAST_LETTER_CELL ||
    box.width < look.label.length * Math.min(LETTER_PIXELS, manner.letterPixels) + 2
  )
    return
  context.fillStyle = look.stage === 'applied' ? palette.on[look.hue] : palette.ink[look.hue]
  context.fillText(look.label, box.left + box.width / 2, box.top + box.height / 2 + 0.5)
}
