import type { Command, ReadAt, WriteOperation } from '../aerodb/command.ts'
import { commitId, readViewId } from '../aerodb/ids.ts'
import type { JsonObject } from '../aerodb/json.ts'
import { commitIdOf, isFields, lsnOf, malformed, textOf, wholeNumberOf } from './arguments.ts'

/**
 * What clients ask for, checked for its shape only. What a document, a key or a write set may be is the database's to say, with the rule: that
 * is an outcome, not a failure. (DOC-1 to DOC-5)
 */

/** Deeper than any document a person writes; and a cycle is deeper than anything. */
const MAX_DEPTH = 200

/** A `schemaVersion` is accepted and of no effect until there are schemas. */
export function operationsOf(value: unknown): readonly WriteOperation[] {
  if (!Array.isArray(value)) throw malformed('operations', 'a list', value)
  return value.map((operation: unknown, index) => operationOf(`operations[${index}]`, operation))
}

function operationOf(what: string, value: unknown): WriteOperation {
  if (!isFields(value)) throw malformed(what, 'an object', value)
  const collection = textOf(`${what}.collection`, value.collection)
  switch (value.op) {
    case 'put': {
      const { document } = value
      if (!isDocument(document) || !isCarriable(document)) throw malformed(`${what}.document`, 'a JSON object', document)
      return { op: 'put', collection, document }
    }
    case 'delete':
      return { op: 'delete', collection, id: textOf(`${what}.id`, value.id) }
    default:
      throw malformed(`${what}.op`, 'put or delete', value.op)
  }
}

/** That it is JSON all the way down is for the node to judge. (DOC-1) */
function isDocument(value: unknown): value is JsonObject {
  return isFields(value)
}

/** Whether it can cross to a worker, as the platform has it: no function, no symbol, no cycle, nothing that belongs to this page. */
function isCarriable(value: unknown): boolean {
  if (isEndless(value, 0)) return false
  try {
    structuredClone(value)
    return true
  } catch (error) {
    if (error instanceof DOMException) return false
    throw error
  }
}

function isEndless(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === MAX_DEPTH || Object.values(value).some((inner) => isEndless(inner, depth + 1))
}

export function writeCommandOf(operations: unknown, options: unknown): Command {
  if (options !== undefined && !isFields(options)) throw malformed('options', 'an object', options)
  const basedOn = options?.basedOn
  return {
    kind: 'write',
    operations: operationsOf(operations),
    basedOn: basedOn === undefined ? null : commitId(commitIdOf('basedOn', basedOn)),
  }
}

/** A number is a CommitId, a string is an open read view. */
export function readAtOf(value: unknown): ReadAt {
  if (value === undefined) return { kind: 'newest' }
  if (typeof value === 'number') return { kind: 'commit', commitId: commitId(commitIdOf('at', value)) }
  if (typeof value === 'string') return { kind: 'view', view: readViewId(value) }
  throw malformed('at', 'a CommitId, a read view, or absent', value)
}

export function readCommandOf(collection: unknown, id: unknown, at: unknown): Command {
  return { kind: 'read', collection: textOf('collection', collection), id: textOf('id', id), at: readAtOf(at) }
}

export function openReadViewCommandOf(at: unknown): Command {
  return { kind: 'openReadView', at: at === undefined ? null : commitId(commitIdOf('at', at)) }
}

export function bootstrapCommandOf(options: unknown): Command {
  if (options !== undefined && !isFields(options)) throw malformed('options', 'an object', options)
  const discard = options?.discardUnproven
  if (discard !== undefined && typeof discard !== 'boolean') throw malformed('discardUnproven', 'true or false', discard)
  return { kind: 'bootstrap', unproven: discard === true ? 'discard' : 'refuse' }
}

/** Absent: from the first record that is there, and all of them. */
export function walRangeOf(value: unknown): { readonly from: number; readonly limit: number } {
  if (value === undefined) return { from: 1, limit: Number.MAX_SAFE_INTEGER }
  if (!isFields(value)) throw malformed('range', 'an object', value)
  return {
    from: value.from === undefined ? 1 : lsnOf('range.from', value.from),
    limit:
      value.limit === undefined ? Number.MAX_SAFE_INTEGER : wholeNumberOf('range.limit', value.limit, 1, Number.MAX_SAFE_INTEGER),
  }
}
