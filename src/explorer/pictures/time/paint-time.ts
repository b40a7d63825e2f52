import type { NodeName } from '../../../cluster/contract.ts'
import { STANDING_HUE } from '../../design/standing.ts'
import type { CanvasPalette } from '../canvas-palette.ts'
import type { TimeLine, TimeMarkKind } from './time-line.ts'

/** Frames take this long on the strip, so that their direction is seen. */
const FRAME_PIXELS = 5
const MARK_ROW_PIXELS = 13
const MARKS_APART_PIXELS = 8

export interface TimePainting {
  readonly line: TimeLine
  readonly nodes: readonly NodeName[]
  readonly fromMillis: number
  readonly untilMillis: number
  readonly width: number
  readonly height: number
  readonly palette: CanvasPalette
}

export interface TimeGeometry {
  readonly pitch: number
  readonly barHeight: number
  /** Room for one row of words beneath the lives. */
  readonly marksTop: number
}

export function timeGeometry(nodes: number, height: number): TimeGeometry {
  const marksTop = height - MARK_ROW_PIXELS - 2
  const pitch = Math.min(18, Math.max(5, (marksTop - 6) / Math.max(1, nodes)))
  return { pitch, barHeight: Math.max(2, Math.min(10, pitch - 4)), marksTop }
}

const MARK_INK: Readonly<Record<TimeMarkKind, 'halted' | 'healthy' | 'marker'>> = {
  kill: 'marker',
  start: 'healthy',
  halt: 'halted',
  refused: 'halted',
  cut: 'halted',
  heal: 'healthy',
}

/** Draws lives, frames between them, and what befell them. The context is cleared and takes CSS pixels. */
export function paintTime(context: CanvasRenderingContext2D, painting: TimePainting): void {
  paintLives(context, painting)
  paintFrames(context, painting)
  paintMarks(context, painting)
}

function xOf({ fromMillis, untilMillis, width }: TimePainting, atMillis: number): number {
  return ((atMillis - fromMillis) / Math.max(1, untilMillis - fromMillis)) * width
}

function paintLives(context: CanvasRenderingContext2D, painting: TimePainting): void {
  const { line, nodes, palette, untilMillis, width, height } = painting
  const { pitch, barHeight } = timeGeometry(nodes.length, height)
  nodes.forEach((node, index) => {
    const top = 4 + index * pitch + (pitch - barHeight) / 2
    for (const span of line.spans(node)) {
      const left = Math.max(0, xOf(painting, span.fromMillis))
      const right = Math.min(width, xOf(painting, span.untilMillis ?? untilMillis))
      if (right <= 0) continue
      const hue = STANDING_HUE[span.standing]
      context.globalAlpha = span.standing === 'Dead' ? 0 : hue === 'marker' ? 0.4 : 0.62
      context.fillStyle = palette.hue[hue]
      context.beginPath()
      context.roundRect(left, top, Math.max(1, right - left), barHeight, 2)
      context.fill()
    }
  })
  context.globalAlpha = 1
}

function paintFrames(context: CanvasRenderingContext2D, painting: TimePainting): void {
  const { line, nodes, palette, height } = painting
  const { pitch } = timeGeometry(nodes.length, height)
  const middle = (node: NodeName) => 4 + (nodes.indexOf(node) + 0.5) * pitch
  context.strokeStyle = palette.text
  context.globalAlpha = 0.28
  context.lineWidth = 1
  context.beginPath()
  for (const frame of line.frames) {
    if (!nodes.includes(frame.from) || !nodes.includes(frame.to)) continue
    const x = xOf(painting, frame.atMillis)
    if (x < 0) continue
    context.moveTo(x - FRAME_PIXELS, middle(frame.from))
    context.lineTo(x, middle(frame.to))
  }
  context.stroke()
  context.globalAlpha = 1
}

function paintMarks(context: CanvasRenderingContext2D, painting: TimePainting): void {
  const { line, nodes, palette, width, height } = painting
  const { marksTop } = timeGeometry(nodes.length, height)
  const marks = line.marks.map((mark) => ({ ...mark, x: xOf(painting, mark.atMillis) })).filter(({ x }) => x >= 0)
  let free = width
  context.font = `500 10.5px ${palette.words}`
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  // The newest are named first; an older one that has no room keeps its line.
  for (const { x, words, kind } of marks.toReversed()) {
    context.strokeStyle = palette.muted
    context.setLineDash([2, 3])
    context.lineWidth = 1
    context.beginPath()
    context.moveTo(x, 2)
    context.lineTo(x, marksTop)
    context.stroke()
    context.setLineDash([])
    const wide = context.measureText(words).width
    const left = Math.min(x - wide / 2, width - wide)
    if (left < 0 || left + wide > free) continue
    free = left - MARKS_APART_PIXELS
    context.fillStyle = palette.ink[MARK_INK[kind]]
    context.fillText(words, left, marksTop + MARK_ROW_PIXELS / 2)
  }
}
