import { describe, expect, test } from 'vitest'
import { createNode } from '../../aerodb/create-node.ts'
import { commitId } from '../../aerodb/ids.ts'
import { EXCUSED } from '../../invariants/excuses.ts'
import type { Fact } from '../../invariants/fact.ts'
import { Judge } from '../../invariants/judge.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { lastStated, startAll } from '../breaches/breach.ts'
import { MUTATIONS } from '../mutations/mutations.ts'
import { N1, N2, Rehearsal, type RehearsalOptions } from '../rehearsal.ts'
import { OF_COMMITS } from './of-commits.ts'
import { OF_ROLES } from './of-roles.ts'

const hash = await loadHash128()

const CASES = [...OF_COMMITS, ...OF_ROLES]

function judged(facts: readonly Fact[]): Judge {
  const judge = new Judge()
  for (const fact of facts) judge.take(fact)
  return judge
}

/** N1 forgets the last commit at its third start, and is sound before. */
function forgetsLater(): NonNullable<RehearsalOptions['build']> {
  let starts = 0
  return (own, guards) => {
    starts += 1
    // N1 and N2 have started, and N1 once more.
    return starts <= 3 ? createNode(own, guards) : MUTATIONS['WAL-9'](own, guards)
  }
}

/** Those that nothing excuses. */
function breachedIn(judge: Judge): readonly string[] {
  return judge.verdicts().flatMap(({ id, holds, excusedBy }) => (holds || excusedBy !== undefined ? [] : [id]))
}

const namesOf = (pairs: readonly { readonly damage: string; readonly invariant: string }[]) =>
  pairs.map(({ damage, invariant }) => `${damage} excuses ${invariant}`).toSorted()

test('every excuse has damage that needs it', () => {
  expect(namesOf(CASES)).toEqual(namesOf(EXCUSED))
})

describe.each(CASES)('$damage on $on and $invariant', ({ damage, invariant, on, explained, unexplained }) => {
  test('what the damage has broken is excused by it, and nothing else is broken', () => {
    const judge = judged(explained(hash))
    expect(breachedIn(judge)).toEqual([])
    const verdict = judge.verdicts().find(({ id }) => id === invariant)
    expect(verdict?.excusedBy).toMatch(new RegExp(`^${damage} on ${on}: `, 'u'))
  })

  test('what is broken once it is over is not', () => {
    expect(breachedIn(judged(unexplained(hash)))).toContain(invariant)
  })
})

test('an engine that loses what was acknowledged is caught, after a disk that did has been recovered from (WAL-9)', () => {
  for (const build of [createNode, forgetsLater()]) {
    const judge = new Judge()
    const rehearsal = new Rehearsal({ hash, nodes: [N1, N2], judge: 'nothing', hears: (fact) => judge.take(fact), build })
    startAll(rehearsal)
    rehearsal.put('a', 'lost')
    rehearsal.cluster.loseBatch(N1)
    rehearsal.cluster.kill(N1, 'lost')
    rehearsal.cluster.start(N1)
    rehearsal.cluster.linkDown(N1, N2)
    rehearsal.cluster.settle()
    expect(judge.verdicts().find(({ id }) => id === 'no-acknowledged-write-lost')?.excusedBy).toMatch(/^batchLost on n1/u)
    expect(breachedIn(judge)).toEqual([])
    rehearsal.putAndSettle('a', 'kept')
    rehearsal.cluster.kill(N1, 'lost')
    rehearsal.cluster.start(N1)
    const isCaught = breachedIn(judge).includes('no-acknowledged-write-lost')
    expect({ isSound: build === createNode, isCaught }).toEqual({ isSound: build === createNode, isCaught: build !== createNode })
  }
})

test('damage explains no more than it took: of three commits one, and not the one before it', () => {
  const facts: Fact[] = []
  const rehearsal = new Rehearsal({ hash, nodes: [N1, N2], judge: 'nothing', hears: (fact) => void facts.push(fact) })
  startAll(rehearsal)
  for (const text of ['one', 'two', 'lost']) rehearsal.putAndSettle('a', text)
  rehearsal.cluster.kill(N1, 'lost')
  rehearsal.cluster.damage(N1, { kind: 'loseTail', batches: 1 })
  rehearsal.cluster.start(N1)
  expect(breachedIn(judged(facts))).toEqual([])
  const lessThanIsThere = lastStated(N1, 'recovered', (stated) => ({ ...stated, commitId: commitId(1) }))
  expect(breachedIn(judged(lessThanIsThere(facts)))).toContain('no-acknowledged-write-lost')
})

test('a Replica that holds what was lost is excused where another commit takes the same LSNs, too', () => {
  const judge = new Judge()
  const rehearsal = new Rehearsal({ hash, nodes: [N1, N2], judge: 'nothing', hears: (fact) => judge.take(fact) })
  startAll(rehearsal)
  for (const text of ['kept', 'lost']) rehearsal.putAndSettle('a', text)
  rehearsal.cluster.kill(N1, 'lost')
  rehearsal.cluster.damage(N1, { kind: 'loseTail', batches: 1 })
  rehearsal.cluster.start(N1)
  rehearsal.cluster.linkDown(N1, N2)
  rehearsal.cluster.settle()
  rehearsal.putAndSettle('a', 'anew')
  rehearsal.read(N2, 'a')
  expect(breachedIn(judge)).toEqual([])
  expect(judge.verdicts().find(({ id }) => id === 'reads-equal-primary')?.excusedBy).toMatch(/^tailLost on n1: /u)
})
