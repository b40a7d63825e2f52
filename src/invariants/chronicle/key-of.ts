import type { WriteOperation } from '../../aerodb/command.ts'
import { type DocumentKey, documentKey } from '../../aerodb/ids.ts'

/** The document that an operation is about. One without a string `_id` is about none that could ever be written. */
export function keyOf(operation: WriteOperation): DocumentKey {
  if (operation.op === 'delete') return documentKey(operation.collection, operation.id)
  const { _id: id } = operation.document
  return documentKey(operation.collection, typeof id === 'string' ? id : '')
}
