import fc from 'fast-check'
import { ModelDatabase } from './model-database.ts'
import { N1, N2, N3, type Sets, type Told } from './told.ts'

/** Few of each, so that they meet. */
const ID = fc.constantFrom('a', 'b')
const TEXT = fc.constantFrom('one', 'two', null)
const SETS: fc.Arbitrary<Sets> = fc.oneof(fc.record({ a: TEXT }), fc.record({ b: TEXT }), fc.record({ a: TEXT, b: TEXT }))
const COMMIT = fc.integer({ min: 1, max: 4 })
const BOUND = fc.integer({ min: 0, max: 4 })

const ASKS_WRITE = fc.record({
  kind: fc.constant('asksWrite' as const),
  node: fc.constantFrom(N1, N1, N3),
  sets: SETS,
  basedOn: fc.constantFrom(null, null, null, 0, 1, 2),
})
const ASKS_READ = fc.record({
  kind: fc.constant('asksRead' as const),
  node: fc.constantFrom(N1, N2, N3),
  id: ID,
  isNewest: fc.boolean(),
})
const TELLS = fc.record({
  kind: fc.constantFrom('acknowledged' as const, 'acknowledged' as const, 'unknown' as const, 'rejected' as const),
  pick: fc.nat(5),
  commitId: COMMIT,
  version: BOUND,
  bound: BOUND,
  text: TEXT,
})

/** Whatever clients could be told by anyone at all. */
export const ANYTHING: fc.Arbitrary<readonly Told[]> = fc
  .array(fc.oneof(ASKS_WRITE, ASKS_READ, TELLS, TELLS), { maxLength: 16 })
  .map((moves) => {
    const told: Told[] = []
    const waiting: Extract<Told, { readonly kind: 'asksWrite' | 'asksRead' }>[] = []
    for (const [request, move] of moves.entries()) {
      if (move.kind === 'asksWrite' || move.kind === 'asksRead') {
        const asks = { ...move, request }
        told.push(asks)
        waiting.push(asks)
        continue
      }
      const [asks] = waiting.splice(move.pick % Math.max(1, waiting.length), 1)
      if (asks === undefined) continue
      const { kind, commitId, version, bound, text } = move
      const isNothing = version === 0
      if (asks.kind === 'asksRead') {
        told.push({
          kind: 'served',
          request: asks.request,
          version,
          bound: Math.max(version, bound),
          text: isNothing ? null : text,
        })
      } else if (kind === 'acknowledged') told.push({ kind, request: asks.request, commitId })
      else told.push({ kind, request: asks.request })
    }
    return told
  })

const STEP = fc.oneof(
  { weight: 5, arbitrary: ASKS_WRITE },
  { weight: 4, arbitrary: ASKS_READ },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('commits' as const), node: fc.constantFrom(N1, N1, N3) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('answers' as const), pick: fc.nat(9), lagCommits: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('dies' as const), node: fc.constantFrom(N1, N1, N3) }) },
)

/** What clients of a sound database are told. */
export const RIGHTFUL: fc.Arbitrary<readonly Told[]> = fc
  .array(STEP, { minLength: 12, maxLength: 40, size: 'max' })
  .map((steps) => {
    const database = new ModelDatabase()
    for (const step of steps) database.take(step)
    return database.told
  })

/** The same with one answer that is not right, or need not be. */
export const ALTERED: fc.Arbitrary<readonly Told[]> = fc
  .tuple(RIGHTFUL, fc.nat(), fc.constantFrom(-2, -1, 1, 2), TEXT, fc.nat(3))
  .map(([told, pick, by, text, how]) => {
    const answers = told.flatMap((one, index) => (one.kind === 'asksRead' || one.kind === 'asksWrite' ? [] : [index]))
    const at = answers[pick % Math.max(1, answers.length)]
    return told.map((one, index) => (index === at ? altered(one, by, text, how) : one))
  })

const UNKNOWN = fc.record({
  ids: fc.constantFrom(['a'], ['b'], ['a', 'b']),
  basedOn: fc.constantFrom(null, null, 0, 1, 2),
  commitId: fc.constantFrom(null, null, null, 1, 2),
})
const SHOWN = fc.record({ id: ID, version: BOUND, beyond: fc.nat(1), node: fc.constantFrom(N1, N2), isNewest: fc.boolean() })

/** Write sets that differ in their documents only, and of few of which any client was told: what reads show may be of many. */
export const UNTOLD: fc.Arbitrary<readonly Told[]> = fc
  .tuple(fc.array(UNKNOWN, { minLength: 2, maxLength: 5 }), fc.array(SHOWN, { minLength: 2, maxLength: 6 }))
  .map(([writes, reads]) => {
    const asks = writes.map(({ ids, basedOn }, request): Told => {
      return { kind: 'asksWrite', request, node: N1, sets: Object.fromEntries(ids.map((id) => [id, 'alike'])), basedOn }
    })
    const answers = writes.map(({ commitId }, request): Told => {
      return commitId === null ? { kind: 'unknown', request } : { kind: 'acknowledged', request, commitId }
    })
    const shown = reads.flatMap(({ id, version, beyond, node, isNewest }, index): readonly Told[] => {
      const request = writes.length + index
      const text = version === 0 ? null : 'alike'
      return [
        { kind: 'asksRead', request, node, id, isNewest },
        { kind: 'served', request, version, bound: version + beyond, text },
      ]
    })
    return [...asks, ...answers, ...shown]
  })

function altered(told: Told, by: number, text: string | null, how: number): Told {
  if (told.kind === 'acknowledged') {
    if (how === 0) return { kind: 'rejected', request: told.request }
    if (how === 1) return { kind: 'unknown', request: told.request }
    return { ...told, commitId: Math.max(1, told.commitId + by) }
  }
  if (told.kind === 'unknown') return { ...told, kind: 'rejected' }
  if (told.kind !== 'served') return told
  if (how === 0) return { ...told, bound: Math.max(told.version, told.bound + by) }
  if (how === 1) return { ...told, text: told.version === 0 ? null : text }
  const version = Math.max(0, Math.min(told.bound, told.version + by))
  return { ...told, version, text: version === 0 ? null : text }
}
