/** A step that did not give what it gave when it was recorded, or could not happen again as it did. */
export interface ReplayDifference {
  /** Counts from 0. */
  readonly step: number
  readonly node: string
  readonly expected: unknown
  readonly actual: unknown
}

export interface ReplayReport {
  /** Taken again, the one that differs included. */
  readonly steps: number
  readonly identical: boolean
  /** Chain digests and state digests that were compared. Every effect of every step was, too. */
  readonly digests: number
  /** Which build recorded the run, and which replayed it: another one may differ and both be right. */
  readonly engine: { readonly recorded: string; readonly replayed: string }
  readonly firstDifference?: ReplayDifference
}

export type ReplayProgress =
  | { readonly kind: 'running'; readonly steps: number; readonly digests: number }
  | { readonly kind: 'ended'; readonly report: ReplayReport }
