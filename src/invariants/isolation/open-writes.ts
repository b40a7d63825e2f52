import type { DocumentKey, RequestId } from '../../aerodb/ids.ts'
import type { JsonValue } from '../../aerodb/json.ts'
import { inOrder } from '../in-order.ts'
import type { WriteSet } from './write-set.ts'

/** A write set of which no client knows yet what became. */
export interface OpenWrite {
  readonly writeSet: WriteSet
  /** By history: the newest commit that any client knew of when this was asked. Whatever comes of it is above that. */
  readonly above: ReadonlyMap<string, number>
}

/** Where a read has shown a write set before its client was told. */
export interface Place {
  readonly historyId: string
  readonly commitId: number
}

export interface Waiting {
  readonly write: OpenWrite
  /** Null while no read has shown it. */
  readonly place: Place | null
}

/** What is free of a history, so that what was known of it can be told by what of that still matters. */
type LastFreeUpTo = (historyId: string, commitId: number) => number

/** Every write set that may have happened, and nobody was told. One whose outcome is unknown for good stays until a read shows it. */
export class OpenWrites {
  readonly #waiting = new Map<RequestId, Waiting>()
  #unknown: readonly OpenWrite[] = []

  ask(request: RequestId, write: OpenWrite): void {
    this.#waiting.set(request, { write, place: null })
  }

  /** Its client has been answered. Null where nobody heard it being asked. */
  take(request: RequestId): Waiting | null {
    const waiting = this.#waiting.get(request) ?? null
    this.#waiting.delete(request)
    return waiting
  }

  remainsUnknown(write: OpenWrite): void {
    this.#unknown = [...this.#unknown, write]
  }

  /** Those that may be what was shown at a place. */
  candidates({ historyId, commitId }: Place, shown: ReadonlyMap<DocumentKey, string | null>): readonly OpenWrite[] {
    const mayBe = ({ writeSet, above }: OpenWrite): boolean =>
      commitId > (above.get(historyId) ?? 0) && [...shown].every(([key, text]) => writeSet.textOf(key) === text)
    const found = this.#unknown.filter(mayBe)
    for (const { write, place } of this.#waiting.values()) if (place === null && mayBe(write)) found.push(write)
    return found
  }

  /** A read has shown it, and where. */
  show(write: OpenWrite, place: Place): void {
    this.#unknown = this.#unknown.filter((other) => other !== write)
    for (const [request, waiting] of this.#waiting) if (waiting.write === write) this.#waiting.set(request, { write, place })
  }

  fork(): OpenWrites {
    const fork = new OpenWrites()
    for (const [request, waiting] of this.#waiting) fork.#waiting.set(request, waiting)
    fork.#unknown = this.#unknown
    return fork
  }

  memory(lastFreeUpTo: LastFreeUpTo): JsonValue {
    const waiting = [...this.#waiting].map(([request, { write, place }]) => {
      return [request, place === null ? writeMemory(write, lastFreeUpTo) : [place.historyId, place.commitId]] as const
    })
    const unknown = this.#unknown.map((write) => JSON.stringify(writeMemory(write, lastFreeUpTo)))
    return [inOrder(waiting), unknown.toSorted()]
  }
}

function writeMemory({ writeSet, above }: OpenWrite, lastFreeUpTo: LastFreeUpTo): readonly JsonValue[] {
  const bounds = [...above].map(([id, commitId]) => [id, lastFreeUpTo(id, commitId)] as const)
  return [writeSet.texts, writeSet.basedOn, inOrder(bounds.filter(([, commitId]) => commitId > 0))]
}
