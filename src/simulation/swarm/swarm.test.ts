import { describe, expect, test } from 'vitest'
import { GUARDS } from '../../aerodb/rules/guards.ts'
import { STRUCTURAL_RULES } from '../../aerodb/rules/structural-rules.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { calm } from './calm.ts'
import { CANARIES, catchCanary } from './canaries.ts'
import type { Failure } from './failure.ts'
import { REACH_FLOOR } from './reach-floor.ts'
import { Run } from './run.ts'
import { runSeed } from './run-seed.ts'
import { replayChoices, shrink } from './shrink.ts'
import { stepsOfSeeds } from './steps-of-seeds.ts'
import { type SeedReport, Swarm } from './swarm.ts'
import { addReport, checksOf, gaps, NO_TOTALS } from './totals.ts'

/** What `npm test` runs, and what its reach is measured on: the same seeds, whatever AERODB_SEED makes properties draw. */
const FIXED_SEEDS = { from: 1, count: 240 }
const FROM = FIXED_SEEDS.from

const hash = await loadHash128()
const swarm = await Swarm.open('a build')
const SEEDS_PER_TEST = 15
/** Others, besides the fixed ones; none where it is not given. */
const VARIED_SEEDS_FROM = process.env.AERODB_SEED === undefined ? [] : [Number(process.env.AERODB_SEED)]
const PATIENCE_MILLIS = 180_000

const reports = new Map<number, SeedReport>()

/** Each seed is run once, whichever test asks first. */
function reportOf(seed: number): SeedReport {
  const report = reports.get(seed) ?? swarm.seed(seed, 'once')
  reports.set(seed, report)
  return report
}

const FIXED_SEEDS_FROM = Array.from({ length: FIXED_SEEDS.count / SEEDS_PER_TEST }, (_, index) => FROM + index * SEEDS_PER_TEST)

test.each([...FIXED_SEEDS_FROM, ...VARIED_SEEDS_FROM])(
  'every invariant holds, and the cluster comes to rest: fifteen seeds from %i on',
  (from) => {
    for (let seed = from; seed < from + SEEDS_PER_TEST; seed++) {
      expect({ seed, failure: reportOf(seed).failure }).toEqual({ seed, failure: null })
    }
  },
  PATIENCE_MILLIS,
)

describe('reach', () => {
  test(
    'of the fixed seeds is all that it was',
    () => {
      const totals = Array.from({ length: FIXED_SEEDS.count }, (_, index) => reportOf(FIXED_SEEDS.from + index)).reduce(
        addReport,
        NO_TOTALS,
      )
      const missed = gaps(totals).map(({ name }) => name)
      expect(REACH_FLOOR.filter((name) => missed.includes(name))).toEqual([])
    },
    PATIENCE_MILLIS,
  )

  test('has to be of every rule, refusal, halt reason, fault and invariant there is, or there is a reason', () => {
    const all = gaps(NO_TOTALS)
    expect(all.flatMap(({ name, reason }) => (reason === null ? [name] : [])).toSorted()).toEqual(REACH_FLOOR.toSorted())
    const rules = [...Object.values(GUARDS).map(({ rule }) => rule), ...STRUCTURAL_RULES].map((rule) => `rule ${rule}`)
    const codes = Object.values(GUARDS).map(({ code }) => `code ${code}`)
    expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining([...rules, ...codes]))
  })

  test('of a rule that needs no refusal is told by what it decides, and an idle cluster has nothing to decide', () => {
    const idle = new Run({ hash, nodes: 3, sync: 'each' })
    for (const node of idle.names) idle.take({ kind: 'start', node })
    calm(idle)
    // Its links went down and up: there were Replicas without a session, and a prefix of one record to prove.
    expect([idle.failure, ...[...idle.decided.rules].toSorted()]).toEqual([null, 'READ-6', 'WAL-11'])
  })
})

/** What the first seed that finds a canary out fails by. Another way is no worse: it is to be looked at, and written down here. */
const CAUGHT_BY: Readonly<Record<string, Pick<Failure, 'kind' | 'what'>>> = {
  // Records that were skipped are missing from the chain, and nothing was done to the frame that shows it.
  'LOG-5': { kind: 'stuck', what: 'ReplicationHalted LOG-7' },
  'LOG-6': { kind: 'breach', what: 'no-silent-divergence' },
  'WAL-8': { kind: 'breach', what: 'durable-before-visible' },
  'RECOVERY-8': { kind: 'breach', what: 'halt-survives-restart' },
}

test.each(CANARIES.map((canary) => [canary.name, canary] as const))(
  'an engine that is broken on purpose is found out, and by what it breaks: %s',
  (_, canary) => {
    expect(catchCanary(hash, canary, FROM)?.failure).toMatchObject(CAUGHT_BY[canary.rule] ?? { kind: 'not written down' })
  },
  PATIENCE_MILLIS,
)

describe('one seed', () => {
  test('gives the same run each time, to the digest', () => {
    expect(runSeed(hash, FROM).run.digest()).toBe(runSeed(hash, FROM).run.digest())
    expect(runSeed(hash, FROM).run.digest()).not.toBe(runSeed(hash, FROM + 1).run.digest())
  })

  test('is reported with its steps, its checks and what it reached', () => {
    const report = swarm.seed(FROM, 'twice')
    expect(report.failure).toBeNull()
    expect(report.steps).toBe(stepsOfSeeds(hash, FROM, 1))
    const totals = addReport(addReport(NO_TOTALS, report), report)
    expect(totals).toMatchObject({ seeds: 2, steps: 2 * report.steps, failures: 0 })
    expect(checksOf(totals)).toBe(2 * checksOf(addReport(NO_TOTALS, report)))
    expect(gaps(totals)).toContainEqual({ name: 'rule DOC-5', reason: 'takes a log of 2^53 records' })
    expect(gaps(NO_TOTALS).length).toBeGreaterThan(gaps(totals).length)
  })

  test('that does not fail has nothing to shrink', () => {
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
