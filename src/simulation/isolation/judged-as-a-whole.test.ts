import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digestHex } from '../../aerodb/digest.ts'
import type { Fact } from '../../invariants/fact.ts'
import type { Judge } from '../../invariants/judge.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { ALTERED, ANYTHING, RIGHTFUL, UNTOLD } from './told.arbitrary.ts'
import { type Disks, factsOf, openJudge, type Told, wrongIn } from './told.ts'
import { contradictsItself } from './whole-history.ts'

const hash = await loadHash128()

/** Where both clusters have started: every history goes on from there. */
const OPENED: Readonly<Record<Disks, Judge>> = { shown: openJudge(hash, 'shown'), hidden: openJudge(hash, 'hidden') }
const DISKS = fc.constantFrom<Disks>('shown', 'hidden')
const RUNS = { numRuns: 2_500 }
/** On a busy machine. */
const PATIENCE_MILLIS = 60_000
/** What so many histories hold, whatever is drawn. */
const COMMON = [
  null,
  'a version that nobody wrote',
  'CommitIds against the order in which clients saw them',
  'a read is not the newest at its bound',
  'a version where there is none',
  'based on a commit that was not there',
]
/** Most histories begin alike. */
const PASTS_OF_ONE_MEMORY = 4

/** After each thing that was told: the judge has said that something is wrong if the whole of it contradicts itself, and only then. */
function expectJudgedAsAWhole(told: readonly Told[], disks: Disks): string | null {
  const judge = OPENED[disks].fork()
  for (const [index, fact] of factsOf(told).entries()) {
    judge.take(fact)
    const isWrong = contradictsItself(told.slice(0, index + 1), disks === 'shown')
    expect({ index, isWrong: wrongIn(judge) !== null }).toEqual({ index, isWrong })
  }
  return wrongIn(judge)
}

test('what is judged as it goes is judged as the whole would be, whatever clients are told', { timeout: PATIENCE_MILLIS }, () => {
  const found = new Set<string | null>()
  for (const histories of [ANYTHING, ALTERED, UNTOLD]) {
    fc.assert(
      fc.property(histories, DISKS, (told, disks) => void found.add(expectJudgedAsAWhole(told, disks))),
      RUNS,
    )
  }
  expect([...found]).toEqual(expect.arrayContaining(COMMON))
})

test('what a sound database tells contradicts nothing', () => {
  fc.assert(
    fc.property(RIGHTFUL, DISKS, (told, disks) => {
      const judge = OPENED[disks].fork()
      for (const fact of factsOf(told)) judge.take(fact)
      expect(wrongIn(judge)).toBeNull()
    }),
    RUNS,
  )
})

/** A past, and what followed. */
interface Past {
  readonly judge: Judge
  readonly rest: readonly Fact[]
}

test('two pasts with one memory are judged alike, whatever follows', { timeout: PATIENCE_MILLIS }, () => {
  const byMemory = new Map<string, Past>()
  const compared = new Map<string, number>()
  let alike = 0
  const judgeRest = ({ judge }: Past, { rest }: Past) => {
    const future = judge.fork()
    for (const fact of rest) future.take(fact)
    return { digest: digestHex(future.digest(hash)), wrong: wrongIn(future) !== null }
  }
  fc.assert(
    fc.property(fc.oneof(RIGHTFUL, ALTERED), (told) => {
      const facts = factsOf(told)
      const judge = OPENED.shown.fork()
      for (const [index, fact] of facts.entries()) {
        judge.take(fact)
        if (wrongIn(judge) !== null) return
        const past = { judge: judge.fork(), rest: facts.slice(index + 1) }
        const memory = digestHex(judge.digest(hash))
        const other = byMemory.get(memory)
        byMemory.set(memory, past)
        const times = (compared.get(memory) ?? 0) + 1
        compared.set(memory, times)
        if (other === undefined || times > PASTS_OF_ONE_MEMORY) continue
        alike += 1
        for (const future of [past, other]) expect(judgeRest(past, future)).toEqual(judgeRest(other, future))
      }
    }),
    { numRuns: 800 },
  )
  expect(alike).toBeGreaterThan(1_000)
})
