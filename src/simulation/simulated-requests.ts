import type { Command, Outcome } from '../aerodb/command.ts'
import { type NodeName, type RequestId, requestId } from '../aerodb/ids.ts'
import type { UnknownOutcome } from '../invariants/fact.ts'
import type { Asked, ClusterState } from './cluster-state.ts'

/** What clients of a cluster have asked, and what came of it. Forks share what they hold until one of them changes it. */
export class SimulatedRequests {
  #outcomes: Map<RequestId, Outcome | UnknownOutcome>
  #asked: Map<RequestId, Asked>
  #count: number
  #isShared = false

  constructor({ outcomes, asked, requests }: Pick<ClusterState, 'outcomes' | 'asked' | 'requests'>) {
    this.#outcomes = outcomes
    this.#asked = asked
    this.#count = requests
  }

  get outcomes(): ReadonlyMap<RequestId, Outcome | UnknownOutcome> {
    return this.#outcomes
  }

  /** Those that have no answer yet. */
  get asked(): ReadonlyMap<RequestId, Asked> {
    return this.#asked
  }

  /** How many were numbered. */
  get count(): number {
    return this.#count
  }

  ask(node: NodeName, command: Command): RequestId {
    this.#own()
    this.#count += 1
    const request = requestId(`q${this.#count}`)
    this.#asked.set(request, { node, command })
    return request
  }

  /** Returns what was asked; null where nobody waits for this answer. */
  answer(request: RequestId, outcome: Outcome | UnknownOutcome): Asked | null {
    const asked = this.#asked.get(request)
    if (asked === undefined) return null
    this.#own()
    this.#asked.delete(request)
    this.#outcomes.set(request, outcome)
    return asked
  }

  fork(): SimulatedRequests {
    const fork = new SimulatedRequests({ outcomes: this.#outcomes, asked: this.#asked, requests: this.#count })
    fork.#isShared = true
    this.#isShared = true
    return fork
  }

  #own(): void {
    if (!this.#isShared) return
    this.#outcomes = new Map(this.#outcomes)
    this.#asked = new Map(this.#asked)
    this.#isShared = false
  }
}
