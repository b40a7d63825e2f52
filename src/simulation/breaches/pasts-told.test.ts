import { expect, test } from 'vitest'
import { digestHex } from '../../aerodb/digest.ts'
import type { Fact, FactKind } from '../../invariants/fact.ts'
import { Judge } from '../../invariants/judge.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { BREACHES } from './breaches.ts'

const hash = await loadHash128()

/** On a busy machine. */
const PATIENCE_MILLIS = 120_000

/** What a step begins with. Between the facts of one step, a judge may remember more than its digest says. */
const BEGINS: ReadonlySet<FactKind> = new Set(['asked', 'delivered', 'nodeStarted', 'landed'])
/** A longer history would only take longer. */
const FACTS = 400
/** Most histories begin alike. */
const PASTS_OF_ONE_DIGEST = 4

/** Of histories that break something, and of those beside them. */
const HISTORIES = Object.values(BREACHES)
  .flat()
  .flatMap(({ how, rightful, wrong }) => [
    { name: `${how} (rightful)`, facts: rightful(hash) },
    { name: `${how} (wrong)`, facts: wrong(hash) },
  ])
  .filter(({ facts }) => facts.length < FACTS)

const digestOf = (judge: Judge): string => digestHex(judge.digest(hash))

function takeAll(judge: Judge, facts: readonly Fact[]): Judge {
  for (const fact of facts) judge.take(fact)
  return judge
}

function brokenAfter(judge: Judge): readonly string[] {
  return judge.verdicts().flatMap(({ id, holds }) => (holds ? [] : [id]))
}

/** The past at the beginning of each step; at the end, the whole. */
function pastsOf(facts: readonly Fact[]): ReadonlyMap<number, Judge> {
  const judge = new Judge()
  const pasts = new Map<number, Judge>()
  for (const [index, fact] of facts.entries()) {
    if (BEGINS.has(fact.kind)) pasts.set(index, judge.fork())
    judge.take(fact)
  }
  return pasts.set(facts.length, judge)
}

test(
  'two pasts with one digest are judged alike, whatever follows',
  () => {
    const byDigest = new Map<string, { readonly name: string; readonly judge: Judge; readonly rest: readonly Fact[] }>()
    const compared = new Map<string, number>()
    let alike = 0
    for (const { name, facts } of HISTORIES) {
      for (const [index, judge] of pastsOf(facts)) {
        const past = { name: `${name}, before fact ${index}`, judge, rest: facts.slice(index) }
        const digest = digestOf(judge)
        const other = byDigest.get(digest)
        byDigest.set(digest, past)
        const times = (compared.get(digest) ?? 0) + 1
        compared.set(digest, times)
        if (other === undefined || times > PASTS_OF_ONE_DIGEST) continue
        alike += 1
        for (const rest of [past.rest, other.rest]) {
          const [one, two] = [past, other].map((own) => takeAll(own.judge.fork(), rest))
          if (one === undefined || two === undefined) continue
          const pasts = `${past.name}; ${other.name}`
          expect({ pasts, digest: digestOf(one), broken: brokenAfter(one) }).toEqual({
            pasts,
            digest: digestOf(two),
            broken: brokenAfter(two),
          })
        }
      }
    }
    expect(alike).toBeGreaterThan(200)
  },
  PATIENCE_MILLIS,
)

test(
  'whatever a judge was never told of, its digest says so, or it judges alike all the same',
  () => {
    let [told, alike] = [0, 0]
    for (const { name, facts } of HISTORIES) {
      const pasts = pastsOf(facts)
      const starts = [...pasts.keys()]
      for (const [index, fact] of facts.entries()) {
        const from = starts.findLast((start) => start <= index) ?? 0
        const to = starts.find((start) => start > index) ?? facts.length
        const untold = takeAll(pasts.get(from)?.fork() ?? new Judge(), [
          ...facts.slice(from, index),
          ...facts.slice(index + 1, to),
        ])
        const whole = pasts.get(to)
        if (whole === undefined) continue
        const isTold = digestOf(untold) !== digestOf(whole)
        told += isTold ? 1 : 0
        if (isTold) continue
        alike += 1
        const rest = facts.slice(to)
        const broken = brokenAfter(takeAll(whole.fork(), rest))
        const without = `${name}, without fact ${index}, ${fact.kind}`
        expect({ without, broken: brokenAfter(takeAll(untold, rest)) }).toEqual({ without, broken })
      }
    }
    expect(told).toBeGreaterThan(1_000)
    expect(alike).toBeGreaterThan(1_000)
  },
  PATIENCE_MILLIS,
)
