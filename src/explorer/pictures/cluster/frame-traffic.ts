import type { NodeName } from '../../../cluster/contract.ts'
import type { FrameEvent } from '../../../cluster/frame-event.ts'
import {
  ALTERED_MILLIS,
  ALTERED_SHARE,
  arrivalOf,
  LOSS_MILLIS,
  LOSS_SHARE,
  type Passage,
  shareAt,
  TRAIL_MILLIS,
} from './capsule-motion.ts'
import { causeArrives } from './cause.ts'
import { laneKey } from './lane-path.ts'

/** Frames that start within this time of each other, on one lane, of one kind, share a capsule. */
const MERGE_MILLIS = 140
/** Frames followed one by one. Beyond it they are counted, not drawn. */
const FRAMES_FOLLOWED = 2048
/** Capsules drawn at once, over all lanes. */
const CAPSULES_DRAWN = 320
/** Held frames drawn on one lane; its label counts them all. */
const WAITING_DRAWN = 3
const RATE_MILLIS = 1000
/** The mark of a lost frame stays this long once another is lost there. */
const MAKES_ROOM_MILLIS = 100
/** A report of the receiver may be this late. */
const SETTLED_AFTER_MILLIS = 600

export type CapsuleLoss = 'cut' | 'dropped' | 'lostWithLink'
export type CapsuleMark = 'bitFlipped' | 'truncated' | 'duplicated' | 'reordered'

/** One frame, or several of one kind that left together, on its way along a lane. */
export interface Capsule {
  readonly key: number
  readonly from: NodeName
  readonly to: NodeName
  readonly kind: FrameEvent['kind']
  readonly incarnation: number
  /** Of the first frame in it. */
  readonly number: number
  readonly firstLsn: number | null
  readonly lastLsn: number | null
  readonly reportsLsn: number | null
  readonly frames: number
  readonly passage: Passage
  readonly waiting: boolean
  readonly mark: CapsuleMark | null
  readonly loss: { readonly kind: CapsuleLoss; readonly at: number; readonly share: number } | null
}

/** `due`: it was sent, and what it answers is not drawn as arrived yet. */
export type CapsulePhase = 'due' | 'moving' | 'waiting' | 'trail' | 'dying' | 'gone'

/** Where a capsule is, 0 to 1, and what is to be seen of it. */
export function phaseOf(capsule: Capsule, now: number): { readonly phase: CapsulePhase; readonly share: number } {
  if (now < capsule.passage.startedAt) return { phase: 'due', share: capsule.passage.startShare }
  if (capsule.waiting) return { phase: 'waiting', share: capsule.passage.startShare }
  if (capsule.loss !== null) {
    const { at, share } = capsule.loss
    const moved = Math.min(share, shareAt({ ...capsule.passage, deliveredAt: null }, now))
    if (now - at > LOSS_MILLIS) return { phase: 'gone', share: moved }
    return { phase: moved < share ? 'moving' : 'dying', share: moved }
  }
  const arrival = arrivalOf(capsule.passage)
  if (isAltered(capsule)) {
    const share = Math.min(ALTERED_SHARE, shareAt(capsule.passage, now))
    if (arrival === null || now < arrival) return { phase: 'moving', share }
    return { phase: now - arrival < ALTERED_MILLIS ? 'dying' : 'gone', share }
  }
  if (arrival === null || now < arrival) return { phase: 'moving', share: shareAt(capsule.passage, now) }
  return { phase: now - arrival < TRAIL_MILLIS ? 'trail' : 'gone', share: 1 }
}

function isAltered({ mark }: Capsule): boolean {
  return mark === 'bitFlipped' || mark === 'truncated'
}

interface Followed {
  readonly capsule: Mutable<Capsule>
  /** Names of the frames in it, and whether each was reported delivered. */
  readonly frames: Map<string, 'underway' | 'delivered'>
  /** Of the newest frame in it. */
  lastNumber: number
}
type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/**
 * What is to be drawn of all frames, kept from the hosts' reports. Sender and receiver report on their own, so that an arrival may be
 * heard of before the sending, or not at all where too many happened at once. Bounded; what it does not draw, it counts. Causes are drawn
 * before their effects: an answer sets out once what it answers has arrived.
 */
export class FrameTraffic {
  readonly #followed = new Map<string, Followed>()
  readonly #drawn = new Set<Followed>()
  readonly #newest = new Map<string, Followed>()
  #notDrawn: { readonly at: number; readonly frames: number }[] = []
  #nextKey = 1

  /** Takes one report of a host, at a time in milliseconds that never decreases. */
  accept(events: readonly FrameEvent[], unlisted: number, now: number): void {
    if (unlisted > 0) this.#countNotDrawn(unlisted, now)
    for (const event of events) this.#acceptOne(event, now)
  }

  /** Capsules to draw now; forgets those that are gone. */
  *capsules(now: number): Generator<Capsule> {
    for (const followed of this.#drawn) {
      if (phaseOf(followed.capsule, now).phase === 'gone') this.#remove(followed)
      else yield followed.capsule
    }
  }

  /** True while anything moves or fades. Held frames sit still. */
  moving(now: number): boolean {
    for (const { capsule } of this.#drawn) {
      const { phase } = phaseOf(capsule, now)
      if (phase !== 'waiting' && phase !== 'gone') return true
    }
    return false
  }

  /** Frames of the last second that are in no capsule: too many to draw. */
  notDrawn(now: number): number {
    this.#notDrawn = this.#notDrawn.filter(({ at }) => now - at < RATE_MILLIS)
    return this.#notDrawn.reduce((sum, { frames }) => sum + frames, 0)
  }

  /** Nothing is in flight on a lane any more: what was not reported to have arrived has arrived. Held frames are not in flight. */
  settle(from: NodeName, to: NodeName, now: number): void {
    for (const followed of this.#drawn) {
      const { capsule } = followed
      if (capsule.from === from && capsule.to === to && now - capsule.passage.startedAt > SETTLED_AFTER_MILLIS)
        arrive(followed, now)
    }
  }

  /** Nothing is held on a lane any more: what still waits there was let go unheard of, or is of a sender that is gone. */
  letGo(from: NodeName, to: NodeName, now: number): void {
    for (const followed of this.#drawn) {
      const { capsule } = followed
      if (capsule.waiting && capsule.from === from && capsule.to === to && now - capsule.passage.startedAt > SETTLED_AFTER_MILLIS)
        this.#remove(followed)
    }
  }

  clear(): void {
    this.#followed.clear()
    this.#drawn.clear()
    this.#newest.clear()
    this.#notDrawn = []
  }

  #acceptOne(event: FrameEvent, now: number): void {
    switch (event.fate) {
      case 'sent':
        this.#find(event, now)
        return
      case 'held':
        this.#wait(event, null, now)
        return
      case 'reordered':
        this.#wait(event, 'reordered', now)
        return
      case 'released':
        this.#release(event, now)
        return
      case 'delivered':
        this.#deliver(event, now)
        return
      case 'cut':
      case 'dropped':
      case 'lostWithLink':
        this.#lose(event, event.fate, now)
        return
      case 'duplicated':
        this.#duplicate(event, now)
        return
      case 'truncated':
      case 'bitFlipped': {
        const followed = this.#alone(event, now)
        if (followed !== null) followed.capsule.mark = event.fate
      }
    }
  }

  /** The capsule that carries the frame; a new one, or a share in the newest, for a frame that is not known yet. */
  #find(event: FrameEvent, now: number): Followed | null {
    const known = this.#followed.get(frameId(event))
    if (known !== undefined) return known
    if (this.#followed.size >= FRAMES_FOLLOWED || this.#isFull(now)) {
      this.#countNotDrawn(1, now)
      return null
    }
    const lane = laneKey(event.from, event.to)
    const newest = this.#newest.get(lane)
    const cause = causeArrives(event, this.#capsulesDrawn(), now)
    const begins = Math.max(now, cause ?? now, beganOf(newest?.capsule))
    if (newest !== undefined && mergeable(newest.capsule, event, begins) && newest.capsule.passage.startedAt >= (cause ?? 0)) {
      join(newest, event)
      newest.frames.set(frameId(event), 'underway')
      this.#followed.set(frameId(event), newest)
      return newest
    }
    const followed = this.#start(event, frameId(event), begins)
    this.#newest.set(lane, followed)
    return followed
  }

  /** As `find`, but in a capsule of its own: what happens to this frame happens to no other. */
  #alone(event: FrameEvent, now: number): Followed | null {
    const found = this.#find(event, now)
    if (found === null || found.capsule.frames === 1) return found
    found.capsule.frames -= 1
    found.frames.delete(frameId(event))
    return this.#start(event, frameId(event), found.capsule.passage.startedAt)
  }

  #start(event: FrameEvent, id: string, startedAt: number): Followed {
    const followed: Followed = {
      frames: new Map([[id, 'underway']]),
      lastNumber: event.number,
      capsule: {
        key: this.#nextKey++,
        from: event.from,
        to: event.to,
        kind: event.kind,
        incarnation: event.incarnation,
        number: event.number,
        firstLsn: event.records?.firstLsn ?? null,
        lastLsn: event.records?.lastLsn ?? null,
        reportsLsn: event.reportsLsn,
        frames: 1,
        passage: { startedAt, startShare: 0, deliveredAt: null },
        waiting: false,
        mark: null,
        loss: null,
      },
    }
    this.#drawn.add(followed)
    this.#followed.set(id, followed)
    return followed
  }

  *#capsulesDrawn(): Generator<Capsule> {
    for (const { capsule } of this.#drawn) yield capsule
  }

  #remove(followed: Followed): void {
    this.#drawn.delete(followed)
    for (const id of followed.frames.keys()) if (this.#followed.get(id) === followed) this.#followed.delete(id)
  }

  #wait(event: FrameEvent, mark: CapsuleMark | null, now: number): void {
    if (this.#waitingOn(event) >= WAITING_DRAWN) {
      this.#forget(event)
      return
    }
    const followed = this.#alone(event, now)
    if (followed === null) return
    followed.capsule.waiting = true
    followed.capsule.mark = mark
    const startedAt = Math.max(now, followed.capsule.passage.startedAt)
    followed.capsule.passage = { startedAt, startShare: WAITING_SHARE, deliveredAt: null }
  }

  #release(event: FrameEvent, now: number): void {
    const followed = this.#find(event, now)
    if (followed === null) return
    if (followed.capsule.waiting) followed.capsule.passage = { startedAt: now, startShare: WAITING_SHARE, deliveredAt: null }
    followed.capsule.waiting = false
  }

  #deliver(event: FrameEvent, now: number): void {
    const first = this.#find(event, now)
    const twin = this.#followed.get(twinId(event))
    const repeats = first?.frames.get(frameId(event)) === 'delivered'
    const [followed, id] = repeats && twin !== undefined ? [twin, twinId(event)] : [first, frameId(event)]
    if (followed === null) return
    if (followed.capsule.waiting) this.#release(event, now)
    followed.frames.set(id, 'delivered')
    if ([...followed.frames.values()].every((state) => state === 'delivered')) arrive(followed, now)
    this.#arriveBefore(event, now)
  }

  /** A link keeps its order: with a frame, those sent before it have arrived, unless they were held or lost. */
  #arriveBefore({ from, to, incarnation, number }: FrameEvent, now: number): void {
    for (const followed of this.#drawn) {
      const { capsule, lastNumber } = followed
      if (capsule.from === from && capsule.to === to && capsule.incarnation === incarnation && lastNumber < number)
        arrive(followed, now)
    }
  }

  #lose(event: FrameEvent, kind: CapsuleLoss, now: number): void {
    const followed = this.#alone(event, now)
    if (followed === null) return
    const { capsule } = followed
    const share = Math.max(LOSS_SHARE, phaseOf(capsule, now).share)
    this.#clear(event, now)
    capsule.waiting = false
    capsule.loss = { kind, at: Math.max(now, capsule.passage.startedAt), share }
  }

  /** Frames that die one after the other on a lane die at one place: the one before makes room. */
  #clear({ from, to }: FrameEvent, now: number): void {
    for (const { capsule } of this.#drawn)
      if (capsule.loss !== null && capsule.from === from && capsule.to === to)
        capsule.loss = { ...capsule.loss, at: Math.min(capsule.loss.at, now + MAKES_ROOM_MILLIS - LOSS_MILLIS) }
  }

  #duplicate(event: FrameEvent, now: number): void {
    const first = this.#alone(event, now)
    if (first === null || this.#followed.has(twinId(event))) return
    this.#start(event, twinId(event), now + MERGE_MILLIS).capsule.mark = 'duplicated'
  }

  #waitingOn({ from, to }: FrameEvent): number {
    let waiting = 0
    for (const { capsule } of this.#drawn) if (capsule.waiting && capsule.from === from && capsule.to === to) waiting += 1
    return waiting
  }

  /** Draws the frame no longer. It is drawn anew when something else happens to it. */
  #forget(event: FrameEvent): void {
    const followed = this.#followed.get(frameId(event))
    if (followed === undefined || followed.capsule.waiting) return
    this.#followed.delete(frameId(event))
    followed.frames.delete(frameId(event))
    followed.capsule.frames -= 1
    if (followed.capsule.frames === 0) this.#remove(followed)
  }

  #isFull(now: number): boolean {
    if (this.#drawn.size < CAPSULES_DRAWN) return false
    for (const followed of this.#drawn) if (phaseOf(followed.capsule, now).phase === 'gone') this.#remove(followed)
    return this.#drawn.size >= CAPSULES_DRAWN
  }

  #countNotDrawn(frames: number, now: number): void {
    const last = this.#notDrawn[this.#notDrawn.length - 1]
    if (last !== undefined && now - last.at < 50)
      this.#notDrawn[this.#notDrawn.length - 1] = { at: last.at, frames: last.frames + frames }
    else this.#notDrawn.push({ at: now, frames })
  }
}

/** Where held frames sit, clear of the sender's card. */
const WAITING_SHARE = 0.66

function frameId(event: FrameEvent): string {
  return `${event.from}>${event.to}/${event.incarnation}.${event.number}`
}

function twinId(event: FrameEvent): string {
  return `${frameId(event)}+`
}

/** A link keeps its order: no frame sets out before the one that was sent before it. */
function beganOf(before: Capsule | undefined): number {
  return before === undefined || before.waiting || before.loss !== null ? 0 : before.passage.startedAt
}

function mergeable(capsule: Capsule, event: FrameEvent, begins: number): boolean {
  return (
    capsule.kind === event.kind &&
    capsule.incarnation === event.incarnation &&
    !capsule.waiting &&
    capsule.mark === null &&
    capsule.loss === null &&
    begins - capsule.passage.startedAt < MERGE_MILLIS
  )
}

function join(followed: Followed, event: FrameEvent): void {
  const { capsule } = followed
  capsule.frames += 1
  capsule.passage = { ...capsule.passage, deliveredAt: null }
  followed.lastNumber = Math.max(followed.lastNumber, event.number)
  if (event.records !== null) {
    capsule.firstLsn = Math.min(capsule.firstLsn ?? event.records.firstLsn, event.records.firstLsn)
    capsule.lastLsn = Math.max(capsule.lastLsn ?? event.records.lastLsn, event.records.lastLsn)
  }
  if (event.reportsLsn !== null) capsule.reportsLsn = Math.max(capsule.reportsLsn ?? 0, event.reportsLsn)
}

function arrive({ capsule }: Followed, now: number): void {
  if (capsule.waiting || capsule.loss !== null || capsule.passage.deliveredAt !== null) return
  capsule.passage = { ...capsule.passage, deliveredAt: now }
}
