import type { Round, Verdict } from '../measure/bars.ts'
import { type Metric, SECTIONS } from '../measure/metrics.ts'
import { median } from '../measure/statistics.ts'
import type { Machine } from './machine.ts'

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

function valuesOf(metric: string, rounds: readonly Round[]): readonly number[] {
  return rounds.flatMap((round) => round[metric] ?? [])
}

function ratioOf(metric: Metric, rounds: readonly Round[]): string {
  const { id, versus } = metric
  if (versus === null) return ''
  const ratios = rounds.flatMap((round) => {
    const [value, reference] = [round[id], round[versus]]
    return value === undefined || reference === undefined ? [] : [value / reference]
  })
  return ratios.length === 0 ? '' : `${median(ratios).toFixed(2)} ×`
}

function metricLine(metric: Metric, rounds: readonly Round[]): string {
  const values = valuesOf(metric.id, rounds)
  if (values.length === 0) return `  ${metric.label.padEnd(44)} not measured`
  const spread = `${WHOLE.format(Math.min(...values))}–${WHOLE.format(Math.max(...values))}`
  const middle = `${WHOLE.format(median(values))} ${metric.unit}`
  return `  ${metric.label.padEnd(44)} ${middle.padStart(18)}  ${spread.padStart(19)}  ${ratioOf(metric, rounds).padStart(9)}`
}

function verdictLine({ bar, ratio, spread, outcome }: Verdict): string {
  if (ratio === null || spread === null) return `  not measured  ${bar.statement}`
  const mark = outcome === 'pass' ? 'pass' : 'MISS'
  return `  ${mark}  ${bar.statement.padEnd(56)} ${ratio.toFixed(2)}  (${spread[0].toFixed(2)}–${spread[1].toFixed(2)})`
}

/** The tables that a person reads: medians, lowest and highest of the rounds, the ratio to what each is set beside; then every bar. */
export function renderReport(machine: Machine, rounds: readonly Round[], verdicts: readonly Verdict[]): string {
  const sections = SECTIONS.map(({ title, metrics }) =>
    [title, ...metrics.map((metric) => metricLine(metric, rounds)), ''].join('\n'),
  )
  return [
    `${machine.processor}, ${machine.cores} cores; ${machine.browser}; load before ${machine.loadBefore}; rounds: ${rounds.length}`,
    '',
    ...sections,
    'Bars (median of the ratios within a round, lowest and highest)',
    ...verdicts.map(verdictLine),
  ].join('\n')
}
