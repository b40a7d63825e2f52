import type { NodeName, ReadOutcome, ReadViewOutcome, WriteOutcome } from '../../cluster/contract.ts'

/** What a person asked through the client panel, and what came of it. */
export interface ClientOutcome {
  readonly number: number
  readonly node: NodeName
  /** What was asked: `put notes:k3`, `get notes:k3 at 44`. */
  readonly asked: string
  readonly outcome: WriteOutcome | ReadOutcome | ReadViewOutcome
}

/** Older ones are forgotten; the event log keeps more. */
export const OUTCOMES_KEPT = 50
