import { describe, expect, it } from 'vitest'
import type { Effect } from '../../aerodb/effect.ts'
import { batchId, commitId, lsn, nodeName, requestId } from '../../aerodb/ids.ts'
import { foldedBytes, foldedEffects } from './folded-effects.ts'

const answer = (request: string, id: number): Effect => ({
  kind: 'answer',
  request: requestId(request),
  outcome: { kind: 'acknowledged', commitId: commitId(id) },
})
const served = (document: { readonly [field: string]: string | number }): Effect => ({
  kind: 'answer',
  request: requestId('r1'),
  outcome: { kind: 'served', document, version: commitId(1), bound: commitId(1) },
})
const send = (bytes: Uint8Array): Effect => ({
  kind: 'send',
  peer: nodeName('n2'),
  label: { kind: 'report', incarnation: 1, number: 1, records: null, reportsLsn: lsn(1) },
  bytes,
})
const persist = (id: number): Effect => ({
  kind: 'persist',
  id: batchId(id),
  purpose: 'halt',
  batch: { discardLog: 'keep', putManifest: null, putBatch: null },
})
const storing = (stored: Uint8Array): Effect => ({
  kind: 'persist',
  id: batchId(1),
  purpose: 'primaryAppend',
  batch: { discardLog: 'keep', putManifest: null, putBatch: { firstLsn: lsn(2), bytes: stored } },
})
const bytes = (length: number, last = 0) => new Uint8Array(length).with(length - 1, last)

describe('folded effects', () => {
  it('are the same for the same effects', () => {
    expect(foldedEffects([answer('r1', 7), send(bytes(100))])).toBe(foldedEffects([answer('r1', 7), send(bytes(100))]))
  })

  it.each<[string, readonly Effect[], readonly Effect[]]>([
    ['another number', [answer('r1', 7)], [answer('r1', 8)]],
    ['a number beyond 32 bits', [answer('r1', 7)], [answer('r1', 7 + 2 ** 32)]],
    ['another text', [answer('r1', 7)], [answer('r2', 7)]],
    ['another order', [answer('r1', 1), persist(2)], [persist(2), answer('r1', 1)]],
    ['one more', [persist(1)], [persist(1), persist(1)]],
    ['another end of a frame', [send(bytes(100, 1))], [send(bytes(100, 2))]],
    ['another byte within a frame', [send(bytes(100).with(50, 1))], [send(bytes(100).with(50, 2))]],
    ['another byte before an odd end', [send(bytes(103).with(100, 1))], [send(bytes(103).with(101, 1))]],
    ['another byte within a batch', [storing(bytes(400).with(60, 1))], [storing(bytes(400).with(60, 2))]],
    ['another length of a frame', [send(bytes(100, 1))], [send(bytes(101, 1))]],
    ['another field of a document', [served({ a: 1 })], [served({ b: 1 })]],
    ['a number that is text', [served({ a: 1 })], [served({ a: '1' })]],
    ['another fraction', [served({ a: 1.5 })], [served({ a: 1.25 })]],
  ])('see %s', (_what, one, other) => {
    expect(foldedEffects(one)).not.toBe(foldedEffects(other))
  })

  it('see every bit of bytes that are folded whole, a checksum at their end or not', () => {
    const seen = new Set<number>()
    for (let bit = 0; bit < 40 * 8; bit++) {
      const flipped = new Uint8Array(40)
      flipped[bit >> 3] = 1 << (bit & 7)
      seen.add(foldedBytes(flipped))
    }
    expect(seen.size).toBe(40 * 8)
  })
})
