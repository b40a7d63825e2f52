import type { Command, ReadAt, WriteOperation } from '../../aerodb/command.ts'
import { commitId, readViewId } from '../../aerodb/ids.ts'
import { isJsonObject, type JsonObject } from '../../aerodb/json.ts'
import { TranscriptError } from './transcript-error.ts'

/**
 * What a client or an operator asks of a node: `put notes/a {"text":"one"} notes/b {…} basedOn=3`, `delete notes/a`, `read notes/a at=3`,
 * `openView at=3`, `closeView n2.r1.1`, `resume`, `bootstrap`, `bootstrap discard`. `notes/1..9` is nine documents, each with the same fields;
 * `"x×9"` is nine characters. Null where the verb is none of these.
 */
export function parseCommand(verb: string, words: readonly string[]): Command | null {
  const option = (name: string): string | null =>
    words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? null
  const commit = (name: string): ReturnType<typeof commitId> | null => {
    const value = option(name)
    return value === null ? null : commitId(Number(value))
  }
  const plain = words.filter((word) => !/^[a-zA-Z]+=/.test(word))
  const [first = ''] = plain
  switch (verb) {
    case 'put':
      return { kind: 'write', operations: parsePuts(plain), basedOn: commit('basedOn') }
    case 'delete':
      return { kind: 'write', operations: plain.flatMap(parseDeletes), basedOn: commit('basedOn') }
    case 'read': {
      const [collection = '', id = ''] = first.split('/')
      return { kind: 'read', collection, id, at: parseAt(commit('at'), option('view')) }
    }
    case 'openView':
      return { kind: 'openReadView', at: commit('at') }
    case 'closeView':
      return { kind: 'closeReadView', view: readViewId(first) }
    case 'resume':
      return { kind: 'resume' }
    case 'bootstrap':
      return { kind: 'bootstrap', unproven: first === 'discard' ? 'discard' : 'refuse' }
    default:
      return null
  }
}

function parseAt(at: ReturnType<typeof commitId> | null, view: string | null): ReadAt {
  if (view !== null) return { kind: 'view', view: readViewId(view) }
  return at === null ? { kind: 'newest' } : { kind: 'commit', commitId: at }
}

function parsePuts(words: readonly string[]): readonly WriteOperation[] {
  const operations: WriteOperation[] = []
  for (let index = 0; index < words.length; index += 2) {
    const fields = parseFields(words[index + 1] ?? '')
    for (const [collection, id] of parseKeys(words[index] ?? ''))
      operations.push({ op: 'put', collection, document: { _id: id, ...fields } })
  }
  return operations
}

function parseDeletes(keys: string): readonly WriteOperation[] {
  return parseKeys(keys).map(([collection, id]) => ({ op: 'delete', collection, id }))
}

function parseKeys(word: string): readonly (readonly [collection: string, id: string])[] {
  const [collection = '', id = ''] = word.split('/')
  const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(id) ?? []
  if (from === undefined || to === undefined) return [[collection, id]]
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => [collection, `${Number(from) + index}`] as const)
}

function parseFields(text: string): JsonObject {
  const fields: unknown = JSON.parse(text, (_, value: unknown) => {
    const [, character, count] = typeof value === 'string' ? (/^(.)×(\d+)$/u.exec(value) ?? []) : []
    return character === undefined ? value : character.repeat(Number(count))
  })
  if (!isJsonObject(fields)) throw new TranscriptError(`${text} is no object`)
  return fields
}
