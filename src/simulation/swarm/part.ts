import { LARGE_WORKLOADS } from '../at-operation/large-workloads.ts'
import { STRIKES } from '../at-operation/strike.ts'
import type { ReachCounts } from './reach.ts'
import type { CanaryReport } from './swarm.ts'
import type { Totals } from './totals.ts'

/** What is refused of a file that should hold totals. */
export interface TotalsError {
  readonly code:
    | 'AERO_SWARM_TOTALS_DAMAGED'
    | 'AERO_SWARM_TOTALS_OTHER_COMMIT'
    | 'AERO_SWARM_TOTALS_OTHER_RUN'
    | 'AERO_SWARM_TOTALS_OVERLAP'
    | 'AERO_SWARM_TOTALS_MISSING'
  readonly message: string
}

/** One kind of strike on one workload, at every disk operation. */
export interface StrikeSum {
  readonly workload: string
  readonly strike: string
  readonly operations: number
  readonly operationsOfRecoveries: number
  readonly runs: number
  readonly steps: number
  readonly checks: number
  readonly failures: number
}

/** All that was asked of a run, over all its shards. */
export type WholeRun =
  | { readonly of: 'seeds'; readonly from: number; readonly count: number; readonly times: 'once' | 'twice' }
  | { readonly of: 'operations' }

export type Came =
  | {
      readonly of: 'seeds'
      readonly totals: Totals
      readonly failed: readonly number[]
      readonly canaries: readonly CanaryReport[]
    }
  | { readonly of: 'operations'; readonly sums: readonly StrikeSum[] }

/** What one shard of a run came to: what `--totals` writes. */
export interface Part {
  /** Of the code that ran: parts of another are of another run. `sources` digests it, changes that are not committed among it. */
  readonly commit: string
  readonly sources: string
  readonly whole: WholeRun
  readonly part: number
  readonly parts: number
  readonly came: Came
}

/** What `--operations` does, one after the other. */
const FIRST_STRIKES = LARGE_WORKLOADS.length * STRIKES.length
const FORMAT = 'aerodb-swarm-totals'
const VERSION = 1

export function partText(part: Part): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...part })}\n`
}

class Malformed extends Error {}

/** `file` names it where it is refused. */
export function readPart(file: string, text: string): Part | TotalsError {
  if (text.trim() === '') return damaged(file, 'is empty: its run has not ended')
  try {
    return partOf(fieldsOf('the file', JSON.parse(text)))
  } catch (error) {
    if (error instanceof SyntaxError) return damaged(file, 'holds no JSON')
    if (error instanceof Malformed) return damaged(file, error.message)
    throw error
  }
}

function damaged(file: string, message: string): TotalsError {
  return { code: 'AERO_SWARM_TOTALS_DAMAGED', message: `${file} ${message}` }
}

type Fields = Readonly<Record<string, unknown>>

function partOf(fields: Fields): Part {
  if (fields.format !== FORMAT) throw new Malformed('holds no totals of a swarm')
  if (fields.version !== VERSION) throw new Malformed(`is of version ${String(fields.version)}: this build reads ${VERSION}`)
  const whole = wholeOf(fieldsOf('whole', fields.whole))
  const parts = wholeNumber('parts', fields.parts, 1)
  const part = wholeNumber('part', fields.part, 1)
  if (part > parts) throw new Malformed(`claims to be part ${part} of ${parts}`)
  const came = cameOf(whole, fieldsOf('came', fields.came))
  if (whole.of === 'seeds' && came.of === 'seeds') expectSeeds(share(whole.count, part, parts), came)
  if (came.of === 'operations') expectStrikes(share(FIRST_STRIKES, part, parts), came)
  return { commit: textOf('commit', fields.commit), sources: textOf('sources', fields.sources), whole, part, parts, came }
}

function wholeOf(fields: Fields): WholeRun {
  if (fields.of === 'operations') return { of: 'operations' }
  if (fields.of !== 'seeds') throw new Malformed('lacks what was run')
  const { times } = fields
  if (times !== 'once' && times !== 'twice') throw new Malformed('lacks how often each seed was run')
  return { of: 'seeds', from: seedOf('from', fields.from), count: wholeNumber('count', fields.count, 1), times }
}

function cameOf({ of }: WholeRun, fields: Fields): Came {
  if (of === 'operations') return { of, sums: listOf('sums', fields.sums).map(sumOf) }
  const totals = fieldsOf('totals', fields.totals)
  return {
    of,
    totals: {
      seeds: wholeNumber('seeds', totals.seeds),
      steps: wholeNumber('steps', totals.steps),
      failures: wholeNumber('failures', totals.failures),
      checks: countsOf('checks', totals.checks),
      reach: countsOf('reach', totals.reach),
    },
    failed: listOf('failed', fields.failed).map((seed) => seedOf('failed', seed)),
    canaries: listOf('canaries', fields.canaries).map(canaryOf),
  }
}

/** How many of `count` every `parts`-th from `part` on are. */
function share(count: number, part: number, parts: number): number {
  return Math.floor((count - part) / parts) + 1
}

/** Every seed of its share was run, and whatever failed is named. */
function expectSeeds(seeds: number, { totals, failed }: Extract<Came, { readonly of: 'seeds' }>): void {
  if (totals.seeds !== seeds) throw new Malformed(`counts ${totals.seeds} seeds where its share is ${seeds}`)
  if (totals.failures !== failed.length) throw new Malformed(`counts ${totals.failures} failures and names ${failed.length}`)
}

function expectStrikes(strikes: number, { sums }: Extract<Came, { readonly of: 'operations' }>): void {
  const kinds = new Set(sums.map(({ workload, strike }) => `${workload} ${strike}`))
  if (kinds.size !== strikes) throw new Malformed(`holds ${kinds.size} kinds of strike where its share is ${strikes}`)
}

function sumOf(value: unknown): StrikeSum {
  const fields = fieldsOf('sums', value)
  return {
    workload: textOf('workload', fields.workload),
    strike: textOf('strike', fields.strike),
    operations: wholeNumber('operations', fields.operations, 1),
    operationsOfRecoveries: wholeNumber('operationsOfRecoveries', fields.operationsOfRecoveries, 1),
    runs: wholeNumber('runs', fields.runs, 1),
    steps: wholeNumber('steps', fields.steps, 1),
    checks: wholeNumber('checks', fields.checks, 1),
    failures: wholeNumber('failures', fields.failures),
  }
}

function canaryOf(value: unknown): CanaryReport {
  const { name, rule, seed, caughtBy } = fieldsOf('canaries', value)
  return {
    name: textOf('name', name),
    rule: textOf('rule', rule),
    seed: seed === null ? null : seedOf('seed', seed),
    caughtBy: caughtBy === null ? null : textOf('caughtBy', caughtBy),
  }
}

function fieldsOf(name: string, value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed(`lacks ${name}`)
  return { ...value }
}

function listOf(name: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Malformed(`lacks ${name}`)
  return value
}

function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new Malformed(`lacks ${name}`)
  return value
}

function seedOf(name: string, value: unknown): number {
  return wholeNumber(name, value, Number.MIN_SAFE_INTEGER)
}

function wholeNumber(name: string, value: unknown, least = 0): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) throw new Malformed(`lacks ${name}`)
  return value
}

function countsOf(name: string, value: unknown): ReachCounts {
  return Object.fromEntries(Object.entries(fieldsOf(name, value)).map(([key, count]) => [key, wholeNumber(name, count)]))
}
