import { describe, expect, it } from 'vitest'
import type { Effect, PersistPurpose } from '../aerodb/effect.ts'
import { batchId, lsn } from '../aerodb/ids.ts'
import { DiskRest } from './disk-rest.ts'

function persist(purpose: PersistPurpose, byteLength: number): Effect & { readonly kind: 'persist' } {
  const putBatch = { firstLsn: lsn(1), bytes: new Uint8Array(byteLength) }
  return { kind: 'persist', id: batchId(1), purpose, batch: { discardLog: 'keep', putManifest: null, putBatch } }
}

describe('the rest of a disk', () => {
  const small = persist('replicaAppend', 400)

  it('is as long as the last batch took, for a small batch of a Replica', () => {
    const rest = new DiskRest()
    expect(rest.before(small, 100)).toBe(0)
    rest.after(100, 103)
    expect(rest.before(small, 103)).toBe(3)
    expect(rest.before(small, 105)).toBe(1)
  })

  it('is over after a pause', () => {
    const rest = new DiskRest()
    rest.after(100, 103)
    expect(rest.before(small, 106)).toBe(0)
    expect(rest.before(small, 1000)).toBe(0)
  })

  it('has a limit, whatever the last batch took', () => {
    const rest = new DiskRest()
    rest.after(0, 5000)
    expect(rest.before(small, 5000)).toBe(10)
  })

  it('keeps nothing waiting that is large, and nothing of a Primary or an operator', () => {
    const rest = new DiskRest()
    rest.after(100, 103)
    expect(rest.before(persist('replicaAppend', 16_384), 103)).toBe(0)
    for (const purpose of ['start', 'primaryAppend', 'halt', 'resume', 'discard'] as const) {
      expect(rest.before(persist(purpose, 400), 103)).toBe(0)
    }
  })
})
