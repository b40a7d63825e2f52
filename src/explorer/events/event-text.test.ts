import { describe, expect, it } from 'vitest'
import { commitId, lsn, nodeName } from '../../aerodb/ids.ts'
import type { Observation } from '../../aerodb/observation.ts'
import type { ClusterEvent } from '../../cluster/event.ts'
import { conditionText, eventText, selectionOfEvent } from './event-text.ts'

const at = { sequence: 7, atMillis: 1_200 } as const
const observed = (observation: Observation): ClusterEvent => ({
  ...at,
  kind: 'observed',
  node: 'n3',
  incarnation: 1,
  observation,
})

describe('eventText', () => {
  it('gives a halt with its reason and its rule', () => {
    const halt = {
      reason: 'WalGapDetected',
      rule: 'LOG-5',
      code: 'AERO_WAL_GAP',
      message: 'LSN 131 was expected',
      evidence: {},
    } as const
    expect(eventText(observed({ kind: 'halted', halt }))).toEqual({
      node: 'n3',
      group: 'roles',
      text: 'halted, WalGapDetected: LSN 131 was expected',
      rule: 'LOG-5',
      tone: 'bad',
    })
  })

  it('never reports an unknown outcome as either of the others', () => {
    const event: ClusterEvent = {
      ...at,
      kind: 'client',
      node: 'n1',
      request: 'c1',
      summary: 'put notes:k1',
      outcome: { outcome: 'unknown', request: 'c1' },
    }
    expect(eventText(event).text).toBe('unknown, the node died first: put notes:k1')
  })

  it('says of a refused frame what came of it', () => {
    const refused = (consequence: 'halt' | 'discard'): ClusterEvent =>
      observed({
        kind: 'frameRefused',
        peer: nodeName('n1'),
        rule: 'LOG-2',
        code: 'AERO_FRAME_OTHER_SESSION',
        evidence: {},
        consequence,
      })
    expect(eventText(refused('discard'))).toMatchObject({ group: 'refusals', rule: 'LOG-2', tone: 'plain' })
    expect(eventText(refused('halt'))).toMatchObject({ tone: 'bad' })
  })

  it.each([
    [1, 'started, for the 1st time'],
    [2, 'started, for the 2nd time'],
    [3, 'started, for the 3rd time'],
    [11, 'started, for the 11th time'],
    [22, 'started, for the 22nd time'],
    [113, 'started, for the 113th time'],
  ])('counts start %i in words', (starts, text) => {
    expect(eventText({ ...at, kind: 'nodeStarted', node: 'n1', starts }).text).toBe(text)
  })
})

it('says how many frames a condition meets', () => {
  expect(conditionText({ kind: 'cut' })).toBe('cut')
  expect(conditionText({ kind: 'flipBit', frames: 'wal' })).toBe('flip a bit of the next frame with records')
  expect(conditionText({ kind: 'drop', count: 3 })).toBe('drop the next 3 frames')
})

describe('selectionOfEvent', () => {
  it('carries the coordinates that the event speaks of', () => {
    const durable = observed({ kind: 'durable', firstLsn: lsn(4), lastLsn: lsn(6), chainDigest: new Uint8Array(16) })
    expect(selectionOfEvent(durable)).toEqual({ kind: 'event', sequence: 7, node: 'n3', firstLsn: 4, lastLsn: 6 })
    const applied = observed({ kind: 'applied', lsn: lsn(6), commitId: commitId(2), stateDigest: new Uint8Array(16) })
    expect(selectionOfEvent(applied)).toMatchObject({ firstLsn: 6, lastLsn: 6, commitId: 2 })
  })

  it('of a link belongs to no single node', () => {
    expect(selectionOfEvent({ ...at, kind: 'linkDown', a: 'n1', b: 'n2', epoch: 1 })).toEqual({ kind: 'event', sequence: 7 })
  })
})
