import { describe, expect, it } from 'vitest'
import { nodeName } from '../../aerodb/ids.ts'
import type { LinkStanding } from '../../host/protocol.ts'
import type { ConditionerState } from '../../platform/link/conditioner.ts'
import { Direction } from './direction.ts'

const outgoing = (differs: Partial<ConditionerState>): ConditionerState => ({
  condition: { kind: 'pass' },
  remaining: null,
  held: 0,
  lost: 0,
  altered: 0,
  handedOver: 0,
  ...differs,
})

const standing = (epoch: number, received: number, differs: Partial<ConditionerState> = {}): LinkStanding => ({
  peer: nodeName('n2'),
  epoch,
  up: true,
  received,
  outgoing: outgoing(differs),
})

function opened(epoch = 1): Direction {
  const direction = new Direction('n1', 'n2')
  direction.beginEpoch(epoch)
  return direction
}

describe('the account of one direction', () => {
  it('knows what is on its way from both ends, whichever reports first', () => {
    const direction = opened()
    direction.fromReceiver(standing(1, 2))
    expect(direction).toMatchObject({ inFlight: 0, delivered: 2 })
    direction.fromSender(standing(1, 0, { handedOver: 5 }))
    expect(direction).toMatchObject({ inFlight: 3, delivered: 2, lost: 0 })
  })

  it('counts what was held or on its way as lost once the link is down (FAIL-30, FAIL-36)', () => {
    const direction = opened()
    direction.fromSender(standing(1, 0, { handedOver: 5, held: 2, lost: 1 }))
    direction.fromReceiver(standing(1, 3))
    direction.endEpoch()
    expect(direction).toMatchObject({ inFlight: 0, held: 0, delivered: 3, lost: 1 + 2 + 2 })
  })

  it('lets a late report of the epoch that ended correct it, and carries the totals on', () => {
    const direction = opened()
    direction.fromSender(standing(1, 0, { handedOver: 5 }))
    direction.endEpoch()
    direction.fromReceiver(standing(1, 5))
    expect(direction).toMatchObject({ delivered: 5, lost: 0 })
    direction.beginEpoch(2)
    direction.fromReceiver(standing(1, 4))
    direction.fromReceiver(standing(2, 1))
    expect(direction).toMatchObject({ delivered: 6, lost: 0, inFlight: 0 })
  })

  it('takes the condition from its sender, and keeps one for a sender that is dead', () => {
    const direction = opened()
    direction.fromSender(standing(1, 0, { condition: { kind: 'drop', count: 3 }, remaining: 2 }))
    expect(direction.condition).toEqual({ kind: 'drop', count: 3 })
    expect(direction.remaining).toBe(2)
    direction.keep({ kind: 'hold' }, null)
    expect(direction.condition).toEqual({ kind: 'hold' })
    direction.fromSender(standing(1, 0, { condition: { kind: 'drop', count: 3 }, remaining: 1 }))
    expect(direction.condition).toEqual({ kind: 'hold' })
    direction.senderStarts()
    direction.fromSender(standing(1, 0, { condition: { kind: 'cut' } }))
    expect(direction.condition).toEqual({ kind: 'cut' })
  })

  it.each([
    ['a condition', { condition: { kind: 'hold' } }],
    ['a loss', { lost: 1 }],
    ['a changed frame', { altered: 1 }],
    ['a held frame', { held: 1 }],
  ] as const)('is hurt by %s', (_name, differs) => {
    const direction = opened()
    direction.fromSender(standing(1, 0, { handedOver: 4 }))
    expect(direction.unhurt).toBe(true)
    direction.fromSender(standing(1, 0, { handedOver: 4, ...differs }))
    expect(direction.unhurt).toBe(false)
  })

  it('names the listed frames that never arrived, once', () => {
    const direction = opened()
    const event = {
      from: 'n1',
      to: 'n2',
      incarnation: 1,
      kind: 'records',
      fate: 'sent',
      bytes: 9,
      records: null,
      reportsLsn: null,
    } as const
    for (const number of [1, 2, 3]) direction.listed({ ...event, number }, number, 1)
    direction.fromReceiver(standing(1, 1))
    expect(direction.takeStranded()).toEqual([])
    direction.endEpoch()
    direction.fromReceiver(standing(1, 2))
    expect(direction.takeStranded()).toEqual([{ ...event, number: 3, fate: 'lostWithLink' }])
    expect(direction.takeStranded()).toEqual([])
  })
})
