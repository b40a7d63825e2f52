import type { Command, WriteOperation } from '../../aerodb/command.ts'
import { commitId, readViewId } from '../../aerodb/ids.ts'
import type { JsonObject } from '../../aerodb/json.ts'

/** What no honest client asks, or one that has missed something: each is refused by a rule of its own. */
export const ODD_COMMANDS: readonly Command[] = [
  write([put('a', {})], 0),
  write([put('a', {})], 9),
  write([{ op: 'put', collection: 'notes', document: { text: 'no _id' } }]),
  write([put('a', { size: Number.POSITIVE_INFINITY })]),
  write([{ op: 'delete', collection: 'no:tes', id: 'a' }]),
  write([{ op: 'delete', collection: 'notes', id: '' }]),
  write([]),
  write([put('a', { twice: 1 }), put('a', { twice: 2 })]),
  { kind: 'read', collection: 'notes', id: 'b', at: { kind: 'commit', commitId: commitId(-1) } },
  { kind: 'read', collection: 'notes', id: 'b', at: { kind: 'view', view: readViewId('n9.r9.9') } },
]

function put(id: string, rest: JsonObject): WriteOperation {
  return { op: 'put', collection: 'notes', document: { _id: id, ...rest } }
}

function write(operations: readonly WriteOperation[], basedOn: number | null = null): Command {
  return { kind: 'write', operations, basedOn: basedOn === null ? null : commitId(basedOn) }
}
