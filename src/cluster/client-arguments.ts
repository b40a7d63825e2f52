import type { Command, ReadAt, WriteOperation } from '../aerodb/command.ts'
import { commitId, readViewId } from '../aerodb/ids.ts'
import { commitIdOf, type Fields, fieldsOf, lsnOf, malformed, onlyFields, textOf, wholeNumberOf } from './arguments.ts'
import { documentOf } from './document-argument.ts'

/**
 * What clients ask for, checked for its shape only. What a document, a key or a write set may be is the database's to say, with the rule: that
 * is an outcome, not a failure. (DOC-1 to DOC-5)
 */

/** A `schemaVersion` is accepted and of no effect until there are schemas. */
export function operationsOf(value: unknown): readonly WriteOperation[] {
  if (!Array.isArray(value)) throw malformed('operations', 'a list', value)
  return value.map((operation: unknown, index) => operationOf(`operations[${index}]`, operation))
}

function operationOf(what: string, value: unknown): WriteOperation {
  const fields = fieldsOf(what, value)
  switch (fields.op) {
    case 'put': {
      onlyFields(what, fields, ['op', 'collection', 'schemaVersion', 'document'])
      const { schemaVersion } = fields
      if (schemaVersion !== undefined) textOf(`${what}.schemaVersion`, schemaVersion)
      const collection = textOf(`${what}.collection`, fields.collection)
      return { op: 'put', collection, document: documentOf(`${what}.document`, fields.document) }
    }
    case 'delete':
      onlyFields(what, fields, ['op', 'collection', 'id'])
      return { op: 'delete', collection: textOf(`${what}.collection`, fields.collection), id: textOf(`${what}.id`, fields.id) }
    default:
      throw malformed(`${what}.op`, 'put or delete', fields.op)
  }
}

export function writeCommandOf(operations: unknown, options: unknown): Command {
  const { basedOn } = optionsOf(options, ['basedOn'])
  return {
    kind: 'write',
    operations: operationsOf(operations),
    basedOn: basedOn === undefined ? null : commitId(commitIdOf('basedOn', basedOn)),
  }
}

function optionsOf(value: unknown, known: readonly string[]): Fields {
  const fields = value === undefined ? {} : fieldsOf('options', value)
  onlyFields('options', fields, known)
  return fields
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
  const { discardUnproven: discard } = optionsOf(options, ['discardUnproven'])
  if (discard !== undefined && typeof discard !== 'boolean') throw malformed('discardUnproven', 'true or false', discard)
  return { kind: 'bootstrap', unproven: discard === true ? 'discard' : 'refuse' }
}

/** Absent: from the first record that is there, and all of them. */
export function walRangeOf(value: unknown): { readonly from: number; readonly limit: number } {
  if (value === undefined) return { from: 1, limit: Number.MAX_SAFE_INTEGER }
  const fields = fieldsOf('range', value)
  onlyFields('range', fields, ['from', 'limit'])
  const { from, limit } = fields
  return {
    from: from === undefined ? 1 : lsnOf('range.from', from),
    limit: limit === undefined ? Number.MAX_SAFE_INTEGER : wholeNumberOf('range.limit', limit, 1, Number.MAX_SAFE_INTEGER),
  }
}

/** A request, or a node: exactly one of them. */
export function subjectOf(value: unknown): { readonly request: string } | { readonly node: unknown } {
  const fields = fieldsOf('subject', value)
  if (fields.request === undefined) {
    onlyFields('subject', fields, ['node'])
    return { node: fields.node }
  }
  onlyFields('subject', fields, ['request'])
  return { request: textOf('request', fields.request) }
}
