import type { Lsn, NodeName } from '../../../cluster/contract.ts'
import { type AxisView, toNumber } from '../axis-view.ts'

export const AXIS_HEIGHT = 24
const MOST_PITCH = 48
const LEAST_PITCH = 16
const MOST_CELL_HEIGHT = 24

/** Where the lanes lie, top to bottom, in the order given. */
export interface WalGeometry {
  readonly pitch: number
  readonly cellHeight: number
  /** Of the whole drawing; more than the panel's where the lanes don't fit, and then the panel scrolls. */
  readonly height: number
  readonly lanes: readonly { readonly node: NodeName; readonly top: number; readonly cellTop: number }[]
}

export function walGeometry(nodes: readonly NodeName[], height: number): WalGeometry {
  const pitch = Math.min(MOST_PITCH, Math.max(LEAST_PITCH, (height - AXIS_HEIGHT) / Math.max(1, nodes.length)))
  const cellHeight = Math.min(MOST_CELL_HEIGHT, pitch - 5)
  const lanes = nodes.map((node, index) => {
    const top = AXIS_HEIGHT + index * pitch
    return { node, top, cellTop: top + (pitch - cellHeight) / 2 }
  })
  return { pitch, cellHeight, height: Math.max(height, AXIS_HEIGHT + nodes.length * pitch), lanes }
}

/** The lane and LSN at a place in the picture; null between lanes. */
export function recordAt(
  geometry: WalGeometry,
  view: AxisView,
  x: number,
  y: number,
): { readonly node: NodeName; readonly lsn: Lsn } | null {
  for (const lane of geometry.lanes)
    if (y >= lane.cellTop - 2 && y <= lane.cellTop + geometry.cellHeight + 2)
      return { node: lane.node, lsn: Math.max(1, Math.floor(toNumber(view, x))) }
  return null
}
