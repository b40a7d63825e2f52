import { describe, expect, test } from 'vitest'
import { mergeParts, type NamedPart } from './merge-parts.ts'
import { type Part, partText, readPart } from './part.ts'
import { addReport, NO_TOTALS } from './totals.ts'

const SEEDS = { of: 'seeds', from: 1, count: 5, times: 'once' } as const

function totalsOf(...seeds: readonly number[]) {
  return seeds
    .map((seed) => ({
      seed,
      steps: 10,
      failure: null,
      reach: { [`fault of ${seed}`]: 1, drop: 2 },
      checks: { 'single-writer': 3 },
    }))
    .reduce(addReport, NO_TOTALS)
}

function canary(seed: number | null) {
  return { name: 'WAL-8 broken', rule: 'WAL-8', seed, caughtBy: seed === null ? null : 'breach' }
}

/** The first of two shards has seeds 1, 3 and 5, the second 2 and 4. */
function part(number: 1 | 2, changes: Partial<Part> = {}): NamedPart {
  const came = {
    of: 'seeds',
    totals: number === 1 ? totalsOf(1, 3, 5) : totalsOf(2, 4),
    failed: [],
    canaries: [canary(number)],
  } as const
  return {
    file: `${number}.json`,
    part: { commit: 'abc', sources: 'def', whole: SEEDS, part: number, parts: 2, came, ...changes },
  }
}

/** One of 44 shards of every disk operation, with the one kind of strike that it has. */
const struck: Part = {
  ...part(1).part,
  parts: 44,
  whole: { of: 'operations' },
  came: {
    of: 'operations',
    sums: [
      {
        workload: 'bulk-each',
        strike: 'crash-lands',
        operations: 3,
        operationsOfRecoveries: 4,
        runs: 5,
        steps: 6,
        checks: 7,
        failures: 0,
      },
    ],
  },
}

function reread({ file, part: written }: NamedPart): Part {
  const read = readPart(file, partText(written))
  if ('code' in read) throw new Error(read.message)
  return read
}

test('what a shard writes is what a merge reads', () => {
  expect(reread(part(1))).toEqual(part(1).part)
  expect(reread({ file: 'struck.json', part: struck })).toEqual(struck)
})

describe('a merge', () => {
  test('adds all shards, in whatever order they are given', () => {
    const merged = mergeParts([part(2), part(1)])
    expect(merged).toEqual({
      commit: 'abc',
      whole: SEEDS,
      came: { of: 'seeds', totals: totalsOf(1, 2, 3, 4, 5), failed: [], canaries: [canary(2)] },
    })
  })

  test('names what failed in any of them, and a canary that got away from any of them', () => {
    const totals = { ...totalsOf(2, 4), failures: 1 }
    const failing = part(2, { came: { of: 'seeds', totals, failed: [4], canaries: [canary(null)] } })
    for (const parts of [[part(1), failing] as const, [failing, part(1)] as const]) {
      expect(mergeParts(parts)).toMatchObject({ came: { totals: { failures: 1 }, failed: [4], canaries: [{ seed: null }] } })
    }
  })

  test.each([
    ['other code', [part(1), part(2, { commit: 'other' })], 'AERO_SWARM_TOTALS_OTHER_COMMIT', '2.json ran other'],
    [
      'the same commit with other changes',
      [part(1), part(2, { sources: 'other' })],
      'AERO_SWARM_TOTALS_OTHER_COMMIT',
      '(sources other)',
    ],
    ['another base', [part(1), part(2, { whole: { ...SEEDS, from: 2 } })], 'AERO_SWARM_TOTALS_OTHER_RUN', '5 seeds from 2 on'],
    ['another number of shards', [part(1), part(2, { parts: 3 })], 'AERO_SWARM_TOTALS_OTHER_RUN', 'in 3 shards'],
    [
      'another number of times',
      [part(1), part(2, { whole: { ...SEEDS, times: 'twice' } })],
      'AERO_SWARM_TOTALS_OTHER_RUN',
      'each twice',
    ],
    ['the same seeds', [part(1), part(2), part(2)], 'AERO_SWARM_TOTALS_OVERLAP', '2.json and 2.json both hold shard 2/2'],
    ['a shard that is missing', [part(2)], 'AERO_SWARM_TOTALS_MISSING', 'no file holds shard 1/2'],
    ['no file', [], 'AERO_SWARM_TOTALS_MISSING', 'nothing'],
  ])('of %s is refused', (_, parts, code, message) => {
    const refused = mergeParts(parts)
    expect(refused).toMatchObject({ code })
    expect(refused).toHaveProperty('message', expect.stringContaining(message))
  })
})

describe('a file that holds no totals is refused, with the reason', () => {
  const text = partText(part(1).part)
  const changed = (from: string, to: string): string => {
    expect(text).toContain(from)
    return text.replace(from, to)
  }

  test.each([
    ['an empty file', '', 'is empty: its run has not ended'],
    ['half a file', text.slice(0, 100), 'holds no JSON'],
    ['a list', '[]', 'lacks the file'],
    ['something else', '{"format":"trace"}', 'holds no totals of a swarm'],
    ['another version', changed('"version":1', '"version":2'), 'is of version 2: this build reads 1'],
    ['a shard beyond the last', changed('"part":1', '"part":3'), 'claims to be part 3 of 2'],
    ['a count that is none', changed('"steps":30', '"steps":-1'), 'lacks steps'],
    ['reach that is no count', changed('"drop":6', '"drop":"many"'), 'lacks reach'],
    ['no canaries', changed('"canaries":[', '"caught":['), 'lacks canaries'],
    ['seeds that were not run', changed('"seeds":3', '"seeds":2'), 'counts 2 seeds where its share is 3'],
    ['failures without a name', changed('"failures":0', '"failures":1'), 'counts 1 failures and names 0'],
    ['strikes that did not fall', partText({ ...struck, parts: 22 }), 'holds 1 kinds of strike where its share is 2'],
    ['no times', changed('"once"', '"thrice"'), 'lacks how often each seed was run'],
  ])('%s', (_, found, message) => {
    expect(readPart('one.json', found)).toEqual({ code: 'AERO_SWARM_TOTALS_DAMAGED', message: `one.json ${message}` })
  })
})
