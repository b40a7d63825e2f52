import { describe, expect, it } from 'vitest'
import type { WalRecordView } from '../../../cluster/contract.ts'
import { RecordCache } from './record-cache.ts'

const record = (lsn: number, history = 'a'): WalRecordView => ({
  lsn,
  type: lsn % 3 === 0 ? 'commit' : 'version',
  commitId: Math.ceil(lsn / 3),
  ...(lsn % 3 === 0 ? {} : { key: `notes:k${lsn % 7}` }),
  bytes: 60 + lsn,
  crc: lsn,
  chainDigest: `${history}${lsn.toString(16)}`.padStart(16, '0').padEnd(32, 'f'),
})
const records = (first: number, last: number, history = 'a') =>
  Array.from({ length: last - first + 1 }, (_, index) => record(first + index, history))

describe('RecordCache', () => {
  it('gives back what it was given, and null for what it was not', () => {
    const cache = new RecordCache()
    cache.put(records(500, 530))
    expect(cache.at(511)).toEqual({ lsn: 511, type: 'version', commitId: 171, key: 'notes:k0', bytes: 571 })
    expect(cache.at(513)).toEqual({ lsn: 513, type: 'commit', commitId: 171, key: null, bytes: 573 })
    expect(cache.at(499)).toBeNull()
    expect(cache.typeAt(531)).toBeNull()
    expect(cache.records).toBe(31)
  })

  it('names the first run that is missing, and no more of it than is asked for', () => {
    const cache = new RecordCache()
    expect(cache.firstMissing(1, 100, 40)).toEqual({ first: 1, last: 40 })
    cache.put(records(1, 40))
    cache.put(records(60, 100))
    expect(cache.firstMissing(1, 100, 40)).toEqual({ first: 41, last: 59 })
    cache.put(records(41, 59))
    expect(cache.firstMissing(1, 100, 40)).toBeNull()
    expect(cache.firstMissing(90, 120, 40)).toEqual({ first: 101, last: 120 })
  })

  it('draws a record of a type that it does not know as a marker', () => {
    const cache = new RecordCache()
    cache.put([{ ...record(1), type: 'checkpoint' }])
    expect(cache.typeAt(1)).toBe('marker')
  })

  it('forgets everything when an answer shows that the log is another one', () => {
    const cache = new RecordCache()
    expect(cache.put(records(1, 50))).toBe('agrees')
    expect(cache.put(records(50, 60))).toBe('agrees')
    expect(cache.put(records(60, 70, 'b'))).toBe('replaced')
    expect(cache.at(59)).toBeNull()
    expect(cache.at(60)).not.toBeNull()
  })

  it('tells one history from another at each LSN, where both are loaded', () => {
    const [one, other] = [new RecordCache(), new RecordCache()]
    one.put(records(1, 10))
    other.put([...records(1, 5), ...records(6, 8, 'b')])
    expect([5, 6, 9].map((lsn) => one.sameChain(other, lsn))).toEqual([true, false, null])
    expect(one.hasChain(5, record(5).chainDigest)).toBe(true)
    expect(one.hasChain(5, record(5, 'b').chainDigest)).toBe(false)
    expect(one.hasChain(50, record(50).chainDigest)).toBeNull()
  })

  it('stays bounded, and keeps what was looked at last', () => {
    const cache = new RecordCache()
    for (let first = 1; first < 200_000; first += 500) {
      cache.put(records(first, first + 499))
      cache.firstMissing(1, 20, 20)
    }
    expect(cache.records).toBeLessThanOrEqual(66_048)
    expect(cache.at(10)).not.toBeNull()
    expect(cache.at(199_990)).not.toBeNull()
    expect(cache.at(20_000)).toBeNull()
  })

  it('visits only what is loaded, however wide the range', () => {
    const cache = new RecordCache()
    cache.put(records(1000, 1004))
    const visited: number[] = []
    cache.eachLoaded(1, 10_000_000, (lsn) => visited.push(lsn))
    expect(visited).toEqual([1000, 1001, 1002, 1003, 1004])
  })
})
