/** What a recording may hold. A recording that would grow beyond it stops, and says so: a part can't be replayed. */
const TRACE_CHARACTERS_KEPT = 256 * 1024 * 1024

/** Inputs of one node, in order, as they came from its host in one piece. */
export interface TraceChunk {
  readonly node: string
  /** Which start of the node they belong to. */
  readonly starts: number
  /** JSON of LoggedInput[]. */
  readonly inputs: string
}

/**
 * Records every input of every node. Of one node they are in the order in which it took them. Between nodes they are in the order in which their
 * ports delivered them, so a frame may stand before the input that made its sender send it: whoever replays waits for the frame that is named.
 * Keeps the pieces as they come, since it runs beside every commit.
 */
export class TraceLog {
  readonly #chunks: TraceChunk[] = []
  readonly #charactersKept: number
  #characters = 0
  #complete = true

  constructor(charactersKept = TRACE_CHARACTERS_KEPT) {
    this.#charactersKept = charactersKept
  }

  append(chunk: TraceChunk): void {
    if (!this.#complete) return
    this.#characters += chunk.inputs.length
    if (this.#characters > this.#charactersKept) this.#complete = false
    else this.#chunks.push(chunk)
  }

  /** `complete` is false once the recording has stopped: inputs after the last chunk are missing. */
  read(): { readonly chunks: readonly TraceChunk[]; readonly complete: boolean } {
    return { chunks: this.#chunks, complete: this.#complete }
  }
}
