import { isWellFormed } from '../rules/documents.ts'

/** Deeper nesting than this is refused rather than walked. */
const MAX_DEPTH = 64

/** What keeps a value from being a document: a JSON object with a string `_id`. Null where nothing does. (DOC-1) */
export function documentFault(value: unknown): string | null {
  if (!isPlainObject(value)) return 'not a JSON object'
  const { _id: id } = value
  if (typeof id !== 'string' || id === '') return 'its _id is not a string of at least one character'
  return valueFault(value, '', 0)
}

function valueFault(value: unknown, path: string, depth: number): string | null {
  if (value === null || typeof value === 'boolean') return null
  if (typeof value === 'string') return isWellFormed(value) ? null : `${path} is not well-formed text`
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${path} is not a finite number`
  if (depth === MAX_DEPTH) return `${path} is nested deeper than ${MAX_DEPTH}`
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const fault = valueFault(value[index], `${path}[${index}]`, depth + 1)
      if (fault !== null) return fault
    }
    return null
  }
  if (!isPlainObject(value)) return `${path} is not a JSON value`
  for (const field in value) {
    if (!isWellFormed(field)) return `a field of ${path === '' ? 'the document' : path} is not well-formed text`
    const fault = valueFault(value[field], path === '' ? field : `${path}.${field}`, depth + 1)
    if (fault !== null) return fault
  }
  return null
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
