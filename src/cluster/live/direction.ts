import type { LinkStanding } from '../../host/protocol.ts'
import { type LinkCondition, PASS } from '../../platform/link/condition.ts'
import type { FrameEvent } from '../frame-event.ts'

/** A frame on its way, as listed: `place` is its place among those handed to the link. */
interface Travelling {
  readonly place: number
  readonly event: FrameEvent
}

/**
 * The account of one direction of one link. The sender counts what it handed over, holds and lost; the receiver counts what arrived. They report
 * at different times, and one of them may have died without a last word, so the account keeps both and derives the rest.
 */
export class Direction {
  readonly from: string
  readonly to: string
  #condition: LinkCondition = PASS
  #remaining: number | null = null
  /** Set while the sender is dead: what its last reports say of the condition is over. */
  #kept = false
  #epoch = 0
  #open = false
  #handedOver = 0
  #senderLost = 0
  #held = 0
  #altered = 0
  #received = 0
  #deliveredBefore = 0
  #lostBefore = 0
  #travelling: Travelling[] = []

  constructor(from: string, to: string) {
    this.from = from
    this.to = to
  }

  get condition(): LinkCondition {
    return this.#condition
  }
  get remaining(): number | null {
    return this.#remaining
  }
  /** Frames that wait at the sending end. */
  get held(): number {
    return this.#open ? this.#held : 0
  }
  get inFlight(): number {
    return this.#open ? this.#underway() : 0
  }
  get delivered(): number {
    return this.#deliveredBefore + this.#received
  }
  get lost(): number {
    return this.#lostBefore + this.#lostInEpoch()
  }
  /** Nothing is set, and no frame of this epoch was lost, changed or held. */
  get unhurt(): boolean {
    return this.#condition.kind === 'pass' && this.#senderLost === 0 && this.#altered === 0 && this.#held === 0
  }

  beginEpoch(epoch: number): void {
    this.#lostBefore += this.#lostInEpoch()
    this.#deliveredBefore += this.#received
    this.#epoch = epoch
    this.#open = true
    this.#handedOver = 0
    this.#senderLost = 0
    this.#held = 0
    this.#altered = 0
    this.#received = 0
    this.#travelling = []
  }

  /** What is held or on its way is lost. Late reports of this epoch still count. */
  endEpoch(): void {
    this.#open = false
  }

  /** Listed frames of the epoch that ended which did not arrive; each is given once. */
  takeStranded(): readonly FrameEvent[] {
    if (this.#open) return []
    const stranded = this.#travelling.map(({ event }): FrameEvent => ({ ...event, fate: 'lostWithLink' }))
    this.#travelling = []
    return stranded
  }

  listed(event: FrameEvent, place: number, epoch: number): void {
    if (epoch === this.#epoch && place > this.#received && event.fate !== 'delivered') this.#travelling.push({ place, event })
  }

  fromSender({ epoch, outgoing }: LinkStanding): void {
    if (!this.#kept) {
      this.#condition = outgoing.condition
      this.#remaining = outgoing.remaining
    }
    if (epoch !== this.#epoch) return
    this.#handedOver = outgoing.handedOver
    this.#senderLost = outgoing.lost
    this.#held = outgoing.held
    this.#altered = outgoing.altered
  }

  fromReceiver({ epoch, received }: LinkStanding): void {
    if (epoch !== this.#epoch) return
    this.#received = received
    const underway = this.#travelling.findIndex(({ place }) => place > received)
    this.#travelling = underway === -1 ? [] : this.#travelling.slice(underway)
  }

  /** Sets the condition while the sender is dead; the next one takes it over. */
  keep(condition: LinkCondition, remaining: number | null): void {
    this.#kept = true
    this.#condition = condition
    this.#remaining = remaining
  }

  /** A new sender starts with the condition that is kept here. */
  senderStarts(): void {
    this.#kept = false
  }

  /** A receiver may report before the sender does. */
  #underway(): number {
    return Math.max(0, this.#handedOver - this.#received)
  }

  #lostInEpoch(): number {
    return this.#senderLost + (this.#open ? 0 : this.#held + this.#underway())
  }
}
