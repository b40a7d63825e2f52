import { expect, it } from 'vitest'
import { evidenceFacts, factName } from './evidence.ts'

it.each([
  ['expectedLsn', 'expected LSN'],
  ['appliedCommitId', 'applied CommitId'],
  ['commitId', 'CommitId'],
  ['historyId', 'history id'],
  ['role', 'role'],
  ['configuredPrimaries', 'configured primaries'],
])('names the fact %s "%s"', (field, name) => {
  expect(factName(field)).toBe(name)
})

it('gives every fact in order, shortens digests and keeps them whole beside', () => {
  const chain = '7f3a5c1e9b2d4f6081a3c5e7f9b1d3f5'
  expect(
    evidenceFacts({
      firstLsn: 134,
      chain,
      openViews: [],
      held: true,
      largest: 9007199254740991,
      inner: { rule: 'WAL-2' },
      nothing: null,
    }),
  ).toEqual([
    { name: 'first LSN', value: '134', whole: '134' },
    { name: 'chain', value: '7f3a5c1e…', whole: chain },
    { name: 'open views', value: 'none', whole: 'none' },
    { name: 'held', value: 'yes', whole: 'yes' },
    { name: 'largest', value: '9007199254740991', whole: '9007199254740991' },
    { name: 'inner', value: 'rule WAL-2', whole: 'rule WAL-2' },
    { name: 'nothing', value: 'none', whole: 'none' },
  ])
})
