import type { AeroError } from '../../../aerodb/error.ts'
import type { Position } from '../../../aerodb/observation.ts'
import type { InvariantVerdict } from '../../../invariants/verdict.ts'
import type { Recording, TracePiece } from '../../../platform/trace/recording.ts'
import type { TraceConfiguration, Weakening } from '../../../platform/trace/trace.ts'
import type { Choice } from '../../../simulation/choice.ts'
import type { ReplayDifference, ReplayReport } from '../../../simulation/replay/replay-report.ts'

/**
 * What a page hands to a run's worker, in this order: the run (a recording in several messages), the end of it, and then tasks, one after another.
 * `engine`: the build that the page is of.
 */
export type RunOrder =
  | { readonly kind: 'trace'; readonly engine: string; readonly trace: unknown }
  | { readonly kind: 'file'; readonly engine: string; readonly file: Blob }
  | { readonly kind: 'recording'; readonly engine: string; readonly header: RecordingHeader }
  | { readonly kind: 'pieces'; readonly pieces: readonly TracePiece[] }
  | { readonly kind: 'allSaid' }
  | { readonly kind: 'do'; readonly call: number; readonly task: RunTask }

export interface RecordingHeader extends Omit<Recording, 'pieces'> {
  readonly configuration: TraceConfiguration
}

/** Names a future of a run: 0 is the one that was recorded, the others are its branches, in the order in which they were cut. */
export type FutureId = number
export const RECORDED: FutureId = 0

export type RunTask =
  | { readonly kind: 'replay'; readonly future: FutureId }
  /** As a trace: a file's content. */
  | { readonly kind: 'write'; readonly future: FutureId }
  /** Where it stands after `step` steps. Given up where another look is asked for meanwhile. */
  | { readonly kind: 'look'; readonly future: FutureId; readonly step: number }
  | { readonly kind: 'cut'; readonly future: FutureId; readonly step: number }
  /** On a branch. */
  | { readonly kind: 'take'; readonly future: FutureId; readonly choice: NextChoice }

export type NextChoice =
  | Choice
  /** All that is under way arrives, and all that is in flight lands, until nothing moves. */
  | { readonly kind: 'settle' }
  /** A client asks for a write. */
  | { readonly kind: 'writeNote'; readonly node: string }

/** A replay's report, and what the invariants say of the run that was lived again. */
export interface JudgedReplay extends ReplayReport {
  readonly invariants: readonly InvariantVerdict[]
  /** The first thing that went wrong and that nothing excuses; absent where nothing did. */
  readonly breach?: RunBreach
  /** Of a run that was recorded without a rule, and so was lived again without it: never by the engine of a live node. */
  readonly weakened?: WeakenedRun
}

export interface RunBreach {
  /** Counts from 0: it held before that step. */
  readonly step: number
  /** The invariant's id, or `engine-throws` where a node broke. */
  readonly invariant: string
}

export interface WeakenedRun {
  readonly without: Weakening
  /** Where the engine as it is goes another way; null where it gives the same in every step. */
  readonly parting: Parting | null
}

export interface Parting extends ReplayDifference {
  /** The code by which its rule refuses something in that step; null where it refuses nothing, as a structural rule never does. */
  readonly refusal: string | null
}

export interface ReplayStanding {
  readonly steps: number
  readonly digests: number
  /** Of the whole: 0 to 1. */
  readonly share: number
}

/** A trace as the content of a file, and how many steps it has. */
export interface TraceFile {
  readonly file: Blob
  readonly steps: number
}

/** Where a run stands after so many of its steps. */
export interface RunMoment {
  readonly step: number
  /** Of this future as a whole. */
  readonly steps: number
  readonly nodes: readonly MomentNode[]
  /** The steps before and after, as the trace has them. */
  readonly around: readonly NumberedStep[]
  /** What can happen next, at the end of a branch. */
  readonly next: readonly NextChoice[]
}

export interface MomentNode {
  readonly name: string
  readonly starts: number
  /** Null while dead. */
  readonly position: Position | null
}

export interface NumberedStep {
  /** Counts from 0. */
  readonly index: number
  readonly what: unknown
}

export type RunResult =
  | { readonly kind: 'replayed'; readonly replay: JudgedReplay }
  | { readonly kind: 'written'; readonly file: TraceFile }
  | { readonly kind: 'seen'; readonly moment: RunMoment }
  /** Another look was asked for. */
  | { readonly kind: 'givenUp' }
  | { readonly kind: 'cut'; readonly future: FutureId; readonly moment: RunMoment }

export type RunNews = { readonly call: number } & (
  | ({ readonly kind: 'progress' } & ReplayStanding)
  | { readonly kind: 'done'; readonly result: RunResult }
  | { readonly kind: 'refused'; readonly error: AeroError }
)
