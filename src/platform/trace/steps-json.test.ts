import { describe, expect, it } from 'vitest'
import type { Command } from '../../aerodb/command.ts'
import type { JsonObject } from '../../aerodb/json.ts'
import { documentFault } from '../../aerodb/mvcc/document.ts'
import type { NodeStep } from './step.ts'
import { stepsJson, unmarkedCommand } from './steps-json.ts'

/** A document as a caller without types may hand it over. */
function written(value: unknown): Command {
  const document = { _id: 'a', value } as JsonObject
  return { kind: 'write', operations: [{ op: 'put', collection: 'notes', document }], basedOn: null }
}

function readBack(command: Command): Command {
  const [step] = JSON.parse(stepsJson([{ ask: ['r1', command] }])) as [{ readonly ask: readonly [string, Command] }]
  return unmarkedCommand(step.ask[1])
}

function documentIn(command: Command): unknown {
  const [operation] = command.kind === 'write' ? command.operations : []
  return operation?.op === 'put' ? operation.document : undefined
}

describe('steps as JSON', () => {
  it('are as they were where they are plain JSON', () => {
    const step: NodeStep = { frame: ['n1', 3, 9], altered: { kind: 'flipBit', bit: 4 }, sum: 7 }
    expect(JSON.parse(stepsJson([step]))).toEqual([step])
    const command = written({ nested: [1, 'two', null, true] })
    expect(readBack(command)).toEqual(command)
  })

  it.each([
    ['not a number', Number.NaN],
    ['infinite', Number.NEGATIVE_INFINITY],
    ['undefined', undefined],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a bigint', 10n],
    ['deep within', [{ x: Number.NaN }]],
  ])('keep what is %s apart from all that JSON can say: it is refused again, for the same reason (DOC-1)', (_name, value) => {
    const asked = written(value)
    const reason = documentFault(documentIn(asked))
    expect(reason).not.toBeNull()
    expect(documentFault(documentIn(readBack(asked)))).toBe(reason)
  })

  it('take nothing for a mark that a document may say', () => {
    const command = written({ notJson: 'NaN', inner: { notJson: 'bigint' } })
    expect(readBack(command)).toEqual(command)
  })
})
