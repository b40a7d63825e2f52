import { commitId, readViewId } from '../../aerodb/ids.ts'
import type { Fact, FactOf } from '../../invariants/fact.ts'
import { N1, N2, type Rehearsal } from '../rehearsal.ts'
import {
  type BreachCase,
  type Forge,
  forged,
  lastAnswer,
  lastFact,
  mutated,
  type Story,
  seenByClients,
  startAll,
  unknown,
  withoutGuard,
} from './breach.ts'

function open(rehearsal: Rehearsal): ReturnType<typeof readViewId> {
  const opened = rehearsal.ask(N2, { kind: 'openReadView', at: null })
  if (opened?.kind !== 'opened') throw new Error('no view was opened')
  return opened.view
}

const read: Story = (rehearsal) => {
  startAll(rehearsal)
  rehearsal.putAndSettle('a', 'one')
  rehearsal.read(N2, 'a')
}

const readDeleted: Story = (rehearsal) => {
  startAll(rehearsal)
  rehearsal.putAndSettle('a', 'one')
  rehearsal.write([{ op: 'delete', collection: 'notes', id: 'a' }])
  rehearsal.cluster.settle()
  rehearsal.read(N2, 'a')
}

/** Two documents in one commit, and one of them again. */
const readBoth: Story = (rehearsal) => {
  startAll(rehearsal)
  for (const text of ['one', 'two']) {
    const put = (id: string) => ({ op: 'put', collection: 'notes', document: { _id: id, text } }) as const
    rehearsal.write([put('a'), put('b')])
    rehearsal.cluster.settle()
  }
  rehearsal.read(N2, 'b')
}

const readThroughView: Story = (rehearsal) => {
  startAll(rehearsal)
  rehearsal.putAndSettle('a', 'one')
  const view = open(rehearsal)
  rehearsal.read(N2, 'a', { kind: 'view', view })
  rehearsal.putAndSettle('a', 'two')
  rehearsal.read(N2, 'a', { kind: 'view', view })
}

const basedWrites: Story = (rehearsal) => {
  startAll(rehearsal)
  rehearsal.putAndSettle('a', 'one')
  rehearsal.put('a', 'two', commitId(1))
  rehearsal.cluster.settle()
}

/** As told by a host that shows no disk and hears no writers. */
const withoutWrites: Forge = (facts) =>
  facts.filter((fact) => fact.kind !== 'landed' && (fact.kind !== 'answered' || fact.command.kind !== 'write'))

/** Another answer to the first read that was served. */
const firstServed =
  (change: (fact: FactOf<'answered'>) => FactOf<'answered'>): Forge =>
  (facts) => {
    const at = facts.findIndex((fact) => fact.kind === 'answered' && fact.outcome.kind === 'served')
    return facts.map((fact, index) => (index === at && fact.kind === 'answered' ? change(fact) : fact))
  }

function servedOtherwise(text: string): (fact: FactOf<'answered'>) => FactOf<'answered'> {
  return (fact) =>
    fact.outcome.kind === 'served' ? { ...fact, outcome: { ...fact.outcome, document: { _id: 'a', text } } } : fact
}

const servedAt = (bound: number) => (fact: FactOf<'answered'>) =>
  fact.outcome.kind === 'served' ? { ...fact, outcome: { ...fact.outcome, bound: commitId(bound) } } : fact

const openedAt = (bound: number) => (fact: FactOf<'answered'>) =>
  fact.outcome.kind === 'opened' ? { ...fact, outcome: { ...fact.outcome, bound: commitId(bound) } } : fact

function leavesOutApplied(one: BreachCase): BreachCase {
  return { ...one, with: { ...one.with, 'reads-within-applied': 'what was asked for is the newest, and less is shown' } }
}

const REJECTED = {
  kind: 'rejected',
  error: { code: 'AERO_DISK_BATCH_ABORTED', severity: 'REJECT', rule: 'WAL-10', message: '' },
} as const

const isOfWrite = (fact: Fact): boolean => 'command' in fact && fact.command.kind === 'write'

export const OF_CLIENTS: Readonly<Record<string, readonly BreachCase[]>> = {
  'base-unchanged': [
    seenByClients(
      withoutGuard('the second committer wins', 'firstCommitterWins', (rehearsal) => {
        basedWrites(rehearsal)
        rehearsal.put('a', 'three', commitId(1))
        rehearsal.cluster.settle()
      }),
    ),
    seenByClients(
      withoutGuard('a write set is based on a commit that is not there', 'baseVisible', (rehearsal) => {
        basedWrites(rehearsal)
        rehearsal.put('b', 'three', commitId(99))
        rehearsal.cluster.settle()
      }),
    ),
  ],
  'commands-answered': [
    forged('a command is answered twice', read, (facts) => {
      const answer = facts.findLast(({ kind }) => kind === 'answered')
      return answer === undefined ? facts : [...facts, answer]
    }),
    forged(
      'a write waits, and no batch is on its way to disk',
      (rehearsal) => {
        startAll(rehearsal)
        rehearsal.put('a', 'one')
        rehearsal.statePositions()
      },
      lastFact(
        'positioned',
        ({ node }) => node === N1,
        (fact) => [{ ...fact, position: { ...fact.position, batchInFlight: false } }],
      ),
    ),
  ],
  'reads-within-applied': [
    withoutGuard('a read is served beyond what is applied', 'readWithinApplied', (rehearsal) => {
      read(rehearsal)
      rehearsal.read(N2, 'a', { kind: 'commit', commitId: commitId(99) })
    }),
    forged(
      'a read of what is newest leaves out what is applied',
      (rehearsal) => {
        basedWrites(rehearsal)
        rehearsal.read(N2, 'never written')
      },
      lastAnswer('served', servedAt(1)),
    ),
    forged(
      'a read view of what is newest leaves out what is applied',
      (rehearsal) => {
        basedWrites(rehearsal)
        rehearsal.ask(N2, { kind: 'openReadView', at: null })
      },
      lastAnswer('opened', openedAt(1)),
    ),
  ],
  'reads-equal-primary': [
    seenByClients(forged('a document is not as it was written', read, lastAnswer('served', servedOtherwise('else')))),
    seenByClients(
      forged(
        'a read denies the version that another has shown, where no commit is known',
        (rehearsal) => {
          read(rehearsal)
          rehearsal.read(N2, 'a')
        },
        lastAnswer('served', (fact) => {
          if (fact.outcome.kind !== 'served') return fact
          return { ...fact, outcome: { ...fact.outcome, document: null, version: null } }
        }),
        withoutWrites,
      ),
    ),
    seenByClients(
      forged(
        'a document that was deleted is shown all the same, where no disk is known',
        readDeleted,
        lastAnswer('served', (fact) => {
          if (fact.outcome.kind !== 'served') return fact
          return { ...fact, outcome: { ...fact.outcome, document: { _id: 'a', text: 'one' } } }
        }),
        unknown('landed'),
      ),
    ),
  ],
  'write-sets-atomic': [
    seenByClients({
      ...mutated('of a write set, one document is still the older', 'MVCC-5', readBoth),
      with: { 'reads-equal-primary': 'whoever sees a write set in part is shown an older version than the newest at its bound' },
    }),
  ],
  'read-views-stable': [
    withoutGuard('a view is read that was never opened', 'readViewOpen', (rehearsal) => {
      readThroughView(rehearsal)
      rehearsal.read(N2, 'a', { kind: 'view', view: readViewId('never') })
    }),
    mutated('a view follows what is newest', 'MVCC-3', readThroughView),
    leavesOutApplied(
      forged('a view is read at another bound than it was opened with', readThroughView, lastAnswer('opened', openedAt(0))),
    ),
    seenByClients(
      forged(
        'a view has shown another document before, where no commit is known',
        readThroughView,
        firstServed(servedOtherwise('else')),
        withoutWrites,
      ),
    ),
    forged(
      'a view that is open is denied',
      readThroughView,
      lastAnswer('served', (fact) => {
        const error = { code: 'AERO_READ_VIEW_UNKNOWN', severity: 'REJECT', rule: 'READ-4', message: '' } as const
        return { ...fact, outcome: { kind: 'refused', error } }
      }),
    ),
    forged(
      'a view is opened under the name of another',
      (rehearsal) => {
        startAll(rehearsal)
        open(rehearsal)
        open(rehearsal)
      },
      (facts) => {
        const first = facts.find((fact) => fact.kind === 'answered' && fact.outcome.kind === 'opened')
        if (first?.kind !== 'answered') throw new Error('no view was opened')
        return lastAnswer('opened', (fact) => ({ ...fact, outcome: first.outcome }))(facts)
      },
    ),
    seenByClients(
      forged(
        'a view shows another document than before, where no commit is known',
        readThroughView,
        lastAnswer('served', servedOtherwise('else')),
        withoutWrites,
      ),
    ),
  ],
  'snapshot-isolation': [
    leavesOutApplied(
      forged(
        'a read of what is newest misses what its node has acknowledged',
        (rehearsal) => {
          startAll(rehearsal)
          rehearsal.putAndSettle('a', 'one')
          rehearsal.putAndSettle('b', 'two')
          rehearsal.read(N1, 'a')
        },
        lastAnswer('served', servedAt(1)),
      ),
    ),
    forged(
      'a write set is seen that was rejected',
      read,
      lastAnswer('acknowledged', (fact) => ({ ...fact, outcome: REJECTED })),
    ),
    forged('a write set is seen that nobody asked for', read, (facts) => facts.filter((fact) => !isOfWrite(fact))),
    forged(
      'a write set is seen, and its client is told afterwards that it was rejected',
      (rehearsal) => {
        startAll(rehearsal)
        rehearsal.put('a', 'one')
        rehearsal.cluster.settle()
        rehearsal.read(N1, 'a')
      },
      (facts) => {
        const told = facts.findIndex((fact) => fact.kind === 'answered' && isOfWrite(fact))
        const answer = facts[told]
        if (answer?.kind !== 'answered') throw new Error('no write was answered')
        return [...facts.slice(0, told), ...facts.slice(told + 1), { ...answer, outcome: REJECTED }]
      },
    ),
  ],
}
