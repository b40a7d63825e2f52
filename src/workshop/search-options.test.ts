import { expect, test } from 'vitest'
import { REMOVABLE } from '../simulation/search/rules/take-away.ts'
import { BOUNDED, scopeOf } from '../simulation/search/scope.ts'
import { searchOptions } from './search-options.mjs'

const SEARCH = { BOUNDED, REMOVABLE, scopeOf }
const THREADS = 2

function asked(...args: readonly string[]) {
  const options = searchOptions(args, SEARCH, THREADS)
  if ('code' in options) throw new Error(options.message)
  return options
}

function refusal(...args: readonly string[]): string {
  const options = searchOptions(args, SEARCH, THREADS)
  if (!('code' in options)) throw new Error(`${args.join(' ')} was taken`)
  return `${options.code}: ${options.message}`
}

test('three nodes to which only that happens which is asked for', () => {
  expect(asked('--writes', '1')).toEqual({
    scope: scopeOf({ writes: 1 }, { nodes: 3 }),
    bounds: { states: 5_000_000, depth: 1000 },
    without: null,
    threads: THREADS,
    trace: null,
  })
})

test('each thing that may happen has an option', () => {
  const named = BOUNDED.map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)
  const counted = named.flatMap((option, index) => [option, String(index)])
  expect(asked(...counted).scope.bounds).toEqual(Object.fromEntries(BOUNDED.map((name, index) => [name, index])))
})

test('a scope is how many nodes, where they begin, when they flush and whom clients ask', () => {
  expect(asked('--nodes', '2', '--from', 'claimed', '--sync', 'group', '--any-node').scope).toEqual(
    scopeOf({}, { nodes: 2, begin: 'claimed', sync: 'group', writesTo: 'anyNode' }),
  )
  expect(asked('--from', 'created').scope.begin).toBe('created')
})

test('how far a search goes, and where its trace goes', () => {
  expect(asked('--writes', '1', '--states', '10', '--depth', '4', '--threads', '1', '--trace', 'found.json')).toMatchObject({
    bounds: { states: 10, depth: 4 },
    threads: 1,
    trace: 'found.json',
  })
})

test('every rule that a node keeps can be taken away, a structural one by its mutation', () => {
  for (const removable of REMOVABLE) expect(asked('--writes', '1', '--without', removable.rule).without).toEqual(removable)
})

test('a search in which nothing may happen proves nothing, and is refused', () => {
  expect(refusal('--nodes', '2')).toContain('AERO_SEARCH_OPTION: nothing may happen')
  expect(refusal('--without', 'MODEL-8')).toContain('npm run rules -- MODEL-8')
  expect(asked('--from', 'created').scope.bounds).toEqual(scopeOf({}, {}).bounds)
})

test.each([
  [['--write', '1'], "Unknown option '--write'"],
  [['1'], "Unexpected argument '1'"],
  [['--writes'], "Option '--writes <value>' argument missing"],
  [['--writes', 'many'], '--writes is "many": it takes a count'],
  [['--writes=-1'], '--writes is "-1": it takes a count'],
  [['--writes', '1.5'], '--writes is "1.5": it takes a count'],
  [['--crashes', '256'], '--crashes is "256": 255 at most'],
  [['--nodes', '0'], '--nodes is "0": from 1 to 8'],
  [['--nodes', '9'], '--nodes is "9": from 1 to 8'],
  [['--threads', '0'], '--threads is "0": there must be one at least'],
  [['--from', 'stopped'], '--from is "stopped": it takes running, created or claimed'],
  [['--from', 'claimed', '--nodes', '1'], '--from is "claimed": --nodes must be two at least, for a second Primary'],
  [['--sync', 'none'], '--sync is "none": it takes each or group'],
  [['--trace', ''], '--trace is "": it takes a name'],
  [['--without', ''], '--without is "": it takes a name'],
])('%j is refused, with the reason', (args, message) => {
  expect(refusal(...args)).toContain(`AERO_SEARCH_OPTION: ${message}`)
})

test.each([
  ['MODEL-44', 'near it: MODEL-4 (writeAdmission), '],
  ['model-4', 'near it: MODEL-4 (writeAdmission), '],
  ['readRole', 'near it: READ-1 (readRole), '],
  ['WAL-80', 'near it: WAL-8, '],
  ['xyz', 'they are of WAL, '],
])('a rule that there is not, such as %s, is refused with those that are like it', (rule, near) => {
  expect(refusal('--without', rule)).toContain(`--without is "${rule}": there is no such rule; ${near}`)
})
