import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { DOCUMENTS, documentOfRule } from '../explorer/specs/documents.ts'

const SPECS = new URL('../../public/specs/', import.meta.url)

it('lists every spec that is shipped, and no other', () => {
  const shipped = readdirSync(SPECS).map((file) => file.replace(/\.md$/, ''))
  expect(DOCUMENTS.map(({ name }) => name).toSorted()).toEqual(shipped.toSorted())
})

it('finds the document of every rule that is defined', () => {
  for (const { name } of DOCUMENTS) {
    const text = readFileSync(new URL(`${name}.md`, SPECS), 'utf8')
    for (const [, rule = ''] of text.matchAll(/^### ([A-Z]+-\d+) /gm)) expect(documentOfRule(rule), rule).toBe(name)
  }
})

it('knows no document of what is no rule', () => {
  expect(documentOfRule('NONE-1')).toBeNull()
})
