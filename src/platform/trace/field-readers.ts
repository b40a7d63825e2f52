import { malformedTrace, traceTooLarge } from './malformed.ts'
import { TRACE_LIMITS } from './trace-limits.ts'

/** Readers of values that came from outside. Each gives the value as what it was seen to be, or throws AERO_TRACE_MALFORMED naming the place. */

export type Fields = Readonly<Record<string, unknown>>

export function fieldsAt(place: string, value: unknown): Fields {
  if (!isFields(value)) throw malformedTrace(place, 'an object', value)
  return value
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Nothing that is not known: what a later version means by it can't be guessed. */
export function onlyFields(place: string, fields: Fields, known: readonly string[]): void {
  for (const field in fields)
    if (!known.includes(field)) throw malformedTrace(`${place}.${field.slice(0, 40)}`, 'absent', fields[field])
}

export function textAt(place: string, value: unknown, most: number = TRACE_LIMITS.textCharacters): string {
  if (typeof value !== 'string') throw malformedTrace(place, 'text', value)
  if (value.length > most) throw malformedTrace(place, `text of at most ${most} characters`, value)
  return value
}

export function nameAt(place: string, value: unknown): string {
  const name = textAt(place, value, TRACE_LIMITS.nameCharacters)
  if (name === '') throw malformedTrace(place, 'a name', value)
  return name
}

export function wholeAt(place: string, value: unknown, least: number, most: number = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most)
    throw malformedTrace(place, `a whole number from ${least} to ${most}`, value)
  return value
}

export function oneOfAt<T extends string>(place: string, value: unknown, choices: readonly T[]): T {
  const chosen = choices.find((choice) => choice === value)
  if (chosen === undefined) throw malformedTrace(place, `one of ${choices.join(', ')}`, value)
  return chosen
}

export function listAt(place: string, value: unknown, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw malformedTrace(place, 'a list', value)
  if (value.length > most) throw traceTooLarge(place, value.length, most)
  return value
}

/** A list of exactly so many. */
export function tupleAt(place: string, value: unknown, length: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length !== length) throw malformedTrace(place, `a list of ${length}`, value)
  return value
}

const HEX_DIGEST = /^[0-9a-f]{32}$/

export function digestAt(place: string, value: unknown): string {
  if (typeof value !== 'string' || !HEX_DIGEST.test(value)) throw malformedTrace(place, '32 hex digits', value)
  return value
}

/** Whether a value is JSON, and nowhere nested deeper than the limit. Walks no deeper itself. */
export function isShallowJson(value: unknown, depth: number = TRACE_LIMITS.depth): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return Number.isFinite(value)
    case 'object':
      if (value === null) return true
      return depth > 0 && Object.values(value).every((inner) => isShallowJson(inner, depth - 1))
    case 'bigint':
    case 'function':
    case 'symbol':
    case 'undefined':
      return false
  }
}
