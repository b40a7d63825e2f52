import { readStep } from '../../platform/trace/read-step.ts'
import type { TraceHeader } from '../../platform/trace/trace.ts'
import type { ReplayProgress, ReplayReport } from './replay-report.ts'
import { type ReplayEnvironment, ReplayedCluster } from './replayed-cluster.ts'
import { differenceBetween } from './step-difference.ts'

/** Chain and state. */
const DIGESTS_IN_POSITION = 2

export interface ReplayOptions extends ReplayEnvironment {
  /** The build that replays. */
  readonly engine: string
}

/** What a replay takes: the steps may come one by one, from something too large to hold. */
export type ReplaySource = TraceHeader & { readonly steps: Iterable<unknown> }

/**
 * Re-executes a trace, step by step, and holds every step to what it gave when it was recorded. Ends at the first difference: from there on it
 * would be another run. Advances by as many steps as it is told, so that a caller can show progress, stop, and stay responsive.
 */
export class Replay {
  readonly #cluster: ReplayedCluster
  readonly #steps: Iterator<unknown>
  readonly #engine: ReplayReport['engine']
  #taken = 0
  #digests = 0
  #threwAt: number | null = null
  #report: ReplayReport | null = null

  constructor(options: ReplayOptions, source: ReplaySource) {
    this.#cluster = new ReplayedCluster(options, source.configuration.nodes)
    this.#steps = source.steps[Symbol.iterator]()
    this.#engine = { recorded: source.engine, replayed: options.engine }
  }

  /** Its last step gave something else than was recorded. */
  get differs(): boolean {
    return this.#report?.identical === false
  }

  /** Steps that it has taken; while a sink is told of something, the number of the step that it is of. */
  get taken(): number {
    return this.#taken
  }

  /** The first step in which a node threw, as it does on a bug of its own; null where none has. */
  get threwAt(): number | null {
    return this.#threwAt
  }

  get cluster(): ReplayedCluster {
    return this.#cluster
  }

  /**
   * Takes at most `steps` steps.
   * @throws AeroFailure AERO_TRACE_MALFORMED, AERO_TRACE_STEP_IMPOSSIBLE, AERO_TRACE_TOO_LARGE: what it was handed is no trace of a run
   */
  advance(steps: number): ReplayProgress {
    for (let count = 0; count < steps && this.#report === null; count++) this.#takeNext()
    if (this.#report !== null) return { kind: 'ended', report: this.#report }
    return { kind: 'running', steps: this.#taken, digests: this.#digests }
  }

  #takeNext(): void {
    const next = this.#steps.next()
    if (next.done === true) {
      this.#report = { steps: this.#taken, identical: true, digests: this.#digests, engine: this.#engine }
      return
    }
    const index = this.#taken
    const step = readStep(next.value, index)
    const performed = this.#cluster.perform(step, index)
    this.#taken += 1
    if (performed.kind === 'performed' && performed.given.threw !== undefined) this.#threwAt ??= index
    const difference = performed.kind === 'notReached' ? performed : differenceBetween(step, performed.given, performed.effects)
    if (difference === null) {
      if (step.at !== undefined) this.#digests += DIGESTS_IN_POSITION
      return
    }
    const { expected, actual } = difference
    const firstDifference = { step: index, node: step.node, expected, actual }
    this.#report = { steps: this.#taken, identical: false, digests: this.#digests, engine: this.#engine, firstDifference }
  }
}
