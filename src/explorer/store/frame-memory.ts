import type { NodeView } from '../../cluster/cluster.ts'
import type { Lsn, NodeName } from '../../cluster/contract.ts'
import type { FrameEvent } from '../../cluster/frame-event.ts'

/** Frames with records remembered for each direction of each link: more than a halted Replica's window lets arrive after the one it halted at. */
const CARRIED_KEPT = 1024
/** Altered frames remembered for each direction. */
const ALTERED_KEPT = 16

interface Remembered {
  readonly carried: FrameEvent[]
  readonly altered: FrameEvent[]
}

/** The last frames of each direction of a link, as hosts reported them: so that a node's evidence can be joined with the frame that it is about. */
export class FrameMemory {
  readonly #directions = new Map<string, Remembered>()

  accept(frames: readonly FrameEvent[]): void {
    for (const frame of frames) {
      if (frame.fate === 'bitFlipped' || frame.fate === 'truncated') keep(this.#of(frame).altered, frame, ALTERED_KEPT)
      else if (frame.fate === 'delivered' && frame.records !== null) keep(this.#of(frame).carried, frame, CARRIED_KEPT)
    }
  }

  /** The last frame in a direction that was altered on its way, and arrived as something else than was sent. */
  lastAltered(from: NodeName, to: NodeName): FrameEvent | null {
    return this.#directions.get(key(from, to))?.altered.at(-1) ?? null
  }

  /** The last frame delivered in a direction that carried exactly these records. */
  carrying(from: NodeName, to: NodeName, first: Lsn, last: Lsn): FrameEvent | null {
    const carried = this.#directions.get(key(from, to))?.carried ?? []
    return carried.findLast(({ records }) => records?.firstLsn === first && records.lastLsn === last) ?? null
  }

  #of({ from, to }: FrameEvent): Remembered {
    const known = this.#directions.get(key(from, to)) ?? { carried: [], altered: [] }
    this.#directions.set(key(from, to), known)
    return known
  }
}

const key = (from: NodeName, to: NodeName) => `${from}>${to}`

function keep(frames: FrameEvent[], frame: FrameEvent, most: number): void {
  frames.push(frame)
  // Now and then, and not with every frame.
  if (frames.length >= 2 * most) frames.splice(0, frames.length - most)
}

/**
 * The frame that a Replica halted at, where the page saw it pass. LOG-1 believes nothing of a frame, its number neither: it is the one that was
 * altered last. Other rules name its records. Null where nothing was seen, as after a reload.
 */
export function haltFrame(memory: FrameMemory, { name, configuration, position }: NodeView): FrameEvent | null {
  const [primary] = configuration.primaries
  const halt = position?.role === 'ReplicationHalted' ? position.halt : null
  if (halt === null || primary === undefined) return null
  const { frameFirstLsn: first, frameLastLsn: last } = halt.evidence
  if (typeof first === 'number' && typeof last === 'number') return memory.carrying(primary, name, first, last)
  return halt.reason === 'WalCorruption' ? memory.lastAltered(primary, name) : null
}
