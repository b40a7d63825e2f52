import type { Round } from '../measure/bars.ts'

/** One measurement, in a browser of its own on a profile that is used for nothing else. */
export interface Trial {
  readonly id: string
  /** The metrics that this trial adds to its round. */
  run(): Promise<TrialResult>
}

export interface TrialResult {
  readonly metrics: Round
  /** What the database under measure said of itself. */
  readonly description: string
}
