import type { FrameKind } from '../../aerodb/effect.ts'
import { type Alteration, altered, middleBit } from './alteration.ts'
import { type CountedCondition, countOf, type FrameFate, type LinkCondition, PASS } from './condition.ts'

/** A frame as a host carries it: the bytes that cross the link, and what the host knows of them beside. */
export interface Frame {
  readonly bytes: Uint8Array
  readonly kind: FrameKind
  readonly alteration: Alteration | null
  /** `stays`: another copy of it follows. */
  readonly copy: 'stays' | null
}

/** One thing that happened to one frame at the sending end; `handedOver` is what goes on the wire now, if anything does. */
export interface Passage<F extends Frame> {
  readonly frame: F
  readonly fate: FrameFate
  readonly handedOver: F | null
  /** Its place among the frames handed over in this epoch, from 1; 0 for one that is not. */
  readonly place: number
}

/** Where a conditioner stands. A counted condition that has met all its frames is `pass` again. */
export interface ConditionerState {
  readonly condition: LinkCondition
  /** Frames that a counted condition will still meet; null where it does not count. */
  readonly remaining: number | null
  readonly held: number
  /** Frames of this epoch that were cut, dropped, or held when the link went down. */
  readonly lost: number
  /** Frames of this epoch that went out truncated or with a bit flipped. */
  readonly altered: number
  /** Frames of this epoch that were handed to the link, duplicates included. */
  readonly handedOver: number
}

/**
 * The sending end of one direction of one link. Pure but for its own state: a host hands frames in, and puts what comes out on the wire, in order.
 *
 * `hold` and `cut` keep what is held already; every other condition lets it go first, in order, so that nothing overtakes it.
 */
export class Conditioner<F extends Frame> {
  #condition: LinkCondition = PASS
  #remaining: number | null = null
  #held: F[] = []
  #lost = 0
  #altered = 0
  #handedOver = 0

  state(): ConditionerState {
    return {
      condition: this.#condition,
      remaining: this.#remaining,
      held: this.#held.length,
      lost: this.#lost,
      altered: this.#altered,
      handedOver: this.#handedOver,
    }
  }

  /** `remaining` overrides the condition's own count: what a sender's predecessor left of it. */
  set(condition: LinkCondition, remaining: number | null = countOf(condition)): readonly Passage<F>[] {
    const released = condition.kind === 'hold' || condition.kind === 'cut' ? [] : this.release(this.#held.length)
    this.#condition = condition
    this.#remaining = remaining
    if (remaining === 0) this.#pass()
    return released
  }

  offer(frame: F): readonly Passage<F>[] {
    const condition = this.#condition
    switch (condition.kind) {
      case 'pass':
        return [this.#handOver(frame, 'sent')]
      case 'hold':
        this.#held.push(frame)
        return [{ frame, fate: 'held', handedOver: null, place: 0 }]
      case 'cut':
        this.#lost++
        return [{ frame, fate: 'cut', handedOver: null, place: 0 }]
      case 'drop':
      case 'duplicate':
      case 'reorder':
      case 'truncate':
      case 'flipBit':
        if (condition.frames !== 'all' && frame.kind !== 'records') return [this.#handOver(frame, 'sent')]
        return this.#meet(condition, frame)
    }
  }

  /** Lets the first `count` held frames go, in order. */
  release(count: number): readonly Passage<F>[] {
    const released = this.#held.splice(0, count).map((frame) => this.#handOver(frame, 'released'))
    if (this.#condition.kind === 'reorder' && this.#remaining === 0 && this.#held.length === 0) this.#pass()
    return released
  }

  /** The link is up again: counts start from nothing. The condition stays. */
  beginEpoch(): void {
    this.#lost = 0
    this.#altered = 0
    this.#handedOver = 0
  }

  /** The link is down: what was held is lost. The counts stay until the next epoch begins. */
  endEpoch(): readonly Passage<F>[] {
    const lost = this.#held.map((frame): Passage<F> => ({ frame, fate: 'lostWithLink', handedOver: null, place: 0 }))
    this.#held = []
    this.#lost += lost.length
    if (this.#remaining === 0) this.#pass()
    return lost
  }

  #reorder(frame: F): readonly Passage<F>[] {
    if (this.#held.length > 0) return [this.#handOver(frame, 'sent'), ...this.release(this.#held.length)]
    this.#held.push(frame)
    this.#remaining = (this.#remaining ?? 1) - 1
    return [{ frame, fate: 'reordered', handedOver: null, place: 0 }]
  }

  #meet(condition: CountedCondition, frame: F): readonly Passage<F>[] {
    if (condition.kind === 'reorder') return this.#reorder(frame)
    this.#remaining = (this.#remaining ?? 1) - 1
    if (this.#remaining === 0) this.#pass()
    switch (condition.kind) {
      case 'drop':
        this.#lost++
        return [{ frame, fate: 'dropped', handedOver: null, place: 0 }]
      case 'duplicate':
        return [this.#handOver({ ...frame, copy: 'stays' }, 'sent'), this.#handOver(frame, 'duplicated')]
      case 'truncate':
        return [this.#alter(frame, { kind: 'truncate', bytes: frame.bytes.byteLength >> 1 }, 'truncated')]
      case 'flipBit': {
        const bit = (condition.bit ?? middleBit(frame.bytes)) % (frame.bytes.byteLength * 8)
        return [this.#alter(frame, { kind: 'flipBit', bit }, 'bitFlipped')]
      }
    }
  }

  #alter(frame: F, alteration: Alteration, fate: FrameFate): Passage<F> {
    this.#altered++
    const place = ++this.#handedOver
    return { frame, fate, handedOver: { ...frame, bytes: altered(frame.bytes, alteration), alteration }, place }
  }

  #handOver(frame: F, fate: FrameFate): Passage<F> {
    const place = ++this.#handedOver
    return { frame, fate, handedOver: frame, place }
  }

  #pass(): void {
    this.#condition = PASS
    this.#remaining = null
  }
}
