import type { Command, Outcome } from '../../aerodb/command.ts'
import { type RequestId, requestId } from '../../aerodb/ids.ts'
import type { JsonObject } from '../../aerodb/json.ts'
import { deferred } from '../../platform/deferred.ts'
import { AeroFailure } from '../../platform/failure.ts'
import type { Document, NodeName, OperatorOutcome, ReadOutcome, ReadViewOutcome, WriteOutcome } from '../contract.ts'

/** What a node said, or that it died before it said anything. */
export type Answer = Outcome | { readonly kind: 'died' }

export interface Asked {
  readonly request: RequestId
  readonly node: NodeName
  readonly command: Command
  readonly answer: Answer
}

interface Waiting {
  readonly node: NodeName
  readonly command: Command
  readonly resolve: (asked: Asked) => void
}

/** Requests whose node is remembered, so that they can be explained. The engine remembers fewer. */
const REQUESTS_REMEMBERED = 10_000

/** What clients and operators on the page have asked of nodes: who waits for an answer, and what became of each write. */
export class Requests {
  readonly #waiting = new Map<RequestId, Waiting>()
  readonly #nodes = new Map<string, NodeName>()
  readonly #writes = { acknowledged: 0, rejected: 0, unknown: 0 }
  #last = 0

  get writes(): { readonly acknowledged: number; readonly rejected: number; readonly unknown: number } {
    return this.#writes
  }

  /** Names of those that wait, for whoever asks what still moves. */
  waiting(): readonly { readonly request: RequestId; readonly node: NodeName }[] {
    return [...this.#waiting].map(([request, { node }]) => ({ request, node }))
  }

  open(node: NodeName, command: Command): { readonly request: RequestId; readonly asked: Promise<Asked> } {
    const request = requestId(`r${++this.#last}`)
    const { promise, resolve } = deferred<Asked>()
    this.#waiting.set(request, { node, command, resolve })
    this.#nodes.set(request, node)
    const oldest = this.#nodes.size > REQUESTS_REMEMBERED ? this.#nodes.keys().next().value : undefined
    if (oldest !== undefined) this.#nodes.delete(oldest)
    return { request, asked: promise }
  }

  /** Counts at once; whoever waits resumes once the caller has applied the rest of what came with the answer. Null where nobody waits any more. */
  answer(request: RequestId, answer: Answer): Asked | null {
    const waiting = this.#waiting.get(request)
    if (waiting === undefined) return null
    this.#waiting.delete(request)
    const { node, command, resolve } = waiting
    if (command.kind === 'write') this.#count(answer)
    const asked: Asked = { request, node, command, answer }
    resolve(asked)
    return asked
  }

  /** The node is dead: nobody will ever answer what it had not. */
  nodeDied(node: NodeName): readonly Asked[] {
    return [...this.#waiting].flatMap(([request, waiting]) => {
      const asked = waiting.node === node ? this.answer(request, { kind: 'died' }) : null
      return asked === null ? [] : [asked]
    })
  }

  nodeOf(request: string): NodeName | null {
    return this.#nodes.get(request) ?? null
  }

  #count(answer: Answer): void {
    if (answer.kind === 'acknowledged') this.#writes.acknowledged++
    else if (answer.kind === 'died') this.#writes.unknown++
    else this.#writes.rejected++
  }
}

/** Unknown is never reported as either of the others. */
export function writeOutcomeOf({ request, answer }: Asked): WriteOutcome {
  switch (answer.kind) {
    case 'acknowledged':
      return { outcome: 'acknowledged', request, commitId: answer.commitId }
    case 'rejected':
    case 'refused':
      return { outcome: 'rejected', request, error: answer.error }
    case 'died':
      return { outcome: 'unknown', request }
    case 'served':
    case 'opened':
    case 'done':
      throw unfitting(request, answer)
  }
}

export function readOutcomeOf({ request, node, answer }: Asked): ReadOutcome {
  switch (answer.kind) {
    case 'served': {
      const { version, bound } = answer
      return {
        outcome: 'served',
        request,
        document: answer.document === null ? null : documentOf(answer.document),
        version,
        bound,
      }
    }
    case 'refused':
    case 'rejected':
      return { outcome: 'refused', request, error: answer.error }
    case 'died':
      throw diedUnanswered(request, node)
    case 'acknowledged':
    case 'opened':
    case 'done':
      throw unfitting(request, answer)
  }
}

export function readViewOutcomeOf({ request, node, answer }: Asked): ReadViewOutcome {
  switch (answer.kind) {
    case 'opened':
      return { outcome: 'opened', request, view: answer.view, bound: answer.bound }
    case 'refused':
    case 'rejected':
      return { outcome: 'refused', request, error: answer.error }
    case 'died':
      throw diedUnanswered(request, node)
    case 'acknowledged':
    case 'served':
    case 'done':
      throw unfitting(request, answer)
  }
}

export function operatorOutcomeOf({ request, answer }: Asked): OperatorOutcome {
  switch (answer.kind) {
    case 'done':
      return answer.detail === null ? { outcome: 'done', request } : { outcome: 'done', request, detail: answer.detail }
    case 'refused':
    case 'rejected':
      return { outcome: 'refused', request, error: answer.error }
    case 'died':
      return { outcome: 'unknown', request }
    case 'acknowledged':
    case 'served':
    case 'opened':
      throw unfitting(request, answer)
  }
}

/** A stored document has a string `_id`. (DOC-1) */
export function documentOf(document: JsonObject): Document {
  const { _id } = document
  if (typeof _id !== 'string')
    throw AeroFailure.refusing('AERO_CLUSTER_DOCUMENT_WITHOUT_ID', 'a document without a string _id was served')
  return { ...document, _id }
}

/** A read has no unknown outcome: it changed nothing, and can be asked again. */
export function diedUnanswered(request: RequestId, node: NodeName): AeroFailure {
  return AeroFailure.refusing('AERO_NODE_DIED', `${node} died before it answered`, { request, node })
}

function unfitting(request: RequestId, answer: Answer): AeroFailure {
  return new AeroFailure({
    code: 'AERO_CLUSTER_UNFITTING_ANSWER',
    severity: 'BUG',
    message: `request ${request} was answered with ${answer.kind}`,
    evidence: { request, answer: answer.kind },
  })
}
