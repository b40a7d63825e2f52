import { type BenchDocument, documentsOf } from './documents.ts'

/** How an engine is driven. A client is a caller inside the worker that waits for its acknowledgement before it writes again. */
export interface WriteLoad {
  readonly clients: number
  readonly documentsPerCommit: number
  readonly warmupMillis: number
  readonly measuredMillis: number
}

/** What was acknowledged within the measured window, from one acknowledgement to another. */
export interface WriteResult {
  readonly commits: number
  readonly rows: number
  readonly elapsedMillis: number
}

/** Makes the documents durable as one atomic commit. An engine whose call is synchronous is done when it returns. */
export type Commit = (documents: readonly BenchDocument[]) => Promise<void> | undefined

export interface Clock {
  now(): number
}

/** Counts acknowledgements within a window that opens and closes with one, so that commits acknowledged together count exactly. */
class Window {
  readonly #load: WriteLoad
  readonly #begin: number
  #openedAt: number | null = null
  #closedAt: number | null = null
  #commits = 0

  constructor(load: WriteLoad, begin: number) {
    this.#load = load
    this.#begin = begin
  }

  get closed(): boolean {
    return this.#closedAt !== null
  }

  acknowledged(now: number): void {
    if (this.#openedAt === null) {
      if (now - this.#begin >= this.#load.warmupMillis) this.#openedAt = now
    } else if (this.#closedAt === null) {
      this.#commits += 1
      if (now - this.#openedAt >= this.#load.measuredMillis) this.#closedAt = now
    }
  }

  result(): WriteResult {
    if (this.#openedAt === null || this.#closedAt === null) throw new Error('The clients stopped before their window was over.')
    const rows = this.#commits * this.#load.documentsPerCommit
    return { commits: this.#commits, rows, elapsedMillis: this.#closedAt - this.#openedAt }
  }
}

/**
 * Runs the clients until the window is over, then lets each finish the commit that it waits for. Rejects with the first failure of any
 * commit.
 */
export async function runClients(commit: Commit, load: WriteLoad, clock: Clock): Promise<WriteResult> {
  const measured = new Window(load, clock.now())
  let issued = 0
  const client = async (): Promise<void> => {
    while (!measured.closed) {
      const pending = commit(documentsOf(issued++, load.documentsPerCommit))
      if (pending !== undefined) await pending
      measured.acknowledged(clock.now())
    }
  }
  await Promise.all(Array.from({ length: load.clients }, client))
  return measured.result()
}
