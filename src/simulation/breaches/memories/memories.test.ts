import { expect, test } from 'vitest'
import { digestHex } from '../../../aerodb/digest.ts'
import type { JsonValue } from '../../../aerodb/json.ts'
import { Chronicle } from '../../../invariants/chronicle/chronicle.ts'
import type { Fact } from '../../../invariants/fact.ts'
import { Hearing } from '../../../invariants/hearing.ts'
import type { Invariant } from '../../../invariants/invariant.ts'
import { INVARIANTS } from '../../../invariants/invariants.ts'
import { Judge } from '../../../invariants/judge.ts'
import { loadHash128 } from '../../../platform/hashing.ts'
import { MEMORIES } from './memories.ts'
import { MEMORIES_OF_DISKS } from './of-disks.ts'

const hash = await loadHash128()

/** Pasts of these are drawn and compared with what clients were told as a whole, in `src/simulation/isolation`. */
const COMPARED_ELSEWHERE = new Set(['snapshot-isolation'])
/** What is remembered only to be told if it comes to a breach. */
const EVIDENCE: Readonly<Record<string, readonly string[]>> = {
  'divergence-heeded': ['node', 'peer', 'frame', 'lsn', 'own', 'said'],
}

const CASES = INVARIANTS.flatMap((invariant) =>
  (MEMORIES[invariant.id] ?? []).map((one) => ({ id: invariant.id, invariant, ...one })),
)

function judged(invariants: readonly Invariant[], facts: readonly Fact[]): Judge {
  const judge = new Judge(invariants)
  for (const fact of facts) judge.take(fact)
  return judge
}

const isBroken = (judge: Judge): boolean => judge.breach !== null
const digestAfter = (invariants: readonly Invariant[], facts: readonly Fact[]) =>
  digestHex(judged(invariants, facts).digest(hash))

test.each(CASES)('$id remembers $what', ({ invariant, one, other, future }) => {
  expect([isBroken(judged([invariant], one)), isBroken(judged([invariant], other))]).toEqual([false, false])
  expect(digestAfter([], one)).toBe(digestAfter([], other))
  expect(digestAfter([invariant], one)).not.toBe(digestAfter([invariant], other))
  const [after, afterOther] = [one, other].map((past) => isBroken(judged([invariant], [...past, ...future])))
  expect(after).not.toBe(afterOther)
})

const OF_DISKS = INVARIANTS.flatMap((invariant) =>
  (MEMORIES_OF_DISKS[invariant.id] ?? []).map((one) => ({ id: invariant.id, invariant, ...one })),
)
const chronicleAfter = (facts: readonly Fact[]) => judged([], facts).chronicle.digests(hash).map(digestHex)

test.each(OF_DISKS)('the chronicle remembers for $id $what', ({ invariant, one, other, future }) => {
  expect([isBroken(judged([invariant], one)), isBroken(judged([invariant], other))]).toEqual([false, false])
  expect(chronicleAfter(one)).not.toEqual(chronicleAfter(other))
  const [after, afterOther] = [one, other].map((past) => isBroken(judged([invariant], [...past, ...future])))
  expect(after).not.toBe(afterOther)
})

/** What an invariant remembers of its own. */
function memoryAfter(invariant: Invariant, facts: readonly Fact[]): JsonValue {
  const chronicle = new Chronicle()
  const sitting = invariant.open()
  const { hears, looksAt = [] } = invariant
  const hearing = new Hearing([{ hears: [...hears, ...looksAt] }])
  const bench = { chronicle, check: () => undefined, breach: () => undefined }
  for (const fact of facts) {
    if (hearing.of(fact).length > 0) sitting.take(fact, bench)
    chronicle.take(fact)
  }
  return sitting.memory()
}

/** Entries by name, of which there may be any number. */
function areEntries(parts: readonly JsonValue[]): boolean {
  return parts.every((part) => Array.isArray(part) && part.length > 1 && typeof part[0] !== 'object')
}

interface Placed {
  readonly place: string
  readonly value: JsonValue
}

/** What is at each place of a memory; all entries of one list are at one place. */
function placesIn(memory: JsonValue, place = ''): readonly Placed[] {
  if (typeof memory !== 'object' || memory === null) return [{ place, value: memory }]
  const isList = areEntries(Object.values(memory))
  return Object.entries(memory).flatMap(([key, part]) => placesIn(part, `${place}/${isList ? 'each' : key}`))
}

const textAt = (memory: readonly Placed[], place: string): string =>
  JSON.stringify(memory.filter((placed) => placed.place === place).map(({ value }) => value))

test.each(INVARIANTS)('two pasts differ at each place of what $id remembers', (invariant) => {
  const told = EVIDENCE[invariant.id] ?? []
  const pairs = (MEMORIES[invariant.id] ?? []).map(({ one, other }) => ({
    one: placesIn(memoryAfter(invariant, one)),
    other: placesIn(memoryAfter(invariant, other)),
  }))
  const places = new Set(pairs.flatMap(({ one, other }) => [...one, ...other].map(({ place }) => place)))
  const isTold = (place: string): boolean => told.some((name) => place.endsWith(`/${name}`))
  const isAt = (memory: readonly Placed[], place: string): boolean => memory.some((placed) => placed.place === place)
  const differs = (place: string): boolean =>
    pairs.some(({ one, other }) => isAt(one, place) && isAt(other, place) && textAt(one, place) !== textAt(other, place))
  expect([...places].filter((place) => !isTold(place) && !differs(place))).toEqual([])
})

test('every invariant that remembers anything has pasts that it must tell apart', () => {
  const remembering = INVARIANTS.filter((invariant) => {
    const [one, other] = [invariant.open(), invariant.open()]
    return one !== other
  })
  expect([...Object.keys(MEMORIES), ...COMPARED_ELSEWHERE].toSorted()).toEqual(remembering.map(({ id }) => id).toSorted())
})
