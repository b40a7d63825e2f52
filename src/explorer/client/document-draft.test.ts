import { describe, expect, it } from 'vitest'
import { commitIdOfDraft, documentOfDraft, keyFault } from './document-draft.ts'

describe('documentOfDraft (DOC-1)', () => {
  it('adds the id to what was typed', () => {
    expect(documentOfDraft('k1', '{"text": "hello"}')).toEqual({ sound: true, value: { _id: 'k1', text: 'hello' } })
    expect(documentOfDraft('k1', '  ')).toEqual({ sound: true, value: { _id: 'k1' } })
    expect(documentOfDraft('k1', '{"_id": "k1", "n": 1}')).toMatchObject({ sound: true })
  })

  it.each([
    ['{"text": ', /^Not JSON/],
    ['[1, 2]', /JSON object/],
    ['null', /JSON object/],
    ['"text"', /JSON object/],
    ['{"_id": "other"}', /"other".*"k1"/],
  ])('refuses %s with a reason', (text, fault) => {
    const verdict = documentOfDraft('k1', text)
    expect(verdict.sound ? '' : verdict.fault).toMatch(fault)
  })

  it('refuses what the engine refuses: text that is not well-formed', () => {
    expect(documentOfDraft('k1', '{"text": "\\ud800"}')).toMatchObject({ sound: false })
  })

  it('takes a field named __proto__ as a field', () => {
    const verdict = documentOfDraft('k1', '{"__proto__": {"x": 1}}')
    expect(verdict.sound && Object.getPrototypeOf(verdict.value) === Object.prototype).toBe(true)
  })
})

describe('keyFault (DOC-2)', () => {
  it('accepts a collection and an id, which may hold colons itself', () => {
    expect(keyFault('notes', 'a:b')).toBeNull()
  })

  it.each([
    ['', 'k1'],
    ['notes', ''],
    ['no:tes', 'k1'],
  ])('refuses "%s" and "%s"', (collection, id) => {
    expect(keyFault(collection, id)).not.toBeNull()
  })
})

it('a CommitId is a whole number, or left out', () => {
  expect(commitIdOfDraft('')).toEqual({ sound: true, value: null })
  expect(commitIdOfDraft(' 41 ')).toEqual({ sound: true, value: 41 })
  for (const text of ['-1', '1.5', 'x', '9007199254740993']) expect(commitIdOfDraft(text).sound).toBe(false)
})
