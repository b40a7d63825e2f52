import { expect, test } from 'vitest'
import { digestHex } from '../../aerodb/digest.ts'
import type { Fact, FactKind } from '../../invariants/fact.ts'
import type { Invariant } from '../../invariants/invariant.ts'
import { INVARIANTS } from '../../invariants/invariants.ts'
import { Judge } from '../../invariants/judge.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { OF_COMMITS } from '../excuses/of-commits.ts'
import { OF_ROLES } from '../excuses/of-roles.ts'
import { BREACHES } from './breaches.ts'

const hash = await loadHash128()

/** On a busy machine. */
const PATIENCE_MILLIS = 120_000

/** What a step begins with. Between the facts of one step, a judge may remember more than its digest says. */
const BEGINS: ReadonlySet<FactKind> = new Set(['asked', 'delivered', 'nodeStarted', 'landed'])
/** A longer history would only take longer. */
const FACTS = 250
/** Most histories begin alike. */
const PASTS_OF_ONE_DIGEST = 4

/** Of histories that break something, and of those beside them; and of those in which damage excuses it, until it does not. */
const HISTORIES = INVARIANTS.flatMap((invariant) => [
  ...(BREACHES[invariant.id] ?? []).flatMap(({ how, rightful, wrong }) => {
    const [right, broken] = [rightful(hash), wrong(hash)]
    return [
      { invariant, name: `${how} (rightful)`, facts: right, beside: aligned(right, broken) },
      { invariant, name: `${how} (wrong)`, facts: broken, beside: aligned(broken, right) },
    ]
  }),
  ...[...OF_COMMITS, ...OF_ROLES].flatMap(({ invariant: id, damage, unexplained }) => {
    if (id !== invariant.id) return []
    const facts = unexplained(hash)
    const undamaged = facts.map((fact) => (fact.kind === 'damaged' ? null : fact))
    return [{ invariant, name: `${id} after ${damage}`, facts, beside: undamaged }]
  }),
]).filter(({ facts }) => facts.length < FACTS)

/** The other history with the very facts of this one, where they are the same. */
function aligned(facts: readonly Fact[], other: readonly Fact[]): readonly (Fact | null)[] {
  return facts.map((fact, index) => {
    const beside = other[index] ?? null
    return JSON.stringify(beside) === JSON.stringify(fact) ? fact : beside
  })
}

const digestOf = (judge: Judge): string => digestHex(judge.digest(hash))

function takeAll(judge: Judge, facts: readonly Fact[]): Judge {
  for (const fact of facts) judge.take(fact)
  return judge
}

function brokenAfter(judge: Judge): readonly string[] {
  return judge.verdicts().flatMap(({ id, holds, excusedBy }) => (holds || excusedBy !== undefined ? [] : [id]))
}

/** The past at the beginning of each step; at the end, the whole. */
function pastsOf(judge: Judge, facts: readonly Fact[]): ReadonlyMap<number, Judge> {
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
      for (const [index, judge] of pastsOf(new Judge(), facts)) {
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

/** A history told otherwise: at each place what was told there, or null where nothing was. */
interface Retold {
  readonly how: string
  readonly facts: readonly (Fact | null)[]
}

/** What a fact is, beyond whom it is about. */
function sortOf(fact: Fact): string {
  switch (fact.kind) {
    case 'observed':
      return `${fact.node} ${fact.kind} ${fact.observation.kind}`
    case 'sent':
    case 'delivered':
      return `${fact.node} ${fact.kind} ${fact.frame.kind}`
    case 'asked':
      return `${fact.node} ${fact.kind} ${fact.command.kind}`
    case 'answered':
      return `${fact.node} ${fact.kind} ${fact.outcome.kind}`
    default:
      return `${fact.node} ${fact.kind}`
  }
}

function withNothingAt(facts: readonly Fact[], index: number): readonly (Fact | null)[] {
  return [...facts.slice(0, index), null, ...facts.slice(index + 1)]
}

/** Without each one fact, and without all facts of each sort. */
function retoldWithout(facts: readonly Fact[]): readonly Retold[] {
  const sorts = [...new Set(facts.map(sortOf))]
  return [
    ...facts.map((left, index) => ({
      how: `without fact ${index}, ${sortOf(left)}`,
      facts: withNothingAt(facts, index),
    })),
    ...sorts.map((sort) => ({ how: `without ${sort}`, facts: facts.map((fact) => (sortOf(fact) === sort ? null : fact)) })),
  ]
}

/** How many steps after the first difference the two pasts are compared. */
const STEPS_COMPARED = 4

/** What one judge alone has made of a history: at the beginning of each step, and at the end. */
interface Judged {
  readonly invariant: Invariant
  readonly facts: readonly Fact[]
  readonly pasts: ReadonlyMap<number, Judge>
  readonly digests: ReadonlyMap<number, string>
}

function judgedAlone(invariant: Invariant, facts: readonly Fact[]): Judged {
  const pasts = pastsOf(new Judge([invariant]), facts)
  return { invariant, facts, pasts, digests: new Map([...pasts].map(([start, judge]) => [start, digestOf(judge)])) }
}

/** Compares the pasts of a history and of the same history told otherwise: where their digests are one, so is what is found in the rest. */
function compare({ invariant, facts, pasts, digests }: Judged, { facts: retold, how }: Retold) {
  const first = facts.findIndex((fact, index) => retold[index] !== fact)
  const steps = [...pasts.keys()].filter((start) => start > first).slice(0, STEPS_COMPARED)
  const begin = [...pasts.keys()].findLast((start) => start <= first) ?? 0
  const other = pasts.get(begin)?.fork() ?? new Judge([invariant])
  let at = begin
  for (const start of steps) {
    for (; at < start; at++) {
      const fact = retold[at] ?? null
      if (fact !== null) other.take(fact)
    }
    const own = pasts.get(start)
    if (own === undefined || digests.get(start) !== digestOf(other)) continue
    const rest = facts.slice(start)
    const [right, found] = [own, other].map((judge) => brokenAfter(takeAll(judge.fork(), rest)))
    return { how, start, right, found }
  }
  return null
}

test(
  'whatever a judge was told otherwise, its digest says so, or it judges alike all the same',
  () => {
    const compared = HISTORIES.flatMap(({ invariant, facts, beside }) => {
      const judged = judgedAlone(invariant, facts)
      return [...retoldWithout(facts), { how: 'as it was beside', facts: beside }].map((retold) => compare(judged, retold))
    })
    const alike = compared.filter((one) => one !== null)
    for (const { how, start, right, found } of alike) expect({ how, start, broken: found }).toEqual({ how, start, broken: right })
    expect(compared.length - alike.length).toBeGreaterThan(1_000)
    expect(alike.length).toBeGreaterThan(1_000)
  },
  PATIENCE_MILLIS,
)
