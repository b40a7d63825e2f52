import type { Bar } from './bars.ts'

/** One number of a round. Rates are per second of the measured window. */
export interface Metric {
  readonly id: string
  readonly label: string
  readonly unit: 'commits/s' | 'rows/s' | 'ms'
  /** The metric that the report sets it in relation to. */
  readonly versus: string | null
}

export interface Section {
  readonly title: string
  readonly metrics: readonly Metric[]
}

const rate = (id: string, label: string, versus: string | null, unit: Metric['unit'] = 'commits/s'): Metric => ({
  id,
  label,
  unit,
  versus,
})

export const SECTIONS: readonly Section[] = [
  {
    title: 'Commits of one document',
    metrics: [
      rate('raw.single', 'IndexedDB strict, same value, 1 client', null),
      rate('sqlite.single', 'SQLite, 1 client', 'raw.single'),
      rate('pglite.single', 'PGlite, 1 client', 'raw.single'),
      rate('dexie.single', 'Dexie strict, 1 client', 'raw.single'),
      rate('aerodb.each.1', 'AeroDB each, 1 client', 'raw.single'),
      rate('aerodb.group.1', 'AeroDB group, 1 client', 'raw.single'),
      rate('aerodb.each.256', 'AeroDB each, 256 clients', 'raw.single'),
      rate('aerodb.group.256', 'AeroDB group, 256 clients', 'raw.single'),
    ],
  },
  {
    title: 'Commits of 1,000 documents',
    metrics: [
      rate('sqlite.thousand', 'SQLite, 1 client', null, 'rows/s'),
      rate('pglite.thousand', 'PGlite, 1 client', 'sqlite.thousand', 'rows/s'),
      rate('dexie.thousand', 'Dexie strict, 1 client', 'sqlite.thousand', 'rows/s'),
      rate('raw.thousand', 'IndexedDB strict, same value, 1 client', 'sqlite.thousand', 'rows/s'),
      rate('aerodb.thousand.1', 'AeroDB group, 1 client', 'sqlite.thousand', 'rows/s'),
      rate('aerodb.thousand.4', 'AeroDB group, 4 clients', 'sqlite.thousand', 'rows/s'),
    ],
  },
  {
    title: 'Two Replicas attached, each 1 client',
    metrics: [
      rate('replicated.each.1.primary', 'Primary', 'aerodb.each.1'),
      rate('replicated.each.1.durable', 'slower Replica, durable', 'replicated.each.1.primary'),
      rate('replicated.each.1.applied', 'slower Replica, applied', 'replicated.each.1.primary'),
    ],
  },
  {
    title: 'Two Replicas attached, group 256 clients',
    metrics: [
      rate('replicated.group.256.primary', 'Primary', 'aerodb.group.256'),
      rate('replicated.group.256.durable', 'slower Replica, durable', 'replicated.group.256.primary'),
      rate('replicated.group.256.applied', 'slower Replica, applied', 'replicated.group.256.primary'),
    ],
  },
  {
    title: 'Recovery of 100,000 records of 256 random bytes',
    metrics: [
      rate('recovery.read', 'the same values read back with getAll', null, 'ms'),
      rate('recovery.full', 'AeroDB recovery with every check', 'recovery.read', 'ms'),
    ],
  },
]

const atLeast = (id: string, statement: string, numerator: string, denominator: string, ratio: number): Bar => ({
  id,
  statement,
  numerator,
  denominator,
  bound: { kind: 'atLeast', ratio },
})

export const BARS: readonly Bar[] = [
  atLeast('each.1', '1 client, each ≥ 0.85 × raw strict', 'aerodb.each.1', 'raw.single', 0.85),
  atLeast('group.256.raw', '256 clients, group ≥ 8 × raw single put', 'aerodb.group.256', 'raw.single', 8),
  atLeast('group.256.sqlite', '256 clients, group ≥ 3 × SQLite commits', 'aerodb.group.256', 'sqlite.single', 3),
  atLeast('thousand', '1,000-document write sets ≥ 1 × SQLite rows', 'aerodb.thousand.1', 'sqlite.thousand', 1),
  atLeast(
    'replicas.group',
    'Replicas apply ≥ 0.95 × Primary, group 256',
    'replicated.group.256.applied',
    'replicated.group.256.primary',
    0.95,
  ),
  atLeast(
    'primary.group',
    'Primary with Replicas ≥ 0.4 × alone, group 256',
    'replicated.group.256.primary',
    'aerodb.group.256',
    0.4,
  ),
  atLeast(
    'replicas.each',
    'Replicas apply ≥ 0.95 × Primary, each 1',
    'replicated.each.1.applied',
    'replicated.each.1.primary',
    0.95,
  ),
  atLeast('primary.each', 'Primary with Replicas ≥ 0.4 × alone, each 1', 'replicated.each.1.primary', 'aerodb.each.1', 0.4),
  {
    id: 'recovery',
    statement: 'recovery with every check ≤ 4 × reading back',
    numerator: 'recovery.full',
    denominator: 'recovery.read',
    bound: { kind: 'atMost', ratio: 4 },
  },
]
