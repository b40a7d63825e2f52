import { rm } from 'node:fs/promises'
import type { WriteLoad } from '../measure/load.ts'
import { aeroTrials } from './aero-trials.ts'
import type { BenchOptions } from './options.ts'
import { inFreshProfile, makeTemplate, type Serving } from './profile-folder.ts'
import { recoveryTrials } from './recovery-trials.ts'
import type { Trial } from './trial.ts'
import { type SampleValues, yardstickTrials } from './yardstick-trials.ts'

/** The trials of a run, and what had to be made for them beforehand. */
export interface Preparation {
  readonly trials: readonly Trial[]
  dispose(): Promise<void>
}

const RECOVERED_RECORDS = 100_000
/** As many as a window might commit would take long to hand over; these differ enough that nothing can be gained from their likeness. */
const SAMPLE_VALUES = { single: 256, thousand: 4 }

const filling = (clients: number, documentsPerCommit: number): WriteLoad => ({
  clients,
  documentsPerCommit,
  warmupMillis: 0,
  measuredMillis: 0,
})

/** The very values that AeroDB stores, for the raw transaction beside it to put. */
function takeSample(url: string, documentsPerCommit: number, count: number): Promise<readonly string[]> {
  return inFreshProfile({ url, traces: null }, { name: 'sample', template: null }, async ({ page }) => {
    await page.evaluate(([load, commits]) => window.bench.fill(load, commits), [filling(1, documentsPerCommit), count] as const)
    return page.evaluate((values) => window.bench.storedValues(values), count)
  })
}

/** What is set in relation runs in succession, so that it meets the same machine. */
const ORDER: readonly string[] = [
  'raw.single',
  'aerodb.each.1',
  'replicated.each.1',
  'aerodb.group.1',
  'aerodb.each.256',
  'sqlite.single',
  'aerodb.group.256',
  'replicated.group.256',
  'dexie.single',
  'pglite.single',
  'sqlite.thousand',
  'aerodb.thousand.1',
  'aerodb.thousand.4',
  'raw.thousand',
  'dexie.thousand',
  'pglite.thousand',
  'recovery.read',
  'recovery.full',
]

function inOrder(trials: readonly Trial[]): readonly Trial[] {
  const byId = new Map(trials.map((trial) => [trial.id, trial]))
  if (trials.length !== ORDER.length) throw new Error('The order names every trial once.')
  return ORDER.map((id) => {
    const trial = byId.get(id)
    if (trial === undefined) throw new Error(`The order names ${id}, which is no trial.`)
    return trial
  })
}

/** Made when first asked for: a run of a few trials need not wait for what only others use. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null
  return () => {
    made ??= make()
    return made
  }
}

export function prepareTrials(serving: Serving, options: BenchOptions): Preparation {
  const { url } = serving
  const templates: string[] = []
  const samples = once(async (): Promise<SampleValues> => {
    const single = await takeSample(url, 1, SAMPLE_VALUES.single)
    return { single, thousand: await takeSample(url, 1000, SAMPLE_VALUES.thousand) }
  })
  const template = once(async () => {
    const folder = await makeTemplate(url, async ({ page }) => {
      const load = filling(256, 1)
      await page.evaluate(([request, commits]) => window.bench.fill(request, commits), [load, RECOVERED_RECORDS] as const)
    })
    templates.push(folder)
    return folder
  })
  const trials = inOrder([
    ...yardstickTrials(serving, options, samples),
    ...aeroTrials(serving, options),
    ...recoveryTrials(serving, template),
  ])
  return {
    trials: trials.filter(({ id }) => options.only.some((part) => id.includes(part))),
    dispose: async () => {
      await Promise.all(templates.map((folder) => rm(folder, { recursive: true, force: true })))
    },
  }
}
