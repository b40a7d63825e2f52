import { type D3ZoomEvent, select, zoom, zoomIdentity, zoomTransform } from 'd3'
import type { AxisView } from './axis-view.ts'

export interface AxisGestures {
  /** Takes over a view that was set otherwise, so that the next gesture goes on from it. */
  adopt(view: AxisView): void
  release(): void
}

export interface AxisGestureTarget {
  /** A person moved or scaled the axis. Answers the view that is shown for it. */
  moved(view: AxisView, how: 'panned' | 'zoomed'): AxisView
  /** Where a press at this place is for something else than the axis. */
  ignores(event: Event): boolean
}

const SCALE_LEAST = 1e-7
const SCALE_MOST = 1e4

/** Wheel, pinch and drag over an element, as a view of an axis. Sideways wheels pan. */
export function bindAxisGestures(element: HTMLElement, target: AxisGestureTarget): AxisGestures {
  const surface = select<HTMLElement, unknown>(element)
  const behaviour = zoom<HTMLElement, unknown>()
    .scaleExtent([SCALE_LEAST, SCALE_MOST])
    // Any other extent than the element's own size would do as well, since the view is confined elsewhere; asking for that one costs a layout.
    .extent([
      [0, 0],
      [1, 1],
    ])
    .filter((event: MouseEvent | TouchEvent | WheelEvent) => {
      if (target.ignores(event)) return false
      if (event instanceof WheelEvent) return !isSideways(event)
      return !event.ctrlKey && (!('button' in event) || event.button === 0)
    })
  let shownScale = 1
  const adopt = (view: AxisView) => {
    const { k, x } = zoomTransform(element)
    if (k === view.pixelsPerUnit && x === -view.origin * view.pixelsPerUnit) return
    shownScale = view.pixelsPerUnit
    behaviour.transform(surface, zoomIdentity.translate(-view.origin * view.pixelsPerUnit, 0).scale(view.pixelsPerUnit))
  }
  behaviour.on('zoom', (event: D3ZoomEvent<HTMLElement, unknown>) => {
    // Without a source it was set by `adopt`, and nobody moved it.
    if (event.sourceEvent === null) return
    const { k, x } = event.transform
    const how = Math.abs(k / shownScale - 1) > 1e-9 ? 'zoomed' : 'panned'
    const asked = { pixelsPerUnit: k, origin: -x / k }
    const shown = target.moved(asked, how)
    if (shown.origin !== asked.origin || shown.pixelsPerUnit !== asked.pixelsPerUnit) adopt(shown)
    else shownScale = k
  })
  const panSideways = (event: WheelEvent) => {
    if (!isSideways(event) || target.ignores(event)) return
    event.preventDefault()
    const { k, x } = zoomTransform(element)
    const pixels = event.deltaX === 0 ? event.deltaY : event.deltaX
    adopt(target.moved({ pixelsPerUnit: k, origin: (-x + pixels) / k }, 'panned'))
  }
  surface.call(behaviour).on('dblclick.zoom', null)
  element.addEventListener('wheel', panSideways, { passive: false })
  return {
    adopt,
    release: () => {
      surface.on('.zoom', null)
      element.removeEventListener('wheel', panSideways)
    },
  }
}

function isSideways(event: WheelEvent): boolean {
  return !event.ctrlKey && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
}
