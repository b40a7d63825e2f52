import { describe, expect, it } from 'vitest'
import type { Command } from '../aerodb/command.ts'
import type { JsonObject } from '../aerodb/json.ts'
import { type LoggedInput, loggedJson } from './logged-input.ts'

/** A value as a caller without types may hand it over. */
function written(value: unknown): LoggedInput {
  const document = { _id: 'a', value } as JsonObject
  const command: Command = { kind: 'write', operations: [{ op: 'put', collection: 'notes', document }], basedOn: null }
  return { input: 'command', request: 'r1', command }
}

describe('a logged input', () => {
  it('is plain JSON', () => {
    const logged: LoggedInput = { input: 'frame', peer: 'n1', incarnation: 3, number: 9, alteration: { kind: 'flipBit', bit: 4 } }
    expect(JSON.parse(loggedJson([logged]))).toEqual([logged])
    const command = written({ nested: [1, 'two', null, true] })
    expect(JSON.parse(loggedJson([command]))).toEqual([command])
  })

  it.each([
    ['not a number', Number.NaN],
    ['infinite', Number.POSITIVE_INFINITY],
    ['undefined', undefined],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a bigint', 10n],
  ])('marks what is %s, so that no replay takes it for something else (DOC-1)', (_name, value) => {
    expect(loggedJson([written(value)])).toContain('"value":{"notJson":')
  })
})
