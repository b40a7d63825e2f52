// What a host of a search needs of it, Node or page: everything that both the thread that keeps the ledger and those that expand have in common.
export { loadHash128 } from '../../platform/hashing.ts'
export { BreadthFirstSearch, initialOf } from './breadth-first.ts'
export { ClusterModel } from './cluster-model.ts'
export { counterexample } from './counterexample.ts'
export { Expander, labelsAlong } from './expander.ts'
export { PooledSearch } from './pooled-search.ts'
export { engineWithout, REMOVABLE } from './rules/take-away.ts'
export { BOUNDED, scopeOf, scopeText } from './scope.ts'
