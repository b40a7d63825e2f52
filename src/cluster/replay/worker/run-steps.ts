import { type Recording, recordedSteps, type TracePiece } from '../../../platform/trace/recording.ts'

/** The steps of a run, kept as they came: a long run is too large to hold parsed. */
export interface RunSteps extends Iterable<unknown> {
  readonly length: number
  /** The steps from `first` to before `end`, as far as there are any. */
  slice(first: number, end: number): readonly unknown[]
}

/** Steps that were handed over as a list. */
export class ListedSteps implements RunSteps {
  readonly #steps: readonly unknown[]

  constructor(steps: readonly unknown[]) {
    this.#steps = steps
  }

  get length(): number {
    return this.#steps.length
  }
  slice(first: number, end: number): readonly unknown[] {
    return this.#steps.slice(first, end)
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.#steps[Symbol.iterator]()
  }
}

/** Steps in the pieces in which hosts logged them: a piece is parsed when it is read. */
export class PiecedSteps implements RunSteps {
  readonly #recording: Recording & { readonly pieces: readonly TracePiece[] }
  readonly #first: readonly unknown[]
  /** The number of the first step of each piece. */
  readonly #starts: readonly number[]
  readonly length: number

  /** @throws AeroFailure AERO_TRACE_INCOMPLETE, AERO_TRACE_DISK_TOO_LARGE */
  constructor(recording: Recording & { readonly pieces: readonly TracePiece[] }) {
    this.#recording = recording
    this.#first = [...recordedSteps({ ...recording, pieces: [] })]
    const starts: number[] = []
    let length = this.#first.length
    for (const { count } of recording.pieces) {
      starts.push(length)
      length += count
    }
    this.#starts = starts
    this.length = length
  }

  slice(first: number, end: number): readonly unknown[] {
    const { pieces } = this.#recording
    const found = this.#first.slice(first, end)
    const from = Math.max(first, this.#first.length)
    for (let index = this.#pieceOf(from); index < pieces.length; index++) {
      const start = this.#starts[index] ?? this.length
      if (start >= end) break
      const steps = [...recordedSteps({ disks: [], pieces: pieces.slice(index, index + 1), complete: true })]
      found.push(...steps.slice(Math.max(0, from - start), end - start))
    }
    return found
  }

  [Symbol.iterator](): Iterator<unknown> {
    return recordedSteps(this.#recording)
  }

  /** The last piece that begins at or before the step. */
  #pieceOf(step: number): number {
    let [low, high] = [0, this.#starts.length]
    while (low + 1 < high) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] ?? 0) <= step) low = middle
      else high = middle
    }
    return low
  }
}

/** The first `cutAt` steps of one run, and then others. */
export class BranchedSteps implements RunSteps {
  readonly #trunk: RunSteps
  readonly #cutAt: number
  readonly #own: readonly unknown[]

  constructor(trunk: RunSteps, cutAt: number, own: readonly unknown[]) {
    this.#trunk = trunk
    this.#cutAt = cutAt
    this.#own = own
  }

  get length(): number {
    return this.#cutAt + this.#own.length
  }
  slice(first: number, end: number): readonly unknown[] {
    const shared = this.#trunk.slice(first, Math.min(end, this.#cutAt))
    return [...shared, ...this.#own.slice(Math.max(0, first - this.#cutAt), Math.max(0, end - this.#cutAt))]
  }
  *[Symbol.iterator](): Generator {
    let taken = 0
    for (const step of this.#trunk) {
      if (taken++ === this.#cutAt) break
      yield step
    }
    yield* this.#own
  }
}
