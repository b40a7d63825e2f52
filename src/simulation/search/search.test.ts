import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createNode } from '../../aerodb/create-node.ts'
import { digestHex } from '../../aerodb/digest.ts'
import { GUARDS } from '../../aerodb/rules/guards.ts'
import type { Fact } from '../../invariants/fact.ts'
import { Judge } from '../../invariants/judge.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import type { Choice } from '../choice.ts'
import { ImpossibleChoice } from '../impossible-choice.ts'
import { reducedProtocol } from '../reduced/reduced-protocol.ts'
import { SimulatedCluster } from '../simulated-cluster.ts'
import { STALE_BATCHES } from '../simulated-disk.ts'
import { BreadthFirstSearch, initialOf } from './breadth-first.ts'
import { ClusterDigests } from './cluster-digest.ts'
import { begin, ClusterModel, clusterOptions } from './cluster-model.ts'
import { counterexample } from './counterexample.ts'
import { Expander } from './expander.ts'
import { PooledSearch } from './pooled-search.ts'
import { possibleSteps } from './possible-steps.ts'
import { BOUNDED, scopeOf } from './scope.ts'

const hash = await loadHash128()
const UNBOUNDED = { states: 1_000_000, depth: 1_000 }
const EVERYTHING = Number.POSITIVE_INFINITY
/** More than one seed needs, so that every search is known to end by itself. */
const SEARCH_MILLIS = 60_000

const EVERYTHING_ONCE = Object.fromEntries(BOUNDED.map((name) => [name, 1]))

/** A pool in one thread, whose expanders speak in an order drawn from `order`. */
function searchInPool(expanders: number, order: readonly number[]) {
  const model = reducedProtocol(hash, { writes: 3, window: 2, capacity: 2, faults: 2, epochs: 2 })
  const pool = new PooledSearch(UNBOUNDED, expanders)
  const threads = Array.from({ length: expanders }, () => new Expander(model))
  for (const [index, { assignment }] of pool.open(initialOf(model)).entries()) threads[index]?.adopt(assignment)
  let busy = threads.map((_, index) => index)
  for (let turn = 0; ; turn++) {
    const pick = (order[turn % order.length] ?? 0) % busy.length
    const speaker = busy[pick] ?? 0
    const thread = threads[speaker]
    if (thread === undefined) throw new Error(`no expander ${speaker}`)
    const found = thread.expand(7)
    const isDone = thread.left === 0
    if (isDone) busy = busy.filter((index) => index !== speaker)
    const next = pool.take(speaker, { kind: 'found', found, isDone })
    if (next === null) return pool.progress
    for (const [index, { assignment }] of next.entries()) threads[index]?.adopt(assignment)
    if (next.length > 0) busy = threads.map((_, index) => index)
  }
}

/** Whether the choice was possible. */
function takes(cluster: SimulatedCluster, choice: Choice): boolean {
  try {
    cluster.take(choice)
    return true
  } catch (error) {
    if (error instanceof ImpossibleChoice) return false
    throw error
  }
}

test('a search finds the same, however many expanders it has and however fast each of them is', () => {
  const alone = new BreadthFirstSearch(
    reducedProtocol(hash, { writes: 3, window: 2, capacity: 2, faults: 2, epochs: 2 }),
    UNBOUNDED,
  ).advance(EVERYTHING)
  expect(alone.kind).toBe('exhausted')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.nat(20), { minLength: 1 }), (expanders, order) => {
      expect(searchInPool(expanders, order)).toEqual(alone)
    }),
    { numRuns: 10 },
  )
})

test('what a search runs is the engine: along any history its nodes stand where plain nodes do, and its judge where a plain judge does', () => {
  const scope = scopeOf(
    { ...EVERYTHING_ONCE, writes: 3, reads: 2, crashes: 2 },
    { nodes: 2, begin: 'created', writesTo: 'anyNode' },
  )
  const model = new ClusterModel(hash, scope)
  const digests = new ClusterDigests(hash, STALE_BATCHES)
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { maxLength: 80 }), (picks) => {
      const judge = new Judge()
      const sink = (fact: Fact): void => judge.take(fact)
      const plain = new SimulatedCluster({ ...clusterOptions(hash, scope), sink, positionEverySteps: 1 })
      begin(plain, scope)
      let moment = model.initial()
      for (const pick of picks) {
        const steps = model.labels(moment)
        expect(possibleSteps(plain, scope, moment.allowance.left)).toEqual(steps)
        const step = steps[pick % Math.max(1, steps.length)]
        if (step === undefined) break
        const next = model.take(moment, step)
        expect(takes(plain, step.choice)).toBe(next !== null)
        moment = next ?? moment
        expect(digestHex(digests.of(plain, []))).toBe(digestHex(digests.of(moment.cluster, [])))
        expect(digestHex(judge.digest(hash))).toBe(digestHex(moment.past.digest))
      }
    }),
    { numRuns: 150 },
  )
})

test(
  'no order of events in a small scope breaks an invariant: three nodes, a write, a crash',
  () => {
    const scope = scopeOf({ writes: 1, crashes: 1 }, { nodes: 3 })
    const { kind, violation, states } = new BreadthFirstSearch(new ClusterModel(hash, scope), UNBOUNDED).advance(EVERYTHING)
    expect(violation).toBeNull()
    expect(kind).toBe('exhausted')
    expect(states).toBeGreaterThan(2_000)
  },
  SEARCH_MILLIS,
)

test(
  'without WAL-2 the shortest history that goes wrong is found, and a plain run of it bears it out',
  () => {
    const guards = { ...GUARDS, recordChecksum: { ...GUARDS.recordChecksum, holds: () => true } }
    const engine = { guards, build: createNode }
    const scope = scopeOf({ writes: 1, crashes: 1, damages: 1 })
    const search = new BreadthFirstSearch(new ClusterModel(hash, scope, engine), UNBOUNDED)
    expect(search.advance(EVERYTHING).kind).toBe('violated')
    const choices = search.path.map(({ choice }) => choice)
    const found = counterexample(hash, scope, choices, 'test', engine)
    expect(found.invariants).toContain(search.progress.violation?.what)
    expect(found.steps).toHaveLength(choices.length)
    const shorter = new BreadthFirstSearch(new ClusterModel(hash, scope, engine), {
      states: EVERYTHING,
      depth: choices.length - 1,
    })
    expect(shorter.advance(EVERYTHING).kind).toBe('bounded')
  },
  SEARCH_MILLIS,
)
