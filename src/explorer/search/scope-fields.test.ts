import { expect, test } from 'vitest'
import { BOUNDED, scopeOf } from '../../simulation/search/scope.ts'
import { ADVANCED_GROUPS, allowedIn, COMMON_GROUPS, scopeProblem } from './scope-fields.ts'

const FIELDS = [...COMMON_GROUPS, ...ADVANCED_GROUPS].flatMap(({ fields }) => fields)

test('everything that a search bounds has one field, with a label of its own', () => {
  expect(FIELDS.map(({ name }) => name).toSorted()).toEqual([...BOUNDED].toSorted())
  expect(new Set(FIELDS.map(({ label }) => label)).size).toBe(FIELDS.length)
})

test('what could not happen is said before it is searched for', () => {
  expect(scopeProblem(scopeOf({ writes: 1 }, { nodes: 1 }))).toBeNull()
  expect(scopeProblem(scopeOf({ writes: 1, drops: 1 }, { nodes: 1 }))).toMatch(/^One node has no links/)
  expect(scopeProblem(scopeOf({ writes: 1, drops: 1 }))).toBeNull()
  expect(scopeProblem(scopeOf({}))).toMatch(/nothing happens by itself/)
  expect(scopeProblem(scopeOf({}, { begin: 'created' }))).toBeNull()
  expect(scopeProblem(scopeOf({}, { begin: 'claimed' }))).toBeNull()
  expect(scopeProblem(scopeOf({}, { begin: 'claimed', nodes: 1 }))).toMatch(/no second Primary/)
})

test('a group says how much of it is allowed', () => {
  expect(allowedIn(ADVANCED_GROUPS, scopeOf({ writes: 1 }))).toBe(0)
  expect(allowedIn(ADVANCED_GROUPS, scopeOf({ writes: 1, bootstraps: 2, aborts: 1 }))).toBe(2)
})
