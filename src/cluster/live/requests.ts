import type { Command, Outcome } from '../../aerodb/command.ts'
import type { Evidence } from '../../aerodb/error.ts'
import { type RequestId, requestId } from '../../aerodb/ids.ts'
import type { JsonObject } from '../../aerodb/json.ts'
import { deferred } from '../../platform/deferred.ts'
import { AeroFailure } from '../../platform/failure.ts'
import type {
  Document,
  NodeName,
  OperatorCommand,
  OperatorOutcome,
  ReadOutcome,
  ReadViewOutcome,
  WriteOutcome,
} from '../contract.ts'
import { COMMAND_GUARDS } from '../rules/command-guards.ts'
import { failureOf } from '../rules/demand.ts'

/** What a node said, or how it died before it said anything. */
export type Answer = Outcome | { readonly kind: 'died'; readonly death: Evidence }

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

/** What clients and operators on the page have asked of nodes: who waits for an answer, and what became of each write. */
export class Requests {
  readonly #waiting = new Map<RequestId, Waiting>()
  readonly #writes = { acknowledged: 0, rejected: 0, unknown: 0 }
  #last = 0

  get writes(): { readonly acknowledged: number; readonly rejected: number; readonly unknown: number } {
    return this.#writes
  }

  /** Names of those that wait, for whoever asks what still moves. */
  waiting(): readonly { readonly request: RequestId; readonly node: NodeName; readonly command: Command }[] {
    return [...this.#waiting].map(([request, { node, command }]) => ({ request, node, command }))
  }

  /** The oldest that the node has not answered. */
  operatorWaitingOn(name: NodeName): OperatorCommand | null {
    for (const { node, command } of this.#waiting.values()) {
      if (node === name && (command.kind === 'resume' || command.kind === 'bootstrap')) return command.kind
    }
    return null
  }

  open(node: NodeName, command: Command): { readonly request: RequestId; readonly asked: Promise<Asked> } {
    const request = requestId(`r${++this.#last}`)
    const { promise, resolve } = deferred<Asked>()
    this.#waiting.set(request, { node, command, resolve })
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
  nodeDied(node: NodeName, death: Evidence): readonly Asked[] {
    return [...this.#waiting].flatMap(([request, waiting]) => {
      const asked = waiting.node === node ? this.answer(request, { kind: 'died', death }) : null
      return asked === null ? [] : [asked]
    })
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
      throw diedUnanswered(request, node, answer.death)
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
      throw diedUnanswered(request, node, answer.death)
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

/** A read has no unknown outcome: it changed nothing, and can be asked again. (CLUSTER-11) */
export function diedUnanswered(request: RequestId, node: NodeName, death: Evidence): AeroFailure {
  return failureOf(COMMAND_GUARDS.nodeOutlivedRequest, request, node, death)
}

function unfitting(request: RequestId, answer: Answer): AeroFailure {
  return new AeroFailure({
    code: 'AERO_CLUSTER_UNFITTING_ANSWER',
    severity: 'BUG',
    message: `request ${request} was answered with ${answer.kind}`,
    evidence: { request, answer: answer.kind },
  })
}
