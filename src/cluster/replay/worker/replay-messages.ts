import type { AeroError } from '../../../aerodb/error.ts'
import type { InvariantVerdict } from '../../../invariants/verdict.ts'
import type { Recording, TracePiece } from '../../../platform/trace/recording.ts'
import type { TraceConfiguration } from '../../../platform/trace/trace.ts'
import type { ReplayReport } from '../../../simulation/replay/replay-report.ts'

/** What a page hands to a replay's worker, in this order: what it is to do, the pieces of a recording in several messages, and the end of them. */
export type ReplayOrder =
  | { readonly kind: 'trace'; readonly engine: string; readonly trace: unknown }
  | { readonly kind: 'recording'; readonly work: 'replay' | 'write'; readonly header: RecordingHeader }
  | { readonly kind: 'pieces'; readonly pieces: readonly TracePiece[] }
  | { readonly kind: 'allSaid' }

export interface RecordingHeader extends Omit<Recording, 'pieces'> {
  readonly engine: string
  readonly configuration: TraceConfiguration
}

/** A replay's report, and what the invariants say of the run that was lived again. */
export interface JudgedReplay extends ReplayReport {
  readonly invariants: readonly InvariantVerdict[]
}

export interface ReplayStanding {
  readonly steps: number
  readonly digests: number
  /** Of the whole: 0 to 1. */
  readonly share: number
}

export type ReplayNews =
  | ({ readonly kind: 'progress' } & ReplayStanding)
  | { readonly kind: 'replayed'; readonly replay: JudgedReplay }
  /** The trace as a file's content. */
  | { readonly kind: 'written'; readonly file: Blob; readonly steps: number }
  | { readonly kind: 'refused'; readonly error: AeroError }
