import { isJsonObject, type JsonObject } from '../aerodb/json.ts'
import { malformed } from './arguments.ts'

/** Deeper than the database looks at any document, so that what lies below changes no verdict (DOC-1); and what a trace has room for. */
const CARRIED_DEPTH = 128

/**
 * A document as it crosses to a worker: a copy, made once, so that whoever handed it over may go on changing theirs. That it is JSON all the way
 * down, and not too deep, is for the node to judge (DOC-1). Refused is only what can't be carried: a function, a cycle, a field that can't be read.
 * @throws AeroFailure AERO_REQUEST_MALFORMED (CLUSTER-2)
 */
export function documentOf(what: string, value: unknown): JsonObject {
  // Before the copy, for what is too deep to copy; after it, for what only the copy shows to be a plain object.
  const copy = attempt(what, value, () => bounded(structuredClone(bounded(value, [])), []))
  if (!isJsonObject(copy)) throw malformed(what, 'a JSON object', value)
  return copy
}

/** Getters and the platform may throw anything. */
function attempt(what: string, value: unknown, copied: () => unknown): unknown {
  try {
    return copied()
  } catch (thrown) {
    const cause = thrown instanceof Error ? thrown.message : `${typeof thrown} was thrown`
    throw malformed(what, `a JSON object that can be carried to a node (${cause})`, value)
  }
}

/** With nothing below the depth that is carried. `above`: what it stands in. */
function bounded(value: unknown, above: readonly object[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  const isList = Array.isArray(value)
  if (!isList && Object.prototype.toString.call(value) !== '[object Object]') return value
  if (above.includes(value)) throw new TypeError('it contains itself')
  if (above.length === CARRIED_DEPTH) return isList ? [] : {}
  const within = [...above, value]
  if (isList) return value.map((inner: unknown) => bounded(inner, within))
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, bounded(inner, within)]))
}
