import { describe, expect, test } from 'vitest'
import { parseSpecification, ruleReferences, ruleRow } from './parse-specification.ts'

const DOCUMENT = `# EXAMPLE: how it looks

Status: approved for implementation

- [x] one thing — LOG-1
- [ ] another

## Rules

Text between, with LOG-1 in it.

### LOG-1 · The envelope verifies

| | |
|---|---|
| Kind | guard |
| Function | \`frameEnvelope\` |

| Id | Another table |
|---|---|
| A | b |

### Not a rule

\`\`\`
### LOG-9 · Within a fence
\`\`\`

## Matrix

| Id | Failure | Outcome |
|---|---|---|
| FAIL-1 | dies | fatal |
| FAIL-2 | lives | the operation is durable |
`

describe('a document of the specs is taken apart', () => {
  const specification = parseSpecification(DOCUMENT)

  test('title, status and criteria', () => {
    expect(specification.title).toBe('EXAMPLE: how it looks')
    expect(specification.status).toBe('approved for implementation')
    expect(specification.criteria).toEqual([
      { met: true, text: 'one thing — LOG-1' },
      { met: false, text: 'another' },
    ])
  })

  test('a rule is a heading of level 3 with an id, and the first table beneath it', () => {
    expect(specification.rules.map(({ id, title, line }) => ({ id, title, line }))).toEqual([
      { id: 'LOG-1', title: 'The envelope verifies', line: 12 },
    ])
    const [rule] = specification.rules
    if (rule === undefined) throw new Error('no rule')
    expect(rule.rows).toEqual([
      { name: 'Kind', value: 'guard' },
      { name: 'Function', value: '`frameEnvelope`' },
    ])
    expect(ruleRow(rule, 'Kind')).toBe('guard')
    expect(ruleRow(rule, 'Why')).toBeNull()
    expect(rule.markdown).toMatch(/^### LOG-1/)
    expect(rule.markdown).not.toMatch(/Not a rule/)
  })

  test('a failure is a row of a table that begins with its id', () => {
    expect(specification.failures).toEqual([
      { id: 'FAIL-1', cells: ['FAIL-1', 'dies', 'fatal'], line: 33 },
      { id: 'FAIL-2', cells: ['FAIL-2', 'lives', 'the operation is durable'], line: 34 },
    ])
  })

  test('sections follow the headings, and a fence has none', () => {
    expect(specification.sections.map(({ level, heading }) => `${level} ${heading}`)).toEqual([
      '1 EXAMPLE: how it looks',
      '2 Rules',
      '3 LOG-1 · The envelope verifies',
      '3 Not a rule',
      '2 Matrix',
    ])
  })

  test('the sections, put together, are the document', () => {
    const together = specification.sections.map(({ markdown }) => markdown).join('\n')
    const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '')
    expect(lines(together)).toEqual(lines(DOCUMENT))
  })

  test('a document with nothing in it is taken apart into nothing', () => {
    expect(parseSpecification('')).toEqual({ title: null, status: null, criteria: [], sections: [], rules: [], failures: [] })
  })
})

test('the ids that a text names are found, and what only looks like one is not', () => {
  expect(ruleReferences('By WAL-1 to WAL-11, FAIL-3; not CRC-32, UTF-8, xLOG-1, Phase-1.')).toEqual([
    { id: 'WAL-1', offset: 3 },
    { id: 'WAL-11', offset: 12 },
    { id: 'FAIL-3', offset: 20 },
  ])
})
