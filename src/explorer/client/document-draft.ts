import { documentFault } from '../../aerodb/mvcc/document.ts'
import { writeKey } from '../../aerodb/rules/documents.ts'
import { askPlainly } from '../../aerodb/rules/guard.ts'
import type { Document } from '../../cluster/contract.ts'

export type DraftVerdict<Value> =
  | { readonly sound: true; readonly value: Value }
  | { readonly sound: false; readonly fault: string }

/** Whether a collection and an id make a key, by the engine's own guard. Null where they do. (DOC-2) */
export function keyFault(collection: string, id: string): string | null {
  if (collection === '') return 'A collection has a name.'
  if (id === '') return 'A document has an id.'
  const verdict = askPlainly(writeKey, collection, id, 1)
  return verdict.verdict === 'holds' ? null : `${verdict.error.message}.`
}

/** The document that a person typed, with its `_id`. The text may name the same `_id`, or none. (DOC-1) */
export function documentOfDraft(id: string, text: string): DraftVerdict<Document> {
  let fields: unknown
  try {
    fields = text.trim() === '' ? {} : JSON.parse(text)
  } catch (thrown) {
    return { sound: false, fault: `Not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}` }
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    return { sound: false, fault: 'A document is a JSON object.' }
  if ('_id' in fields && fields._id !== id)
    return { sound: false, fault: `Its _id is ${JSON.stringify(fields._id)}, and the id beside it is "${id}".` }
  const document: Document = { ...fields, _id: id }
  const fault = documentFault(document)
  return fault === null ? { sound: true, value: document } : { sound: false, fault: `The document is invalid: ${fault}.` }
}

/** A CommitId that a person typed: null where the field is empty. */
export function commitIdOfDraft(text: string): DraftVerdict<number | null> {
  const trimmed = text.trim()
  if (trimmed === '') return { sound: true, value: null }
  const value = Number(trimmed)
  return Number.isSafeInteger(value) && value >= 0
    ? { sound: true, value }
    : { sound: false, fault: 'A CommitId is a whole number.' }
}
