import type { Command, WriteOperation } from '../../aerodb/command.ts'
import type { DocumentKey } from '../../aerodb/ids.ts'
import { keyOf } from '../chronicle/key-of.ts'
import { documentText } from '../chronicle/readings.ts'
import { inOrder } from '../in-order.ts'

export type Write = Extract<Command, { readonly kind: 'write' }>

/** What a client asked to be written at once. Most documents are never read: the text of each is made when it is asked for. */
export class WriteSet {
  readonly basedOn: number | null
  readonly #operations = new Map<DocumentKey, WriteOperation>()
  #texts: string | null = null

  constructor({ operations, basedOn }: Write) {
    this.basedOn = basedOn
    for (const operation of operations) this.#operations.set(keyOf(operation), operation)
  }

  get keys(): Iterable<DocumentKey> {
    return this.#operations.keys()
  }

  /** Null where it deletes the document, undefined where it says nothing of it. */
  textOf(key: DocumentKey): string | null | undefined {
    const operation = this.#operations.get(key)
    if (operation === undefined) return undefined
    return operation.op === 'delete' ? null : documentText(operation.document)
  }

  /** All that it writes, as one text. */
  get texts(): string {
    this.#texts ??= JSON.stringify(inOrder([...this.keys].map((key) => [key, this.textOf(key) ?? null] as const)))
    return this.#texts
  }
}

const known = new WeakMap<Write, WriteSet>()

export function writeSetOf(write: Write): WriteSet {
  const found = known.get(write)
  if (found !== undefined) return found
  const writeSet = new WriteSet(write)
  known.set(write, writeSet)
  return writeSet
}
