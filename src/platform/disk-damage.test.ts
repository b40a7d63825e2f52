import { describe, expect, it } from 'vitest'
import { ByteWriter } from '../aerodb/bytes/byte-writer.ts'
import { ZERO_DIGEST } from '../aerodb/digest.ts'
import type { StoredBatch } from '../aerodb/disk.ts'
import { lsn } from '../aerodb/ids.ts'
import { storedBatchBytes } from '../aerodb/wal/stored-batch.ts'
import { planDamage } from './disk-damage.ts'

const RECORD_BYTES = 20
const record = () =>
  new ByteWriter()
    .u32(RECORD_BYTES)
    .raw(new Uint8Array(RECORD_BYTES - 4))
    .take()
const HEADER_BYTES = storedBatchBytes(1, 1, ZERO_DIGEST, []).length

function batch(firstLsn: number, lastLsn: number): StoredBatch {
  const records = Array.from({ length: lastLsn - firstLsn + 1 }, record)
  return { firstLsn: lsn(firstLsn), bytes: storedBatchBytes(firstLsn, lastLsn, ZERO_DIGEST, records) }
}

const LOG = [batch(1, 1), batch(2, 4), batch(5, 6)]

/** Places of the bits in which two arrays differ. */
function differingBits(a: Uint8Array, b: Uint8Array): readonly number[] {
  return [...a].flatMap((byte, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => ((byte ^ (b[index] ?? 0)) >> bit) & 1).map((bit) => index * 8 + bit),
  )
}

describe('damage to a disk', () => {
  it('flips exactly one bit, within the named record (FAIL-60)', () => {
    const plan = planDamage({ kind: 'flipBit', lsn: 3 }, LOG)
    if (plan.kind !== 'replaceBatch') throw new Error(plan.kind)
    expect(plan.batch.firstLsn).toBe(2)
    const bits = differingBits(plan.batch.bytes, batch(2, 4).bytes)
    expect(bits).toHaveLength(1)
    const place = Math.floor((bits[0] ?? 0) / 8) - HEADER_BYTES
    expect(Math.floor(place / RECORD_BYTES)).toBe(1)
    expect(differingBits(LOG[1]?.bytes ?? new Uint8Array(0), batch(2, 4).bytes)).toEqual([])
  })

  it('loses whole batches from the one that holds the record (FAIL-65)', () => {
    expect(planDamage({ kind: 'loseTail', fromLsn: 4 }, LOG)).toMatchObject({ kind: 'removeFrom', firstLsn: 2 })
    expect(planDamage({ kind: 'loseTail', fromLsn: 5 }, LOG)).toMatchObject({ kind: 'removeFrom', firstLsn: 5 })
  })

  it('says which records there are when the named one is not there', () => {
    const missing = { kind: 'lsnNotHeld', lsn: 7, firstLsn: 1, lastLsn: 6 }
    expect(planDamage({ kind: 'flipBit', lsn: 7 }, LOG)).toEqual(missing)
    expect(planDamage({ kind: 'loseTail', fromLsn: 7 }, LOG)).toEqual(missing)
    expect(planDamage({ kind: 'flipBit', lsn: 1 }, [])).toMatchObject({ kind: 'lsnNotHeld', lastLsn: 0 })
  })

  it('wipes everything (FAIL-63)', () => {
    expect(planDamage({ kind: 'wipe' }, LOG).kind).toBe('clear')
  })
})
