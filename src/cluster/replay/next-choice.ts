import { type NodeName, nodeName } from '../../aerodb/ids.ts'
import { type Fields, fieldsAt, listAt, nameAt, oneOfAt, onlyFields, wholeAt } from '../../platform/trace/field-readers.ts'
import { malformedTrace } from '../../platform/trace/malformed.ts'
import type { NextChoice } from './worker/replay-messages.ts'

/** What a program may choose for a branch: as many as this at once. */
const CHOICES_MOST = 1_000_000
const KINDS = [
  'settle',
  'writeNote',
  'land',
  'deliver',
  'duplicate',
  'drop',
  'kill',
  'start',
  'linkUp',
  'linkDown',
] as const satisfies readonly NextChoice['kind'][]

/** What can happen next in a branch, in the words of the automation contract. `index` counts frames under way, oldest first; default 0. */
export type BranchChoice =
  /** Everything arrives and lands, until nothing moves. */
  | { readonly kind: 'settle' }
  /** `writeNote`: a client asks for a write. `land`: the batch in flight becomes durable. */
  | { readonly kind: 'writeNote' | 'land' | 'start'; readonly node: string }
  /** `batch`: what becomes of the one in flight, if there is one; default `lost`. */
  | { readonly kind: 'kill'; readonly node: string; readonly batch?: 'lands' | 'lost' }
  | { readonly kind: 'deliver' | 'duplicate' | 'drop'; readonly from: string; readonly to: string; readonly index?: number }
  | { readonly kind: 'linkUp' | 'linkDown'; readonly a: string; readonly b: string }

/**
 * What is to happen next in a branch, as a program says it.
 * @throws AeroFailure AERO_TRACE_MALFORMED, AERO_TRACE_TOO_LARGE
 */
export function nextChoicesOf(value: unknown): readonly NextChoice[] {
  return listAt('choices', value, CHOICES_MOST).map((choice, index) => nextChoiceAt(`choices[${index}]`, choice))
}

function nextChoiceAt(place: string, value: unknown): NextChoice {
  const fields = fieldsAt(place, value)
  const kind = oneOfAt(`${place}.kind`, fields.kind, KINDS)
  const only = (...names: readonly string[]) => onlyFields(place, fields, ['kind', ...names])
  const name = (field: string) => memberAt(place, fields, field)
  switch (kind) {
    case 'settle':
      only()
      return { kind }
    case 'writeNote':
    case 'land':
    case 'start':
      only('node')
      return { kind, node: name('node') }
    case 'kill':
      only('node', 'batch')
      return { kind, node: name('node'), batch: oneOfAt(`${place}.batch`, fields.batch ?? 'lost', ['lands', 'lost']) }
    case 'deliver':
    case 'duplicate':
    case 'drop':
      only('from', 'to', 'index')
      return { kind, from: name('from'), to: name('to'), index: wholeAt(`${place}.index`, fields.index ?? 0, 0) }
    case 'linkUp':
    case 'linkDown':
      only('a', 'b')
      if (fields.a === fields.b) throw malformedTrace(`${place}.b`, 'another node than a', fields.b)
      return { kind, a: name('a'), b: name('b') }
  }
}

function memberAt(place: string, fields: Fields, field: string): NodeName {
  return nodeName(nameAt(`${place}.${field}`, fields[field]))
}
