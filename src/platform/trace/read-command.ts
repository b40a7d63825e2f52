import type { Command, ReadAt, WriteOperation } from '../../aerodb/command.ts'
import { type CommitId, commitId, readViewId } from '../../aerodb/ids.ts'
import type { JsonObject } from '../../aerodb/json.ts'
import { fieldsAt, isShallowJson, oneOfAt, onlyFields, textAt, wholeAt } from './field-readers.ts'
import { malformedTrace } from './malformed.ts'
import { TRACE_LIMITS } from './trace-limits.ts'

const ANY_LENGTH = Number.POSITIVE_INFINITY

/**
 * A command as a trace has it, seen to have its shape. What a document or a key may be is the engine's to say again: a trace holds what was
 * refused, too.
 */
export function readCommand(place: string, value: unknown): Command {
  const fields = fieldsAt(place, value)
  const kind = oneOfAt(`${place}.kind`, fields.kind, ['write', 'read', 'openReadView', 'closeReadView', 'resume', 'bootstrap'])
  switch (kind) {
    case 'write': {
      onlyFields(place, fields, ['kind', 'operations', 'basedOn'])
      const { operations, basedOn } = fields
      if (!Array.isArray(operations)) throw malformedTrace(`${place}.operations`, 'a list', operations)
      return {
        kind,
        operations: operations.map((operation: unknown, index) => operationAt(`${place}.operations[${index}]`, operation)),
        basedOn: commitOrNullAt(`${place}.basedOn`, basedOn),
      }
    }
    case 'read':
      onlyFields(place, fields, ['kind', 'collection', 'id', 'at'])
      return {
        kind,
        collection: textAt(`${place}.collection`, fields.collection, ANY_LENGTH),
        id: textAt(`${place}.id`, fields.id, ANY_LENGTH),
        at: readAtAt(`${place}.at`, fields.at),
      }
    case 'openReadView':
      onlyFields(place, fields, ['kind', 'at'])
      return { kind, at: commitOrNullAt(`${place}.at`, fields.at) }
    case 'closeReadView':
      onlyFields(place, fields, ['kind', 'view'])
      return { kind, view: readViewId(textAt(`${place}.view`, fields.view, ANY_LENGTH)) }
    case 'resume':
      onlyFields(place, fields, ['kind'])
      return { kind }
    case 'bootstrap':
      onlyFields(place, fields, ['kind', 'unproven'])
      return { kind, unproven: oneOfAt(`${place}.unproven`, fields.unproven, ['refuse', 'discard']) }
  }
}

function operationAt(place: string, value: unknown): WriteOperation {
  const fields = fieldsAt(place, value)
  const op = oneOfAt(`${place}.op`, fields.op, ['put', 'delete'])
  const collection = textAt(`${place}.collection`, fields.collection, ANY_LENGTH)
  if (op === 'delete') {
    onlyFields(place, fields, ['op', 'collection', 'id'])
    return { op, collection, id: textAt(`${place}.id`, fields.id, ANY_LENGTH) }
  }
  onlyFields(place, fields, ['op', 'collection', 'document'])
  const { document: body } = fields
  if (!isDocument(body))
    throw malformedTrace(`${place}.document`, `a JSON object, nested no deeper than ${TRACE_LIMITS.depth}`, body)
  return { op, collection, document: body }
}

function isDocument(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && isShallowJson(value)
}

function readAtAt(place: string, value: unknown): ReadAt {
  const fields = fieldsAt(place, value)
  const kind = oneOfAt(`${place}.kind`, fields.kind, ['newest', 'commit', 'view'])
  switch (kind) {
    case 'newest':
      onlyFields(place, fields, ['kind'])
      return { kind }
    case 'commit':
      onlyFields(place, fields, ['kind', 'commitId'])
      // Also one that no commit has: it was refused, and has to be refused again. (READ-3)
      return { kind, commitId: commitId(wholeAt(`${place}.commitId`, fields.commitId, Number.MIN_SAFE_INTEGER)) }
    case 'view':
      onlyFields(place, fields, ['kind', 'view'])
      return { kind, view: readViewId(textAt(`${place}.view`, fields.view, ANY_LENGTH)) }
  }
}

function commitOrNullAt(place: string, value: unknown): CommitId | null {
  return value === null ? null : commitAt(place, value)
}

function commitAt(place: string, value: unknown): CommitId {
  return commitId(wholeAt(place, value, 0))
}
