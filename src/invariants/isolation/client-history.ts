import type { WriteOperation } from '../../aerodb/command.ts'
import { documentKey, type NodeName, type RequestId } from '../../aerodb/ids.ts'
import type { Chronicle } from '../chronicle/chronicle.ts'
import { keyOf } from '../chronicle/key-of.ts'
import { documentText } from '../chronicle/readings.ts'
import type { Concern } from '../concern.ts'
import type { Fact, FactOf } from '../fact.ts'

/** When a client asked and when it was answered, in facts since the start: what a client can know of order. */
export interface Asked {
  readonly request: RequestId
  readonly node: NodeName
  /** The history that the node followed when it answered; null where it followed none. */
  readonly historyId: string | null
  readonly askedAt: number
  readonly answeredAt: number
}

/** A write set as its client knows it. `unknown`: it was never told. */
export interface ClientWrite extends Asked {
  /** The text of each document, by key; null deletes it. */
  readonly texts: ReadonlyMap<string, string | null>
  readonly basedOn: number | null
  readonly outcome: { readonly kind: 'acknowledged'; readonly commitId: number } | { readonly kind: 'rejected' | 'unknown' }
}

export interface ClientRead extends Asked {
  readonly collection: string
  readonly id: string
  readonly isNewest: boolean
  readonly bound: number
  /** 0: no version at all. */
  readonly version: number
  readonly text: string | null
}

/** The commit that a CommitId names in the history that was asked. */
export function named({ node, historyId }: Asked, commitId: number): readonly Concern[] {
  return historyId === null ? [] : [{ kind: 'named', node, historyId, commitId }]
}

export function keyRead({ collection, id }: ClientRead): string {
  return documentKey(collection, id)
}

/** All that clients of a run were told, and nothing else. */
export class ClientHistory {
  readonly writes: ClientWrite[] = []
  readonly reads: ClientRead[] = []
  readonly #askedAt = new Map<RequestId, number>()
  #facts = 0

  /** To be told of a fact before the chronicle is. */
  take(fact: Fact, chronicle: Chronicle): void {
    this.#facts += 1
    if (fact.kind === 'asked') this.#askedAt.set(fact.request, this.#facts)
    else if (fact.kind === 'answered') this.#answered(fact, chronicle)
  }

  #answered({ node, request, command, outcome }: FactOf<'answered'>, chronicle: Chronicle): void {
    const askedAt = this.#askedAt.get(request) ?? 0
    this.#askedAt.delete(request)
    const { historyId } = chronicle.node(node)
    const answeredAt = this.#facts
    if (command.kind === 'read' && outcome.kind === 'served') {
      const { collection, id } = command
      const { bound } = outcome
      const isNewest = command.at.kind === 'newest'
      const version = outcome.version ?? 0
      const text = outcome.document === null ? null : documentText(outcome.document)
      this.reads.push({ request, node, historyId, askedAt, answeredAt, collection, id, isNewest, bound, version, text })
    } else if (command.kind === 'write') {
      const told = toldOf(outcome)
      if (told === null) return
      const { basedOn } = command
      const texts = textsOf(command.operations)
      this.writes.push({ request, node, historyId, askedAt, answeredAt, texts, basedOn, outcome: told })
    }
  }
}

const UNKNOWN = { kind: 'unknown' } as const
const REJECTED = { kind: 'rejected' } as const

/** Null for an answer that says nothing of a write set. */
function toldOf(outcome: FactOf<'answered'>['outcome']): ClientWrite['outcome'] | null {
  if (outcome.kind === 'acknowledged') return outcome
  if (outcome.kind === 'unknown') return UNKNOWN
  return outcome.kind === 'rejected' ? REJECTED : null
}

function textsOf(operations: readonly WriteOperation[]): ReadonlyMap<string, string | null> {
  const texts = new Map<string, string | null>()
  for (const operation of operations) {
    texts.set(keyOf(operation), operation.op === 'delete' ? null : documentText(operation.document))
  }
  return texts
}
