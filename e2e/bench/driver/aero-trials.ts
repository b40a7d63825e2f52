import type { AeroLoad } from '../page/aerodb.ts'
import type { BenchOptions } from './options.ts'
import { inFreshProfile, type Serving } from './profile-folder.ts'
import type { Trial } from './trial.ts'

interface AeroShape {
  /** Of the metric, and with Replicas the stem of three. */
  readonly id: string
  readonly sync: 'each' | 'group'
  readonly clients: number
  readonly documentsPerCommit: number
  readonly replicas: number
}

const SHAPES: readonly AeroShape[] = [
  { id: 'aerodb.each.1', sync: 'each', clients: 1, documentsPerCommit: 1, replicas: 0 },
  { id: 'aerodb.group.1', sync: 'group', clients: 1, documentsPerCommit: 1, replicas: 0 },
  { id: 'aerodb.each.256', sync: 'each', clients: 256, documentsPerCommit: 1, replicas: 0 },
  { id: 'aerodb.group.256', sync: 'group', clients: 256, documentsPerCommit: 1, replicas: 0 },
  { id: 'aerodb.thousand.1', sync: 'group', clients: 1, documentsPerCommit: 1000, replicas: 0 },
  { id: 'aerodb.thousand.4', sync: 'group', clients: 4, documentsPerCommit: 1000, replicas: 0 },
  { id: 'replicated.each.1', sync: 'each', clients: 1, documentsPerCommit: 1, replicas: 2 },
  { id: 'replicated.group.256', sync: 'group', clients: 256, documentsPerCommit: 1, replicas: 2 },
]

function trial(serving: Serving, shape: AeroShape, { warmupMillis, measuredMillis }: BenchOptions): Trial {
  const { id, documentsPerCommit, replicas } = shape
  const load: AeroLoad = { ...shape, warmupMillis, measuredMillis }
  return {
    id,
    run: () =>
      inFreshProfile(serving, { name: id, template: null }, async ({ page }) => {
        const measured = await page.evaluate((request) => window.bench.measureAero(request), load)
        const rows = (commits: number) => commits * documentsPerCommit
        const { median, p99 } = measured.latencyMillis
        const description = `sync ${shape.sync}, acknowledged after ${median.toFixed(1)} ms (median), ${p99.toFixed(1)} ms (99 of 100)`
        if (replicas === 0) return { metrics: { [id]: rows(measured.primary) }, description }
        const metrics = {
          [`${id}.primary`]: measured.primary,
          [`${id}.durable`]: measured.replicaDurable,
          [`${id}.applied`]: measured.replicaApplied,
        }
        return { metrics, description }
      }),
  }
}

/** AeroDB in its real host, alone and with two Replicas. */
export function aeroTrials(serving: Serving, options: BenchOptions): readonly Trial[] {
  return SHAPES.map((shape) => trial(serving, shape, options))
}
