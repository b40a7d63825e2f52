import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WalRecordView } from '../../../cluster/contract.ts'
import { GrowthRate, stepsBack } from '../follow-scale.ts'
import { CommitSamples } from './commit-samples.ts'
import { densityColumns } from './density.ts'
import { findFork, locateFork } from './fork.ts'
import { RecordCache } from './record-cache.ts'
import { ProvenPrefixes, provenLookup } from './record-lookup.ts'
import { WalLoader } from './wal-loader.ts'

const record = (lsn: number, history: string): WalRecordView => ({
  lsn,
  type: lsn === 1 ? 'genesis' : lsn % 3 === 0 ? 'commit' : 'version',
  bytes: 60,
  crc: 0,
  chainDigest: `${history}${lsn.toString(16)}`.padStart(16, '0').padEnd(32, '0'),
})
const records = (first: number, last: number, history = 'a') =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => record(first + index, history))
const loadedCache = (...given: readonly WalRecordView[]) => {
  const cache = new RecordCache()
  cache.put(given)
  return cache
}

describe('WalLoader', () => {
  const log = (length: () => number) => {
    const asked: { readonly from: number; readonly limit: number }[] = []
    const read = async (_node: string, range: { readonly from: number; readonly limit: number }) => {
      asked.push(range)
      return records(range.from, Math.min(length(), range.from + range.limit - 1))
    }
    return { asked, read }
  }
  const settled = async () => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  }

  it('asks only for the part of the window that it lacks, one question at a time', async () => {
    const { asked, read } = log(() => 1000)
    const loader = new WalLoader(read, () => undefined)
    const window = { node: 'n1', first: 96, last: 142, asOf: '142' }
    loader.want(window)
    loader.want(window)
    await settled()
    loader.want(window)
    await settled()
    expect(asked).toEqual([{ from: 95, limit: 48 }])
    loader.want({ ...window, first: 90, last: 145 })
    await settled()
    loader.want({ ...window, first: 90, last: 145 })
    await settled()
    expect(asked.slice(1)).toEqual([
      { from: 89, limit: 6 },
      { from: 142, limit: 4 },
    ])
  })

  it('does not ask again for what a node did not give, until the node may have more', async () => {
    const { asked, read } = log(() => 100)
    const loader = new WalLoader(read, () => undefined)
    for (const asOf of ['100', '100', '100']) {
      loader.want({ node: 'n1', first: 96, last: 120, asOf })
      await settled()
    }
    expect(asked).toHaveLength(1)
    loader.want({ node: 'n1', first: 96, last: 120, asOf: '110' })
    await settled()
    expect(asked).toHaveLength(2)
  })

  it('keeps what it has when a node dies on a question, and says why it stopped', async () => {
    let alive = true
    const { read } = log(() => 200)
    const loader = new WalLoader(
      (node, range) => (alive ? read(node, range) : Promise.reject(new Error('AERO_NODE_DEAD: n1 is dead'))),
      () => undefined,
    )
    loader.want({ node: 'n1', first: 1, last: 50, asOf: '1' })
    await settled()
    alive = false
    loader.want({ node: 'n1', first: 1, last: 60, asOf: '1' })
    await settled()
    expect(loader.cache('n1').at(50)).not.toBeNull()
    expect(loader.fault('n1')).toContain('AERO_NODE_DEAD')
  })
})

describe('findFork', () => {
  it('finds the first record that differs', () => {
    const one = { node: 'n1', cache: loadedCache(...records(90, 142)) }
    const other = { node: 'n3', cache: loadedCache(...records(90, 130), ...records(131, 136, 'b')) }
    expect(findFork(one, other, 90, 136)).toEqual({ a: 'n1', b: 'n3', lsn: 131, found: 'at' })
    expect(findFork(one, other, 90, 130)).toBeNull()
    expect(findFork(one, other, 131, 136)).toMatchObject({ lsn: 131, found: 'atOrBefore' })
  })

  it('claims nothing about what it has not compared', () => {
    const one = { node: 'n1', cache: loadedCache(...records(1, 10)) }
    expect(findFork(one, { node: 'n2', cache: new RecordCache() }, 1, 10)).toBeNull()
  })
})

describe('locateFork', () => {
  it('finds the exact LSN, whatever it is, in few questions', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), async (fork, after) => {
        let questions = 0
        const found = await locateFork(fork + after, async (lsn) => {
          questions += 1
          return lsn < fork
        })
        expect(found).toBe(fork)
        expect(questions).toBeLessThanOrEqual(21)
      }),
    )
  })

  it('gives up where it can not compare', async () => {
    expect(await locateFork(100, async () => null)).toBeNull()
  })
})

describe('densityColumns', () => {
  it('puts every record into exactly one column, at any zoom', () => {
    const cache = loadedCache(...records(1, 3000))
    fc.assert(
      fc.property(
        fc.double({ min: 0.0005, max: 4.9, noNaN: true }),
        fc.integer({ min: -50, max: 2000 }),
        (pixelsPerUnit, origin) => {
          const columns = densityColumns({ origin, pixelsPerUnit }, 900, { first: 1, last: 3000 }, cache)
          expect(columns.slice(1).map(({ first }) => first)).toEqual(columns.slice(0, -1).map(({ last }) => last + 1))
          const loaded = columns.reduce((sum, column) => sum + column.loaded, 0)
          const shown = columns.length === 0 ? 0 : (columns.at(-1)?.last ?? 0) - (columns[0]?.first ?? 0) + 1
          expect(loaded).toBe(shown)
        },
      ),
    )
  })

  it('never drowns a rare record', () => {
    const columns = densityColumns(
      { origin: 1, pixelsPerUnit: 0.01 },
      900,
      { first: 1, last: 3000 },
      loadedCache(...records(1, 3000)),
    )
    expect(columns[0]?.rare).toBe('genesis')
  })
})

describe('stepsBack', () => {
  it('shows the scale as chosen while it can be read, and steps back when records come faster', () => {
    expect(stepsBack(0, 18, 0, 900)).toBe(0)
    expect(stepsBack(0, 18, 12, 900)).toBe(0)
    expect(stepsBack(0, 18, 3000, 900)).toBeGreaterThan(5)
  })

  it('does not go to and fro at one rate', () => {
    for (let rate = 1; rate < 10_000; rate *= 1.3) {
      const steps = stepsBack(0, 18, rate, 900)
      expect(stepsBack(steps, 18, rate, 900)).toBe(steps)
      expect(stepsBack(12, 18, rate, 900)).toBe(stepsBack(stepsBack(12, 18, rate, 900), 18, rate, 900))
    }
  })
})

describe('GrowthRate', () => {
  it('counts growth per second over the last second', () => {
    const rate = new GrowthRate()
    for (let now = 0; now <= 3000; now += 100) rate.sample(now * 0.5, now)
    expect(rate.sample(1550, 3100)).toBeCloseTo(500, -1)
    for (let now = 3200; now <= 6000; now += 100) rate.sample(1550, now)
    expect(rate.sample(1550, 6100)).toBe(0)
  })

  it('is none for a log that is first read, nor for a short burst', () => {
    const rate = new GrowthRate()
    const seen: number[] = []
    for (let now = 0; now <= 5000; now += 50)
      seen.push(rate.sample((now < 300 ? 1 : 8_000) + (now < 900 ? 0 : 400) + now * 0.006, now))
    expect(Math.max(...seen)).toBeLessThan(10)
  })

  it('begins anew after a log was discarded', () => {
    const rate = new GrowthRate()
    rate.sample(1000, 0)
    expect(rate.sample(0, 100)).toBe(0)
  })
})

describe('CommitSamples', () => {
  it('counts the commits of a stretch exactly between two positions, and evenly within', () => {
    const samples = new CommitSamples()
    samples.add(30, 10)
    samples.add(90, 20)
    expect(samples.commitsIn(1, 30)).toBe(10)
    expect(samples.commitsIn(31, 90)).toBe(10)
    expect(samples.commitsIn(31, 60)).toBe(5)
    expect(samples.commitsIn(1, 500)).toBe(20)
  })

  it('stays bounded, and exact over all of the log', () => {
    const samples = new CommitSamples()
    for (let commit = 1; commit <= 50_000; commit++) samples.add(commit * 3, commit)
    expect(samples.commitsIn(1, 150_000)).toBe(50_000)
    expect(samples.commitsIn(75_001, 150_000)).toBeCloseTo(25_000, 0)
  })

  it('begins anew when a log was discarded', () => {
    const samples = new CommitSamples()
    samples.add(300, 100)
    samples.add(30, 10)
    expect(samples.commitsIn(1, 300)).toBe(10)
  })
})

describe('provenLookup', () => {
  const reference = loadedCache(...records(1, 20))

  it('shows the reference`s records as far as they are proven, and its own beyond', () => {
    const own = loadedCache(...records(10, 14, 'b'))
    const lookup = provenLookup(own, reference, 12)
    expect([9, 12, 13, 15].map((lsn) => lookup.typeAt(lsn))).toEqual(['commit', 'commit', 'version', null])
    const visited: number[] = []
    lookup.eachLoaded(11, 20, (lsn) => visited.push(lsn))
    expect(visited).toEqual([11, 12, 13, 14])
  })

  const claim = (proofs: ProvenPrefixes, node: string, at: number, history: string, log = reference) =>
    proofs.prove(node, at, record(at, history).chainDigest, log)

  it('proves a prefix by the chain digest at its end alone', () => {
    const proofs = new ProvenPrefixes()
    proofs.refer('n1')
    expect(claim(proofs, 'n2', 12, 'a')).toMatchObject({ upTo: 12, verdict: 'open' })
    expect(claim(proofs, 'n2', 30, 'a')).toMatchObject({ upTo: 12, verdict: 'open' })
    expect(claim(proofs, 'n3', 14, 'a')).toMatchObject({ upTo: 14 })
    expect(claim(proofs, 'n3', 16, 'b')).toMatchObject({ upTo: 14, verdict: 'differs' })
  })

  it('remembers what a node said until the records are there that prove it', () => {
    const proofs = new ProvenPrefixes()
    proofs.refer('n1')
    for (let at = 21; at <= 30; at++) claim(proofs, 'n2', at, 'a')
    expect(claim(proofs, 'n2', 31, 'a', loadedCache(...records(1, 25)))).toMatchObject({ upTo: 25 })
  })

  it('forgets what it proved when a log was replaced, or another is the reference', () => {
    const proofs = new ProvenPrefixes()
    proofs.refer('n1')
    for (const forget of [
      () => proofs.forget('n1'),
      () => proofs.forget('n2'),
      () => proofs.refer('n3'),
      () => proofs.refer('n1'),
    ]) {
      expect(claim(proofs, 'n2', 15, 'a')).toMatchObject({ upTo: 15 })
      forget()
      expect(claim(proofs, 'n2', 15, 'a', new RecordCache())).toMatchObject({ upTo: 0 })
      proofs.forget('n2')
    }
  })
})
