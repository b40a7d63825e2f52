import { describe, expect, it } from 'vitest'
import type { FrameKind } from '../../aerodb/effect.ts'
import type { LinkCondition } from './condition.ts'
import { Conditioner, type Frame, type Passage } from './conditioner.ts'

interface Numbered extends Frame {
  readonly number: number
}

const numbered = (number: number, kind: FrameKind = 'records'): Numbered => ({
  number,
  kind,
  bytes: Uint8Array.of(number, 0, 0, 0),
  alteration: null,
  copy: null,
})

/** `fate:number` for each thing that happened, and the numbers that went on the wire. */
class Wire {
  readonly conditioner = new Conditioner<Numbered>()
  readonly fates: string[] = []
  readonly delivered: number[] = []
  readonly bytes: Uint8Array[] = []

  take(passages: readonly Passage<Numbered>[]): void {
    for (const { frame, fate, handedOver } of passages) {
      this.fates.push(`${fate}:${frame.number}`)
      if (handedOver === null) continue
      this.delivered.push(handedOver.number)
      this.bytes.push(handedOver.bytes)
    }
  }
  set(condition: LinkCondition): this {
    this.take(this.conditioner.set(condition))
    return this
  }
  offer(...frames: readonly (number | Numbered)[]): this {
    for (const offered of frames) this.take(this.conditioner.offer(typeof offered === 'number' ? numbered(offered) : offered))
    return this
  }
}

describe('a conditioner', () => {
  it('passes frames in order', () => {
    expect(new Wire().offer(1, 2, 3).delivered).toEqual([1, 2, 3])
  })

  it('cuts: frames vanish until the condition is replaced (FAIL-33)', () => {
    const wire = new Wire().set({ kind: 'cut' }).offer(1, 2).set({ kind: 'pass' }).offer(3)
    expect(wire.delivered).toEqual([3])
    expect(wire.conditioner.state()).toMatchObject({ lost: 2, held: 0, handedOver: 1 })
  })

  it('holds, and releases in order, all or the first few (FAIL-35)', () => {
    const wire = new Wire().set({ kind: 'hold' }).offer(1, 2, 3, 4)
    expect(wire.conditioner.state().held).toBe(4)
    wire.take(wire.conditioner.release(1))
    expect(wire.delivered).toEqual([1])
    wire.offer(5)
    wire.take(wire.conditioner.release(9))
    expect(wire.delivered).toEqual([1, 2, 3, 4, 5])
  })

  it('lets what it holds go before a later frame when it passes again: nothing overtakes', () => {
    expect(new Wire().set({ kind: 'hold' }).offer(1, 2).set({ kind: 'pass' }).offer(3).delivered).toEqual([1, 2, 3])
  })

  it('keeps what it holds when it is cut, and loses it only with the link (FAIL-36)', () => {
    const wire = new Wire().set({ kind: 'hold' }).offer(1).set({ kind: 'cut' }).offer(2)
    expect(wire.delivered).toEqual([])
    expect(wire.conditioner.state()).toMatchObject({ held: 1, lost: 1 })
    wire.take(wire.conditioner.endEpoch())
    expect(wire.fates.at(-1)).toBe('lostWithLink:1')
    expect(wire.conditioner.state()).toMatchObject({ held: 0, lost: 2, condition: { kind: 'cut' } })
    wire.conditioner.beginEpoch()
    expect(wire.conditioner.state()).toMatchObject({ lost: 0, condition: { kind: 'cut' } })
  })

  it('drops as many frames as it counts, one by default, and is then pass (FAIL-37)', () => {
    expect(new Wire().set({ kind: 'drop' }).offer(1, 2).delivered).toEqual([2])
    const wire = new Wire().set({ kind: 'drop', count: 2 }).offer(1)
    expect(wire.conditioner.state()).toMatchObject({ condition: { kind: 'drop' }, remaining: 1, lost: 1 })
    expect(wire.offer(2, 3).delivered).toEqual([3])
    expect(wire.conditioner.state()).toMatchObject({ condition: { kind: 'pass' }, remaining: null, lost: 2 })
  })

  it('duplicates a frame right behind itself (FAIL-39)', () => {
    expect(new Wire().set({ kind: 'duplicate' }).offer(1, 2).delivered).toEqual([1, 1, 2])
  })

  it('reorders: each counted frame waits for the next to pass it (FAIL-40)', () => {
    const wire = new Wire().set({ kind: 'reorder', count: 2 }).offer(1)
    expect(wire.conditioner.state()).toMatchObject({ held: 1, remaining: 1 })
    expect(wire.offer(2, 3, 4, 5).delivered).toEqual([2, 1, 4, 3, 5])
    expect(wire.conditioner.state()).toMatchObject({ condition: { kind: 'pass' }, remaining: null, held: 0 })
  })

  it('truncates to half (FAIL-41) and flips exactly one bit (FAIL-42), in a copy', () => {
    const sent = numbered(1)
    const truncated = new Wire().set({ kind: 'truncate' }).offer(sent)
    expect(truncated.bytes[0]?.byteLength).toBe(2)
    const flipped = new Wire().set({ kind: 'flipBit', bit: 8 }).offer(sent)
    expect(flipped.bytes[0]).toEqual(Uint8Array.of(1, 1, 0, 0))
    expect(new Wire().set({ kind: 'flipBit' }).offer(sent).bytes[0]).toEqual(Uint8Array.of(1, 0, 8, 0))
    expect(sent.bytes).toEqual(Uint8Array.of(1, 0, 0, 0))
    expect(flipped.conditioner.state()).toMatchObject({ altered: 1, handedOver: 1 })
  })

  it('meets frames that carry records, or all of them', () => {
    const hello = numbered(1, 'hello')
    expect(new Wire().set({ kind: 'drop', frames: 'wal' }).offer(hello, 2).delivered).toEqual([1])
    expect(new Wire().set({ kind: 'drop', frames: 'all' }).offer(hello, 2).delivered).toEqual([2])
  })

  it('takes over what a predecessor left of a count', () => {
    const wire = new Wire()
    wire.take(wire.conditioner.set({ kind: 'drop', count: 3 }, 1))
    expect(wire.offer(1, 2).delivered).toEqual([2])
  })
})
