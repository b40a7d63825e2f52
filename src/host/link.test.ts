import { describe, expect, it } from 'vitest'
import { nodeName } from '../aerodb/ids.ts'
import { Link } from './link.ts'
import type { FrameNotice, LinkMessage } from './protocol.ts'

const PEER = nodeName('n2')

const message = (number: number): LinkMessage => ({
  bytes: Uint8Array.of(number, 0, 0, 0),
  incarnation: 1,
  number,
  kind: 'records',
  records: null,
  reportsLsn: null,
  alteration: null,
  copy: null,
  sentAfter: number,
})

/** A link, what its port was handed, and what it told of. */
function linked() {
  const notices: FrameNotice[] = []
  const link = new Link(PEER, (notice) => notices.push(notice))
  const fates = () => notices.map(({ number, fate }) => `${number} ${fate}`)
  return { link, fates }
}

/** Opens it on a port of its own. */
function opened(link: Link, epoch: number) {
  const { port1: port, port2: far } = new MessageChannel()
  const handedOver: number[] = []
  const arrived: number[] = []
  port.postMessage = (sent: LinkMessage) => handedOver.push(sent.number)
  link.open(epoch, port, ({ number }) => arrived.push(number))
  const arrive = (number: number): void => {
    port.onmessage?.(new MessageEvent('message', { data: message(number) }))
  }
  far.close()
  return { handedOver, arrived, arrive }
}

describe('one end of a link', () => {
  it('hands frames over in order, and tells of each', () => {
    const { link, fates } = linked()
    const { handedOver } = opened(link, 1)
    link.send(message(1))
    link.send(message(2))
    expect(handedOver).toEqual([1, 2])
    expect(fates()).toEqual(['1 sent', '2 sent'])
    expect(link.standing()).toMatchObject({ peer: PEER, epoch: 1, up: true, outgoing: { handedOver: 2 } })
  })

  it('keeps a condition while it is down, and a predecessor’s count of it (FAIL-37)', () => {
    const { link } = linked()
    link.condition({ kind: 'drop', count: 5 }, 1)
    const { handedOver } = opened(link, 1)
    link.send(message(1))
    link.send(message(2))
    expect(handedOver).toEqual([2])
    expect(link.standing().outgoing).toMatchObject({ condition: { kind: 'pass' }, lost: 1 })
  })

  it('lets held frames go in order, as many as are asked for, and says how many went (FAIL-35)', () => {
    const { link } = linked()
    const { handedOver } = opened(link, 1)
    link.condition({ kind: 'hold' })
    for (const number of [1, 2, 3]) link.send(message(number))
    expect(handedOver).toEqual([])
    expect(link.release(2)).toBe(2)
    expect(handedOver).toEqual([1, 2])
    expect(link.release(null)).toBe(1)
    expect(link.release(null)).toBe(0)
    expect(handedOver).toEqual([1, 2, 3])
  })

  it('loses what is held with the link, and begins its counts anew with the next epoch (FAIL-36)', () => {
    const { link, fates } = linked()
    opened(link, 1)
    link.condition({ kind: 'hold' })
    link.send(message(1))
    link.close()
    expect(link.up).toBe(false)
    expect(fates()).toEqual(['1 held', '1 lostWithLink'])
    expect(link.standing(), 'the last epoch’s counts stay').toMatchObject({ epoch: 1, up: false, outgoing: { lost: 1, held: 0 } })
    const { handedOver } = opened(link, 2)
    expect(link.standing()).toMatchObject({ epoch: 2, up: true, received: 0, outgoing: { lost: 0, handedOver: 0 } })
    link.condition({ kind: 'pass' })
    expect(handedOver, 'no epoch’s frame crosses in another').toEqual([])
  })

  it('hands on what arrives, and nothing from a port that it has let go (LOG-2)', () => {
    const { link, fates } = linked()
    const first = opened(link, 1)
    first.arrive(1)
    link.received(message(1))
    const second = opened(link, 2)
    first.arrive(2)
    second.arrive(3)
    expect([first.arrived, second.arrived]).toEqual([[1], [3]])
    expect(fates()).toEqual(['1 delivered'])
  })
})
