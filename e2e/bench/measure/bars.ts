import { median } from './statistics.ts'

/** What was measured in one round: metric to value. A metric that was not measured is absent. */
export type Round = Readonly<Record<string, number>>

/** A promise about two metrics of one run: `numerator / denominator` at least, or at most, a bound. */
export interface Bar {
  readonly id: string
  readonly statement: string
  readonly numerator: string
  readonly denominator: string
  readonly bound: { readonly kind: 'atLeast' | 'atMost'; readonly ratio: number }
}

export interface Verdict {
  readonly bar: Bar
  /** Median over the rounds of the ratio within a round, since only what ran side by side compares; null where no round has both. */
  readonly ratio: number | null
  /** Lowest and highest ratio of a round. */
  readonly spread: readonly [number, number] | null
  readonly outcome: 'pass' | 'miss' | 'notMeasured'
}

function ratiosOf(bar: Bar, rounds: readonly Round[]): readonly number[] {
  return rounds.flatMap((round) => {
    const numerator = round[bar.numerator]
    const denominator = round[bar.denominator]
    if (numerator === undefined || denominator === undefined) return []
    return [numerator / denominator]
  })
}

/** @throws {RangeError} if a ratio is not finite, such as one over a rate of zero */
export function judge(bar: Bar, rounds: readonly Round[]): Verdict {
  const ratios = ratiosOf(bar, rounds)
  if (ratios.length === 0) return { bar, ratio: null, spread: null, outcome: 'notMeasured' }
  const ratio = median(ratios)
  const holds = bar.bound.kind === 'atLeast' ? ratio >= bar.bound.ratio : ratio <= bar.bound.ratio
  return { bar, ratio, spread: [Math.min(...ratios), Math.max(...ratios)], outcome: holds ? 'pass' : 'miss' }
}
