import type { Outcome } from '../aerodb/command.ts'
import { type RequestId, requestId } from '../aerodb/ids.ts'
import type { GeneratedWrite } from '../platform/generated-write.ts'
import type { ClientCounts } from './protocol.ts'

interface Waiting {
  readonly write: GeneratedWrite
  readonly answered: (outcome: Outcome) => void
}

/** Clients that live in the worker, beside the node: each asks for one write and waits for its answer. */
export class OwnClients {
  readonly #issue: (request: RequestId, write: GeneratedWrite) => void
  readonly #waiting = new Map<RequestId, Waiting>()
  #issued = 0
  #acknowledged = 0
  #rejected = 0

  /** `issue` queues the write as an input of the node. */
  constructor(issue: (request: RequestId, write: GeneratedWrite) => void) {
    this.#issue = issue
  }

  get waiting(): number {
    return this.#waiting.size
  }

  counts(): ClientCounts {
    return { issued: this.#issued, acknowledged: this.#acknowledged, rejected: this.#rejected }
  }

  write(write: GeneratedWrite, answered: (outcome: Outcome) => void): void {
    this.#issued++
    const request = requestId(`w${this.#issued}`)
    this.#waiting.set(request, { write, answered })
    this.#issue(request, write)
  }

  /** What was asked for; null where the request is none of theirs. */
  answer(request: RequestId, outcome: Outcome): GeneratedWrite | null {
    const waiting = this.#waiting.get(request)
    if (waiting === undefined) return null
    this.#waiting.delete(request)
    if (outcome.kind === 'acknowledged') this.#acknowledged++
    else this.#rejected++
    waiting.answered(outcome)
    return waiting.write
  }
}
