import type { WriteLoad } from '../measure/load.ts'
import type { YardstickName } from '../page/yardsticks.ts'
import type { BenchOptions } from './options.ts'
import { inFreshProfile, type Serving } from './profile-folder.ts'
import type { Trial } from './trial.ts'

/** Values as AeroDB stored them, base64: of commits of one document, and of a thousand. */
export interface SampleValues {
  readonly single: readonly string[]
  readonly thousand: readonly string[]
}

const NAMES: Readonly<Record<YardstickName, string>> = { rawIndexedDb: 'raw', sqlite: 'sqlite', dexie: 'dexie', pglite: 'pglite' }

function trial(
  serving: Serving,
  name: YardstickName,
  size: keyof SampleValues,
  options: BenchOptions,
  samples: () => Promise<SampleValues>,
): Trial {
  const metric = `${NAMES[name]}.${size}`
  const documentsPerCommit = size === 'single' ? 1 : 1000
  const { warmupMillis, measuredMillis } = options
  const load: WriteLoad = { clients: 1, documentsPerCommit, warmupMillis, measuredMillis }
  return {
    id: metric,
    run: async () => {
      const values = name === 'rawIndexedDb' ? (await samples())[size] : []
      return inFreshProfile(serving, { name: metric, template: null }, async ({ page }) => {
        const reply = await page.evaluate(
          ([database, request, bytes]) => window.bench.measureYardstick(database, request, bytes),
          [name, load, values] as const,
        )
        if (reply.kind === 'failed') throw new Error(`${metric}: ${reply.message}`)
        const { rows, elapsedMillis } = reply.result
        return { metrics: { [metric]: (rows / elapsedMillis) * 1000 }, description: reply.description }
      })
    },
  }
}

/** The databases beside AeroDB, each with one client: more could not help, since SQLite and PGlite take one call at a time. */
export function yardstickTrials(serving: Serving, options: BenchOptions, samples: () => Promise<SampleValues>): readonly Trial[] {
  const names: readonly YardstickName[] = ['rawIndexedDb', 'sqlite', 'dexie', 'pglite']
  const sizes: readonly (keyof SampleValues)[] = ['single', 'thousand']
  return sizes.flatMap((size) => names.map((name) => trial(serving, name, size, options, samples)))
}
