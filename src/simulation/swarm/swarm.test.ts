import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { CANARIES, catchCanary } from './canaries.ts'
import { runSeed } from './run-seed.ts'
import { replayChoices, shrink } from './shrink.ts'
import { stepsOfSeeds } from './steps-of-seeds.ts'
import { Swarm } from './swarm.ts'
import { addReport, checksOf, gaps, NO_TOTALS } from './totals.ts'

const hash = await loadHash128()
const FROM = Number(process.env.AERODB_SEED ?? 1)
const SEEDS_PER_TEST = 15
const TESTS = 8
const PATIENCE_MILLIS = 180_000

test.each(Array.from({ length: TESTS }, (_, index) => FROM + index * SEEDS_PER_TEST))(
  'every invariant holds, and the cluster comes to rest: fifteen seeds from %i on',
  (from) => {
    for (let seed = from; seed < from + SEEDS_PER_TEST; seed++) {
      expect({ seed, failure: runSeed(hash, seed).run.failure }).toEqual({ seed, failure: null })
    }
  },
  PATIENCE_MILLIS,
)

test.each(CANARIES.map((canary) => [canary.name, canary] as const))(
  'an engine that is broken on purpose is found out: %s',
  (_, canary) => {
    expect(catchCanary(hash, canary, FROM)).not.toBeNull()
  },
  PATIENCE_MILLIS,
)

describe('one seed', () => {
  test('gives the same run each time, to the digest', () => {
    expect(runSeed(hash, FROM).run.digest()).toBe(runSeed(hash, FROM).run.digest())
    expect(runSeed(hash, FROM).run.digest()).not.toBe(runSeed(hash, FROM + 1).run.digest())
  })

  test('is reported with its steps, its checks and what it reached', async () => {
    const swarm = await Swarm.open('a build')
    const report = swarm.seed(FROM, 'twice')
    expect(report.failure).toBeNull()
    expect(report.steps).toBe(stepsOfSeeds(hash, FROM, 1))
    const totals = addReport(addReport(NO_TOTALS, report), report)
    expect(totals).toMatchObject({ seeds: 2, steps: 2 * report.steps, failures: 0 })
    expect(checksOf(totals)).toBe(2 * checksOf(addReport(NO_TOTALS, report)))
    expect(gaps(totals)).toContainEqual({ name: 'rule DOC-5', reason: 'takes a log of 2^53 records' })
    expect(gaps(NO_TOTALS).length).toBeGreaterThan(gaps(totals).length)
  })

  test('that does not fail has nothing to shrink', async () => {
    const swarm = await Swarm.open('a build')
    expect(swarm.shrunk(FROM)).toBeNull()
  })
})

test(
  'a failure is shrunk to choices that are all needed',
  () => {
    const canary = CANARIES.find(({ name }) => name.startsWith('WAL-8'))
    const seed = canary === undefined ? null : (catchCanary(hash, canary, FROM)?.seed ?? null)
    if (canary === undefined || seed === null) throw new Error('the canary got away')
    const { run, script, storm } = runSeed(hash, seed, canary.broken)
    if (run.failure === null) throw new Error('the seed does not fail')
    const { choices, failure } = shrink(script, storm, run.failure)
    expect(failure).toMatchObject({ kind: run.failure.kind, what: run.failure.what })
    expect(choices.length).toBeLessThan(12)
    for (const index of choices.keys()) {
      const without = replayChoices(script, choices.toSpliced(index, 1)).failure
      expect(without?.what).not.toBe(failure.what)
    }
  },
  PATIENCE_MILLIS,
)
