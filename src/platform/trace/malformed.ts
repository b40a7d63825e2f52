import { AeroFailure } from '../failure.ts'

/** Names the place, what is wanted there, and what stands there. */
export function malformedTrace(place: string, expected: string, got: unknown): AeroFailure {
  const shown = shownAs(got)
  return AeroFailure.refusing('AERO_TRACE_MALFORMED', `${place} must be ${expected}, and is ${shown}`, {
    place,
    expected,
    got: shown,
  })
}

/** What the trace holds too much of. */
export function traceTooLarge(what: string, size: number, most: number): AeroFailure {
  return AeroFailure.refusing('AERO_TRACE_TOO_LARGE', `${what}: ${size}, and at most ${most} are taken`, { what, size, most })
}

const SHOWN_CHARACTERS = 80

/** Short, whatever it is: what is handed over may be large, deep or cyclic. */
function shownAs(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value)
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? `a list of ${value.length}` : `an object with ${fieldNames(value)}`
    case 'number':
    case 'boolean':
      return String(value)
    case 'undefined':
      return 'absent'
    case 'bigint':
    case 'function':
    case 'symbol':
      return `a ${typeof value}`
  }
}

function fieldNames(value: object): string {
  const names = Object.keys(value)
  if (names.length === 0) return 'no fields'
  const shown = names.slice(0, 6).map((name) => (name.length > 24 ? `${name.slice(0, 24)}…` : name))
  return `${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}`
}
