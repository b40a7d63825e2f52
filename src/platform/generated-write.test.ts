import { describe, expect, it } from 'vitest'
import { generatedCommand, noteOperation } from './generated-write.ts'

describe('generated writes', () => {
  it('are a function of their numbers alone', () => {
    const write = { kind: 'bulk', index: 7, documents: 3, bodyBytes: 40 } as const
    expect(generatedCommand(write)).toEqual(generatedCommand({ ...write }))
    expect(generatedCommand(write)).not.toEqual(generatedCommand({ ...write, index: 8 }))
  })

  it('touch every one of twelve notes, and delete each in its turn', () => {
    const operations = Array.from({ length: 12 * 11 }, (_, index) => noteOperation(index))
    const deleted = operations.flatMap((operation) => (operation.op === 'delete' ? [operation.id] : []))
    expect(new Set(deleted).size).toBe(12)
    const put = operations.flatMap((operation) => (operation.op === 'put' ? [operation.document._id] : []))
    expect(new Set(put).size).toBe(12)
  })

  it('give the bulk documents of one batch bodies without a stretch in common', () => {
    const command = generatedCommand({ kind: 'bulk', index: 3, documents: 256, bodyBytes: 256 })
    if (command.kind !== 'write') throw new Error('a generated write is a write')
    const bodies = command.operations.map((each) => (each.op === 'put' ? JSON.stringify(each.document.body) : ''))
    const stretches = bodies.flatMap((body) => Array.from({ length: 256 - 15 }, (_, start) => body.slice(start, start + 16)))
    expect(new Set(stretches).size).toBe(stretches.length)
  })

  it('give bulk documents ids that never repeat and bodies of the length asked for', () => {
    const documents = [0, 1].flatMap((index) => {
      const command = generatedCommand({ kind: 'bulk', index, documents: 1_000, bodyBytes: 256 })
      return command.kind === 'write' ? command.operations.flatMap((each) => (each.op === 'put' ? [each.document] : [])) : []
    })
    expect(new Set(documents.map((document) => document._id)).size).toBe(2_000)
    expect(documents.every((document) => typeof document.body === 'string' && document.body.length === 256)).toBe(true)
  })
})
