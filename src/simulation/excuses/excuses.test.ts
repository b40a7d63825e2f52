import { describe, expect, test } from 'vitest'
import { createNode } from '../../aerodb/create-node.ts'
import { commitId, lsn, requestId } from '../../aerodb/ids.ts'
import { EXCUSED } from '../../invariants/excuses.ts'
import type { Fact } from '../../invariants/fact.ts'
import { Judge } from '../../invariants/judge.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { type Forge, lastFact, lastStated, type Story, startAll } from '../breaches/breach.ts'
import { MUTATIONS } from '../mutations/mutations.ts'
import { N1, N2, Rehearsal, type RehearsalOptions } from '../rehearsal.ts'
import { factsOf } from './excuse-case.ts'
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

describe('an excuse ends within the life of a node', () => {
  /** N2's disk loses the second commit under it. */
  const lost: Story = (rehearsal) => {
    const { cluster } = rehearsal
    startAll(rehearsal)
    rehearsal.putAndSettle('a', 'one')
    rehearsal.put('a', 'two')
    rehearsal.landAll(N1)
    cluster.deliver(N1, N2)
    cluster.loseBatch(N2)
    cluster.settle()
  }
  /** N2 takes the log of N1 once more, and its disk keeps it. */
  const takenAnew: Story = ({ cluster }) => {
    cluster.command(N2, { kind: 'bootstrap', unproven: 'discard' })
    cluster.settle()
  }
  /** A Replica is asked to write what is the second commit, and refuses; its next start follows. */
  const askedAndRestarted: Story = (rehearsal) => {
    rehearsal.write([{ op: 'put', collection: 'notes', document: { _id: 'a', text: 'two' } }], null, N2)
    rehearsal.cluster.kill(N2, 'lost')
    rehearsal.cluster.start(N2)
  }
  /** As if it had acknowledged it. */
  const acknowledged: Forge = lastFact(
    'answered',
    ({ node, command }) => node === N2 && command.kind === 'write',
    (fact) => [{ ...fact, outcome: { kind: 'acknowledged', commitId: commitId(2) } }],
  )
  const recoveredOne: Forge = lastStated(N2, 'recovered', (stated) => ({ ...stated, lsn: lsn(2), commitId: commitId(1) }))

  test('of promises: with the log that was struck, which a bootstrap discards', () => {
    const verdictOf = (...stories: readonly Story[]) => {
      const judge = judged(recoveredOne(acknowledged(factsOf(hash, ...stories))))
      return judge.verdicts().find(({ id }) => id === 'no-acknowledged-write-lost')
    }
    expect(verdictOf(lost, askedAndRestarted)?.excusedBy).toMatch(/^batchLost on n2: /u)
    expect(verdictOf(lost, takenAnew, askedAndRestarted)).toMatchObject({ holds: false })
    expect(verdictOf(lost, takenAnew, askedAndRestarted)?.excusedBy).toBeUndefined()
  })

  /** A frame that can't be read: N2 halts. */
  const halting: Story = ({ cluster }) => cluster.inject(N1, N2, new Uint8Array(3))
  const haltLost: Story = (rehearsal) => {
    startAll(rehearsal)
    halting(rehearsal)
    rehearsal.cluster.loseBatch(N2)
    rehearsal.cluster.settle()
  }
  const haltNotShown: Story = (rehearsal) => {
    startAll(rehearsal)
    halting(rehearsal)
    rehearsal.landAll(N2)
    rehearsal.cluster.kill(N2, 'lost')
    rehearsal.cluster.staleStart(N2, 1)
    rehearsal.cluster.settle()
  }
  const resumed: Story = ({ cluster }) => {
    cluster.command(N2, { kind: 'resume' })
    cluster.settle()
  }
  const haltsAgain: Story = (rehearsal) => {
    halting(rehearsal)
    rehearsal.landAll(N2)
  }
  const statedOtherwise: Forge = lastStated(N2, 'halted', (stated) => ({
    ...stated,
    halt: { ...stated.halt, reason: 'WalGapDetected' },
  }))

  test.each<[string, readonly Story[]]>([
    ['batchLost', [haltLost, resumed]],
    ['staleRead', [haltNotShown]],
  ])('of a manifest, after %s: with the next that lands', (damage, struck) => {
    const verdictOf = (facts: readonly Fact[]) =>
      judged(facts)
        .verdicts()
        .find(({ id }) => id === 'halt-survives-restart')
    const story = factsOf(hash, ...struck, haltsAgain)
    expect(verdictOf(story)?.excusedBy).toMatch(new RegExp(`^${damage} on n2: `, 'u'))
    expect(verdictOf(statedOtherwise(story))).toMatchObject({ holds: false })
    expect(verdictOf(statedOtherwise(story))?.excusedBy).toBeUndefined()
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

/** Six commits take the numbers of three that were lost, and go on above; then a write set that is based on the first of them, if `basedOn` says so. */
function committedAnew(basedOn: number | null): Judge {
  const judge = new Judge()
  const rehearsal = new Rehearsal({ hash, nodes: [N1, N2], judge: 'nothing', hears: (fact) => judge.take(fact) })
  startAll(rehearsal)
  for (const text of ['kept', 'lost', 'lost', 'lost']) rehearsal.putAndSettle('a', text)
  rehearsal.cluster.kill(N1, 'lost')
  rehearsal.cluster.damage(N1, { kind: 'loseTail', batches: 3 })
  rehearsal.cluster.start(N1)
  rehearsal.cluster.linkDown(N1, N2)
  rehearsal.cluster.settle()
  for (const text of ['1', '2', '3', '4', '5', '6']) rehearsal.putAndSettle('a', text)
  const command = {
    kind: 'write',
    operations: [{ op: 'put', collection: 'notes', document: { _id: 'a', text: 'last' } }],
    basedOn: basedOn === null ? null : commitId(basedOn),
  } as const
  const request = requestId('told')
  judge.take({ kind: 'asked', node: N1, request, command })
  judge.take({ kind: 'answered', node: N1, request, command, outcome: { kind: 'acknowledged', commitId: commitId(8) } })
  return judge
}

test.each([2, 3, 4, 5, 6])('after a loss, a write set that is based on commit %i is judged as ever (MVCC-5)', (basedOn) => {
  expect(breachedIn(committedAnew(basedOn))).toContain('snapshot-isolation')
})

test('after a loss, what is in order again is no breach, and none that is excused', () => {
  for (const basedOn of [null, 7]) {
    const verdict = committedAnew(basedOn)
      .verdicts()
      .find(({ id }) => id === 'snapshot-isolation')
    expect(verdict).toMatchObject({ holds: true })
  }
})
