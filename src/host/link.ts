import type { NodeName } from '../aerodb/ids.ts'
import type { LinkCondition } from '../platform/link/condition.ts'
import { Conditioner, type Passage } from '../platform/link/conditioner.ts'
import type { FrameNotice, LinkMessage, LinkStanding } from './protocol.ts'

/**
 * One end of the link to one peer. The port goes straight to the peer's worker. What leaves passes the conditioner; what arrives is handed on.
 * Conditions and counts are kept while the link is down.
 */
export class Link {
  readonly #peer: NodeName
  readonly #notice: (notice: FrameNotice) => void
  readonly #conditioner = new Conditioner<LinkMessage>()
  #port: MessagePort | null = null
  #epoch = 0
  #received = 0

  constructor(peer: NodeName, notice: (notice: FrameNotice) => void) {
    this.#peer = peer
    this.#notice = notice
  }

  get up(): boolean {
    return this.#port !== null
  }
  get epoch(): number {
    return this.#epoch
  }

  standing(): LinkStanding {
    return { peer: this.#peer, epoch: this.#epoch, up: this.up, received: this.#received, outgoing: this.#conditioner.state() }
  }

  /** Frames arrive from now on, and until `close`. */
  open(epoch: number, port: MessagePort, arrived: (message: LinkMessage) => void): void {
    this.close()
    this.#conditioner.beginEpoch()
    this.#epoch = epoch
    this.#received = 0
    this.#port = port
    port.onmessage = ({ data }: MessageEvent<LinkMessage>) => {
      if (this.#port === port) arrived(data)
    }
  }

  /** A frame that arrived is about to be handed to the node. */
  received(message: LinkMessage): void {
    this.#received++
    this.#tell(message, 'delivered', this.#received)
  }

  /** What is held is lost; the peer notices nothing of this end's closing, since the page tells it. */
  close(): void {
    if (this.#port === null) return
    this.#carry(this.#conditioner.endEpoch())
    this.#port.close()
    this.#port = null
  }

  /** The link must be up. */
  send(message: LinkMessage): void {
    this.#carry(this.#conditioner.offer(message))
  }

  condition(condition: LinkCondition, remaining?: number | null): void {
    this.#carry(remaining === undefined ? this.#conditioner.set(condition) : this.#conditioner.set(condition, remaining))
  }

  /** Lets the first `count` held frames go, or all. Returns how many went. */
  release(count: number | null): number {
    const released = this.#conditioner.release(count ?? Number.POSITIVE_INFINITY)
    this.#carry(released)
    return released.length
  }

  #carry(passages: readonly Passage<LinkMessage>[]): void {
    for (const { frame, fate, handedOver, place } of passages) {
      if (handedOver !== null) this.#port?.postMessage(handedOver)
      this.#tell(handedOver ?? frame, fate, place)
    }
  }

  #tell(message: LinkMessage, fate: FrameNotice['fate'], place: number): void {
    const { incarnation, number, kind, bytes, records, reportsLsn } = message
    const notice = {
      peer: this.#peer,
      epoch: this.#epoch,
      incarnation,
      number,
      kind,
      fate,
      bytes: bytes.byteLength,
      records,
      reportsLsn,
      place,
    }
    this.#notice(notice)
  }
}
