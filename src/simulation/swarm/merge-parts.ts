import type { Came, Part, TotalsError, WholeRun } from './part.ts'
import type { CanaryReport } from './swarm.ts'
import { addTotals, NO_TOTALS } from './totals.ts'

export interface NamedPart {
  /** The file that it was read from. */
  readonly file: string
  readonly part: Part
}

/** What all shards together came to. */
export interface Merged {
  readonly commit: string
  readonly whole: WholeRun
  readonly came: Came
}

/**
 * Adds all shards of one run. Refused where one of them ran other code, belongs to another run, is there twice, or is missing. A canary counts as caught
 * where every shard caught it.
 */
export function mergeParts(named: readonly NamedPart[]): Merged | TotalsError {
  const [first] = named
  if (first === undefined) return { code: 'AERO_SWARM_TOTALS_MISSING', message: 'there is nothing to merge' }
  const seen = new Map<number, string>()
  for (const { file, part } of named) {
    const refused = refusal(first, { file, part }, seen.get(part.part))
    if (refused !== null) return refused
    seen.set(part.part, file)
  }
  const { commit, whole, parts } = first.part
  const missing = Array.from({ length: parts }, (_, index) => index + 1).filter((part) => !seen.has(part))
  if (missing.length > 0) {
    return {
      code: 'AERO_SWARM_TOTALS_MISSING',
      message: `no file holds ${missing.map((part) => `shard ${part}/${parts}`).join(', ')}`,
    }
  }
  return { commit, whole, came: named.map(({ part }) => part.came).reduce(added) }
}

function refusal(first: NamedPart, { file, part }: NamedPart, other: string | undefined): TotalsError | null {
  if (part.commit !== first.part.commit || part.sources !== first.part.sources) {
    const ran = ({ commit, sources }: Part): string => `${commit} (sources ${sources})`
    return {
      code: 'AERO_SWARM_TOTALS_OTHER_COMMIT',
      message: `${file} ran ${ran(part)}, and ${first.file} ${ran(first.part)}`,
    }
  }
  const [run, firstRun] = [runText(part), runText(first.part)]
  if (run !== firstRun)
    return { code: 'AERO_SWARM_TOTALS_OTHER_RUN', message: `${file} is of ${run}, and ${first.file} of ${firstRun}` }
  if (other === undefined) return null
  return { code: 'AERO_SWARM_TOTALS_OVERLAP', message: `${file} and ${other} both hold shard ${part.part}/${part.parts}` }
}

function runText({ whole, parts }: Part): string {
  const what = whole.of === 'seeds' ? `${whole.count} seeds from ${whole.from} on, each ${whole.times}` : 'every disk operation'
  return `${what}, in ${parts} shards`
}

function added(a: Came, b: Came): Came {
  if (a.of === 'operations') return { of: a.of, sums: b.of === 'operations' ? [...a.sums, ...b.sums] : a.sums }
  if (b.of === 'operations') return a
  return {
    of: a.of,
    totals: addTotals(addTotals(NO_TOTALS, a.totals), b.totals),
    failed: [...a.failed, ...b.failed].toSorted((left, right) => left - right),
    canaries: [...a.canaries, ...b.canaries].reduce(worst, []),
  }
}

/** One report for each canary: one that got away wherever it got away at all. */
function worst(reports: readonly CanaryReport[], report: CanaryReport): readonly CanaryReport[] {
  const before = reports.find(({ rule }) => rule === report.rule)
  if (before === undefined) return [...reports, report]
  return report.seed === null ? reports.map((known) => (known === before ? report : known)) : reports
}
