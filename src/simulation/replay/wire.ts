import { type Alteration, altered } from '../../platform/link/alteration.ts'
import { bytesOfBase64 } from '../../platform/trace/base64.ts'
import type { Replacement } from '../../platform/trace/step.ts'
import type { SentFrame } from '../simulated-links.ts'

/** A frame as its sender gave it to the link. */
export interface FrameUnderway {
  readonly sent: SentFrame
  /** The link's epoch at the sending end. */
  readonly epoch: number
}

/** Which frame arrives, and how. */
export interface Arrival {
  readonly frame: readonly [peer: string, incarnation: number, number: number]
  readonly altered?: Alteration | Replacement
  readonly copy?: 'stays'
}

/** One direction of one link: the frames that were sent and not delivered. What became of the others nobody has to know. */
export class Wire {
  readonly #frames = new Map<string, FrameUnderway>()

  /** Oldest first. */
  get frames(): readonly FrameUnderway[] {
    return [...this.#frames.values()]
  }

  send(frame: FrameUnderway): void {
    const { incarnation, number } = frame.sent.label
    this.#frames.set(nameOf(incarnation, number), frame)
  }

  /** The frame, and the bytes that arrive; null where no such frame is under way in this epoch. */
  deliver(
    { frame: [, incarnation, number], altered: alteration, copy }: Arrival,
    epoch: number,
  ): { readonly sent: SentFrame; readonly bytes: Uint8Array } | null {
    const name = nameOf(incarnation, number)
    const frame = this.#frames.get(name)
    if (frame === undefined || frame.epoch !== epoch) return null
    if (copy === undefined) this.#frames.delete(name)
    return { sent: frame.sent, bytes: alteration === undefined ? frame.sent.bytes : arrivedBytes(frame.sent.bytes, alteration) }
  }

  /** The receiving end's epoch is over: what was sent in it, or before it, is lost. Returns how many bytes were. */
  loseUpTo(epoch: number): number {
    let bytes = 0
    for (const [name, frame] of this.#frames) {
      if (frame.epoch > epoch) continue
      this.#frames.delete(name)
      bytes += frame.sent.bytes.length
    }
    return bytes
  }
}

function arrivedBytes(bytes: Uint8Array, alteration: NonNullable<Arrival['altered']>): Uint8Array {
  return alteration.kind === 'replace' ? bytesOfBase64(alteration.bytes) : altered(bytes, alteration)
}

function nameOf(incarnation: number, number: number): string {
  return `${incarnation}·${number}`
}
