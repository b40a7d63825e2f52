import type { Command, WriteOperation } from '../../aerodb/command.ts'
import type { DocumentKey } from '../../aerodb/ids.ts'
import { keyOf } from '../chronicle/key-of.ts'
import { documentText } from '../chronicle/readings.ts'
import { inOrder } from '../in-order.ts'

export type Write = Extract<Command, { readonly kind: 'write' }>

/** What a client asked to be written at once. Many are rejected, and most documents are never read: what is in it is looked up when it is asked for. */
export class WriteSet {
  readonly #write: Write
  #operations: ReadonlyMap<DocumentKey, WriteOperation> | null = null
  #texts: string | null = null

  constructor(write: Write) {
    this.#write = write
  }

  get basedOn(): number | null {
    return this.#write.basedOn
  }

  get keys(): Iterable<DocumentKey> {
    return this.#byKey.keys()
  }

  /** Null where it deletes the document, undefined where it says nothing of it. */
  textOf(key: DocumentKey): string | null | undefined {
    const operation = this.#byKey.get(key)
    if (operation === undefined) return undefined
    return operation.op === 'delete' ? null : documentText(operation.document)
  }

  /** All that it writes, as one text. */
  get texts(): string {
    this.#texts ??= JSON.stringify(inOrder([...this.keys].map((key) => [key, this.textOf(key) ?? null] as const)))
    return this.#texts
  }

  get #byKey(): ReadonlyMap<DocumentKey, WriteOperation> {
    this.#operations ??= new Map(this.#write.operations.map((operation) => [keyOf(operation), operation]))
    return this.#operations
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
