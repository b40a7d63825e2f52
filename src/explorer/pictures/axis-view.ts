import { scaleLinear, ticks } from 'd3'

/**
 * What part of a numbered axis (LSNs, CommitIds) a picture shows. A number `n` owns the span from `n` to `n + 1`: its cell begins at its
 * number. `origin` may lie between numbers, and before 1.
 */
export interface AxisView {
  readonly origin: number
  readonly pixelsPerUnit: number
}

export interface AxisLimits {
  readonly mostPixelsPerUnit: number
  /** A few numbers are not drawn larger than this only to fill the picture. */
  readonly comfortPixelsPerUnit: number
  /** First and last number that there is anything at. */
  readonly first: number
  readonly last: number
}

/** Numbers kept free after the newest, so that it is seen to be the newest. */
const HEADROOM_PIXELS = 28

export const toPixel = (view: AxisView, number: number): number => (number - view.origin) * view.pixelsPerUnit
export const toNumber = (view: AxisView, pixel: number): number => view.origin + pixel / view.pixelsPerUnit

/** First and last number whose cell is at least partly in the picture. */
export function visibleNumbers(view: AxisView, width: number): { readonly first: number; readonly last: number } {
  return { first: Math.floor(view.origin), last: Math.max(Math.floor(view.origin), Math.ceil(toNumber(view, width)) - 1) }
}

/** The scale at which everything fits, or the comfortable one where that fits too: no picture is smaller. */
function leastPixelsPerUnit(limits: AxisLimits, width: number): number {
  const span = Math.max(1, limits.last - limits.first + 1)
  return Math.min(limits.comfortPixelsPerUnit, Math.max(1, width - HEADROOM_PIXELS) / span)
}

/** The same scale, moved so that the newest number ends at the right edge. Where all fits, the first number stands at the left edge. */
export function followed(view: AxisView, limits: AxisLimits, width: number): AxisView {
  const pixelsPerUnit = clamp(view.pixelsPerUnit, leastPixelsPerUnit(limits, width), limits.mostPixelsPerUnit)
  const end = limits.last + 1 + HEADROOM_PIXELS / pixelsPerUnit
  return { pixelsPerUnit, origin: Math.max(limits.first, end - width / pixelsPerUnit) }
}

/** The nearest view that shows something. */
export function confined(view: AxisView, limits: AxisLimits, width: number): AxisView {
  const pixelsPerUnit = clamp(view.pixelsPerUnit, leastPixelsPerUnit(limits, width), limits.mostPixelsPerUnit)
  const shown = width / pixelsPerUnit
  const latest = Math.max(limits.first, limits.last + 1 + HEADROOM_PIXELS / pixelsPerUnit - shown)
  return { pixelsPerUnit, origin: clamp(view.origin, limits.first, latest) }
}

/** Zoomed by a factor, with the number under `pixel` staying there. */
export function zoomedAbout(view: AxisView, factor: number, pixel: number): AxisView {
  const fixed = toNumber(view, pixel)
  const pixelsPerUnit = view.pixelsPerUnit * factor
  return { pixelsPerUnit, origin: fixed - pixel / pixelsPerUnit }
}

/** Moved no further than needed for the number to be in the picture, with room about it. */
export function revealing(view: AxisView, number: number, width: number): AxisView {
  const margin = Math.min(width / 4, Math.max(view.pixelsPerUnit, 24))
  const left = toPixel(view, number)
  const right = left + view.pixelsPerUnit
  if (left < margin) return { ...view, origin: number - margin / view.pixelsPerUnit }
  if (right > width - margin) return { ...view, origin: number + 1 - (width - margin) / view.pixelsPerUnit }
  return view
}

/** Whether the newest number is in the picture. */
export function showsNewest(view: AxisView, limits: AxisLimits, width: number): boolean {
  return toPixel(view, limits.last + 1) <= width + 1
}

/** Round, whole numbers to write along the axis, no closer than `apart` pixels. */
export function axisTicks(view: AxisView, width: number, apart: number): readonly number[] {
  const scale = scaleLinear([0, width], [view.origin, toNumber(view, width)])
  const count = Math.max(1, Math.floor(width / apart))
  const steps = ticks(scale(0), scale(width), count).filter(Number.isInteger)
  return steps.length > 0 ? steps : [Math.max(1, Math.ceil(view.origin))]
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
