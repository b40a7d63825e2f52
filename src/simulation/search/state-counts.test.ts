import { expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { BreadthFirstSearch } from './breadth-first.ts'
import { ClusterModel } from './cluster-model.ts'
import { type Scope, scopeOf, scopeText } from './scope.ts'

const hash = await loadHash128()
const UNBOUNDED = { states: 1_000_000, depth: 1_000 }
const EVERYTHING = Number.POSITIVE_INFINITY
/** More than one scope needs, so that every search is known to end by itself. */
const SEARCH_MILLIS = 60_000

/**
 * How many states there are in a scope, and how far the furthest is. A digest that took in less would find fewer, and one that told apart what can't
 * matter would find more: either is a change of the engine, or of what a search takes for a state, that has to be understood before it is written here.
 */
const COUNTS: readonly (readonly [scope: Scope, states: number, depth: number])[] = [
  [scopeOf({}, { begin: 'created' }), 19, 11],
  [scopeOf({ writes: 1 }, { begin: 'claimed', writesTo: 'anyNode' }), 161, 10],
  [scopeOf({ writes: 2 }), 21, 10],
  [scopeOf({ writes: 2 }, { sync: 'group' }), 21, 10],
  [scopeOf({ writes: 1 }, { nodes: 3 }), 18, 8],
  [scopeOf({ writes: 1, crashes: 1 }), 159, 12],
  [scopeOf({ writes: 1, midStepCrashes: 1 }, { nodes: 3 }), 1087, 19],
  [scopeOf({ writes: 2, drops: 1, duplicates: 1 }), 136, 11],
  [scopeOf({ writes: 1, crashes: 1, staleStarts: 1 }), 394, 16],
  [scopeOf({ writes: 1, reads: 1, views: 1, aborts: 1 }, { nodes: 1 }), 42, 4],
  [scopeOf({ writes: 1, bootstraps: 1 }), 135, 18],
]

test.each(COUNTS.map(([scope, states, depth]) => ({ name: scopeText(scope), scope, states, depth })))(
  'there are $states states, $depth steps deep: $name',
  ({ scope, states, depth }) => {
    const found = new BreadthFirstSearch(new ClusterModel(hash, scope), UNBOUNDED).advance(EVERYTHING)
    expect(found).toMatchObject({ kind: 'exhausted', violation: null, states, depth })
  },
  SEARCH_MILLIS,
)
