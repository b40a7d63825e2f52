import { counted } from '../../../cluster/counted.ts'
import { toPixel } from '../axis-view.ts'
import { spaced } from '../spaced-number.ts'
import { laneEnd } from './lane-facts.ts'
import type { WalPainting } from './wal-picture.ts'

const CHEVRON_PIXELS = 5
/** A lane that lags by less than this is seen to lag without a word. */
const LEAST_WORDS_PIXELS = 90

/** How far its Primary is ahead of a lane: a broken line to there, with what was sent as an open tip, and the lag in words. */
export function paintReach(
  context: CanvasRenderingContext2D,
  { view, width, geometry, palette }: WalPainting,
  { facts }: WalPainting['lanes'][number],
  top: number,
): void {
  const end = laneEnd(facts)
  const reach = Math.max(facts.sentLsn ?? 0, facts.primaryLsn ?? 0)
  if (facts.standing === 'lastSeen' || reach <= end) return
  const y = top + geometry.cellHeight / 2
  const left = Math.max(0, toPixel(view, end + 1) + 8)
  const right = Math.min(width - 2, toPixel(view, reach + 1))
  if (right <= left) return
  context.strokeStyle = palette.muted
  context.lineWidth = 1
  context.setLineDash([2, 5])
  context.beginPath()
  context.moveTo(left, y)
  context.lineTo(right - CHEVRON_PIXELS, y)
  context.stroke()
  context.setLineDash([])
  chevron(context, right, y, palette.muted)
  if (facts.sentLsn !== null && facts.sentLsn > end)
    chevron(context, Math.min(right, toPixel(view, facts.sentLsn + 1)), y, palette.hue.version)
  const lag = (facts.primaryLsn ?? 0) - facts.durableLsn
  if (lag > 0 && facts.haltedAt === null && right - left > LEAST_WORDS_PIXELS) {
    const from = toPixel(view, end + 1) < 0 ? `ends at LSN ${spaced(end)} · ` : ''
    writeOver(context, palette, `${from}${counted(lag, 'record')} behind`, left + (right - left) / 2, y, palette.ink.held)
  }
}

function chevron(context: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  context.strokeStyle = colour
  context.lineWidth = 1.5
  context.beginPath()
  context.moveTo(x - CHEVRON_PIXELS, y - CHEVRON_PIXELS)
  context.lineTo(x, y)
  context.lineTo(x - CHEVRON_PIXELS, y + CHEVRON_PIXELS)
  context.stroke()
}

/** Words about a middle, on the picture's ground. */
function writeOver(
  context: CanvasRenderingContext2D,
  palette: WalPainting['palette'],
  words: string,
  x: number,
  y: number,
  ink: string,
): void {
  context.font = `500 11px ${palette.words}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  const wide = context.measureText(words).width
  context.fillStyle = palette.canvas
  context.fillRect(x - wide / 2 - 5, y - 8, wide + 10, 16)
  context.fillStyle = ink
  context.fillText(words, x, y)
}

/** Where a Replica halted: a line across its lane with the sign of a halt on it, and why in words where there is room. */
export function paintHalt(
  context: CanvasRenderingContext2D,
  { view, width, geometry, palette }: WalPainting,
  { facts }: WalPainting['lanes'][number],
  top: number,
): void {
  const { haltedAt } = facts
  if (haltedAt === null) return
  const x = toPixel(view, haltedAt)
  if (x > width) return
  const y = top + geometry.cellHeight / 2
  if (x < -HALT_SIGN_PIXELS) {
    writeOver(context, palette, `at LSN ${spaced(haltedAt)} ${facts.haltWords}`, width / 2, y, palette.ink.halted)
    return
  }
  context.fillStyle = palette.hue.halted
  context.fillRect(x - 1, top - 5, 2, geometry.cellHeight + 10)
  hexagon(context, x, top - 5)
  context.fill()
  const left = Math.max(x, toPixel(view, laneEnd(facts) + 1)) + 12
  context.font = `500 11px ${palette.words}`
  const wide = context.measureText(facts.haltWords).width
  if (left + wide > width) return
  writeOver(context, palette, facts.haltWords, left + wide / 2, y, palette.ink.halted)
}

const HALT_SIGN_PIXELS = 4.5

function hexagon(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath()
  for (let corner = 0; corner < 6; corner++) {
    const angle = (corner * Math.PI) / 3
    context.lineTo(x + HALT_SIGN_PIXELS * Math.cos(angle), y + HALT_SIGN_PIXELS * Math.sin(angle))
  }
  context.closePath()
}
