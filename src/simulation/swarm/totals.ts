import { INVARIANTS } from '../../invariants/invariants.ts'
import { addReach, type ReachCounts, type Unreached, unreached } from './reach.ts'
import type { SeedReport } from './swarm.ts'

/** The sum over many seeds. */
export interface Totals {
  readonly seeds: number
  readonly steps: number
  readonly failures: number
  /** By invariant: how often it was checked on something that could have failed. */
  readonly checks: ReachCounts
  readonly reach: ReachCounts
}

export const NO_TOTALS: Totals = { seeds: 0, steps: 0, failures: 0, checks: {}, reach: {} }

export function addReport(totals: Totals, { steps, checks, reach, failure }: SeedReport): Totals {
  return addTotals(totals, { seeds: 1, steps, failures: failure === null ? 0 : 1, checks, reach })
}

export function addTotals(a: Totals, b: Totals): Totals {
  return {
    seeds: a.seeds + b.seeds,
    steps: a.steps + b.steps,
    failures: a.failures + b.failures,
    checks: addReach(a.checks, b.checks),
    reach: addReach(a.reach, b.reach),
  }
}

export function checksOf({ checks }: Totals): number {
  return Object.values(checks).reduce((sum, count) => sum + count, 0)
}

/** What all these runs have never come to, invariants that never checked anything among it. */
export function gaps({ reach, checks }: Totals): readonly Unreached[] {
  const idle = INVARIANTS.filter(({ id }) => (checks[id] ?? 0) === 0)
  return [...unreached(reach), ...idle.map(({ id }) => ({ name: `invariant ${id}`, reason: null }))]
}
