import { generatedCommand } from '../../../src/platform/generated-write.ts'

/** What every engine is given to store: what AeroDB's own clients write, from the first on. */
export interface BenchDocument {
  readonly _id: string
  readonly body: string
}

export const BODY_BYTES = 256

/** The documents of write set `index`: the same for every engine, each new to it, with BODY_BYTES letters that no engine can guess. */
export function documentsOf(index: number, documents: number): readonly BenchDocument[] {
  const command = generatedCommand({ kind: 'bulk', index, documents, bodyBytes: BODY_BYTES })
  const operations = command.kind === 'write' ? command.operations : []
  return operations.map((operation) => {
    if (operation.op !== 'put') throw new Error('a generated write that is not a put')
    const { _id, body } = operation.document
    if (typeof _id !== 'string' || typeof body !== 'string') throw new Error('a generated document of another form')
    return { _id, body }
  })
}
