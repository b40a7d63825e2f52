import { describe, expect, it } from 'vitest'
import { nodeName } from '../../aerodb/ids.ts'
import type { LinkStanding, Probe } from '../../host/protocol.ts'
import { movementIn, sameRound } from './quiescence.ts'

const link = (peer: string, handedOver: number, received: number, differs: Partial<LinkStanding> = {}): LinkStanding => ({
  peer: nodeName(peer),
  epoch: 1,
  up: true,
  received,
  outgoing: { condition: { kind: 'pass' }, remaining: null, held: 0, lost: 0, altered: 0, handedOver },
  ...differs,
})

const probe = (differs: Partial<Probe> = {}): Probe => ({
  steps: 10,
  queued: 0,
  batchInFlight: false,
  waitingWrites: 0,
  clientsWaiting: 0,
  links: [],
  ...differs,
})

const round = (n1: Probe, n2: Probe) => new Map([['n1', n1] as const, ['n2', n2] as const])

describe('what moves in a cluster', () => {
  it('is nothing when every frame handed over has arrived', () => {
    const still = round(probe({ links: [link('n2', 5, 3)] }), probe({ links: [link('n1', 3, 5)] }))
    expect(movementIn(still)).toEqual([])
  })

  it('is a frame that one end handed over and the other has not got, or got before the first was asked', () => {
    expect(movementIn(round(probe({ links: [link('n2', 5, 3)] }), probe({ links: [link('n1', 3, 4)] })))).toEqual([
      '1 frame from n1 to n2 on the way',
    ])
    expect(movementIn(round(probe({ links: [link('n2', 5, 3)] }), probe({ links: [link('n1', 3, 6)] })))).toHaveLength(1)
  })

  it('is not a frame that is held, nor one to a node that is dead or cut off', () => {
    const held = link('n2', 5, 3)
    const holding = { ...held, outgoing: { ...held.outgoing, held: 4, lost: 2 } }
    expect(movementIn(round(probe({ links: [holding] }), probe({ links: [link('n1', 3, 5)] })))).toEqual([])
    expect(movementIn(new Map([['n1', probe({ links: [link('n2', 5, 3)] })]]))).toEqual([])
    expect(movementIn(round(probe({ links: [link('n2', 5, 3)] }), probe({ links: [link('n1', 3, 4, { up: false })] })))).toEqual(
      [],
    )
  })

  it('is a link whose ends are not in one epoch', () => {
    expect(movementIn(round(probe({ links: [link('n2', 0, 0, { epoch: 2 })] }), probe({ links: [link('n1', 0, 0)] })))).toContain(
      'the link between n1 and n2 is coming up',
    )
  })

  it.each([
    ['an input', { queued: 1 }],
    ['a batch', { batchInFlight: true }],
    ['a write set', { waitingWrites: 1 }],
    ['a client', { clientsWaiting: 1 }],
  ])('is %s that waits', (_name, differs) => {
    expect(movementIn(round(probe(differs), probe()))).toHaveLength(1)
  })

  it('is not over while an input was taken, or a frame left, between two looks', () => {
    const first = round(probe({ links: [link('n2', 5, 3)] }), probe())
    expect(sameRound(first, round(probe({ links: [link('n2', 5, 3)] }), probe()))).toBe(true)
    expect(sameRound(first, round(probe({ links: [link('n2', 5, 3)] }), probe({ steps: 11 })))).toBe(false)
    expect(sameRound(first, round(probe({ links: [link('n2', 6, 3)] }), probe()))).toBe(false)
    expect(sameRound(first, new Map([['n1', probe({ links: [link('n2', 5, 3)] })]]))).toBe(false)
  })
})
