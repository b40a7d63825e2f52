import { commitId, lsn } from '../../aerodb/ids.ts'
import type { FactOf } from '../../invariants/fact.ts'
import { otherDigest } from '../differences/open-cores.ts'
import { N1, N2, type Rehearsal } from '../rehearsal.ts'
import {
  type BreachCase,
  both,
  followedBy,
  forged,
  lastAnswer,
  lastFact,
  lastLanded,
  lastStated,
  mutated,
  type Story,
  seenByClients,
  startAll,
  unknown,
  withoutGuard,
} from './breach.ts'

/** Two commits of the same words, everywhere. */
const twoCommits: Story = (rehearsal) => {
  startAll(rehearsal)
  rehearsal.putAndSettle('a', 'one')
  rehearsal.putAndSettle('a', 'one')
}

/** The Replica states another log, with this commit at its end. */
const appliedAs = (id: number): ReturnType<typeof both> =>
  both(
    lastStated(N2, 'durable', (stated) => ({ ...stated, chainDigest: otherDigest(stated.chainDigest) })),
    lastStated(N2, 'applied', (stated) => ({ ...stated, commitId: commitId(id) })),
  )

/** The Replica has appended the second commit, and its report is under way. */
const reporting: Story = (rehearsal) => {
  startAll(rehearsal)
  rehearsal.putAndSettle('a', 'one')
  rehearsal.put('a', 'two')
  rehearsal.landAll(N1)
  rehearsal.cluster.deliver(N1, N2)
  rehearsal.landAll(N2)
}

/** The Replica has read its disk again, and has not been written to since. */
const recovered: Story = (rehearsal) => {
  twoCommits(rehearsal)
  rehearsal.cluster.kill(N2, 'lost')
  rehearsal.cluster.start(N2)
}

/** The bit of a stored batch, or of anything, that a checksum would show. */
function withByte(fact: FactOf<'landed'>, at: (length: number) => number): FactOf<'landed'> {
  const { putBatch } = fact.batch
  if (putBatch === null) throw new Error('nothing was appended')
  const place = at(putBatch.bytes.length)
  const bytes = putBatch.bytes.with(place, (putBatch.bytes[place] ?? 0) ^ 1)
  return { ...fact, batch: { ...fact.batch, putBatch: { ...putBatch, bytes } } }
}

/** Where a stored batch has the chain digest before it. */
const CHAIN_BEFORE_AT = 24

/** N1's disk has lost the last commit, which N2 has, and N1 has written another in its place; then they meet. */
const lostAndMet: Story = (rehearsal) => {
  twoCommits(rehearsal)
  const { cluster } = rehearsal
  rehearsal.relink(N1, N2)
  cluster.settle()
  cluster.kill(N1, 'lost')
  cluster.damage(N1, { kind: 'loseTail', batches: 1 })
  cluster.start(N1)
  cluster.linkDown(N1, N2)
  cluster.settle()
  rehearsal.putAndSettle('a', 'another')
  cluster.linkUp(N1, N2)
  cluster.settle()
}

const damagedStart =
  (...damage: readonly Parameters<Rehearsal['cluster']['damage']>[1][]): Story =>
  (rehearsal) => {
    twoCommits(rehearsal)
    const { cluster } = rehearsal
    cluster.kill(N2, 'lost')
    for (const fault of damage) cluster.damage(N2, fault)
    cluster.start(N2)
  }

/** N2 was bootstrapped once; then N1 lost its last commit, and no link tells N2. */
const bootstrappedThenLost: Story = (rehearsal) => {
  twoCommits(rehearsal)
  const { cluster } = rehearsal
  cluster.command(N2, { kind: 'bootstrap', unproven: 'refuse' })
  cluster.settle()
  cluster.kill(N1, 'lost')
  cluster.damage(N1, { kind: 'loseTail', batches: 1 })
  cluster.start(N1)
  cluster.linkDown(N1, N2)
  cluster.settle()
}

/** Of two bootstraps of N2, the first discards what N1 has, and the second a commit that N1 has lost: the operator accepts it. */
const discarded: Story = (rehearsal) => {
  const { cluster } = rehearsal
  bootstrappedThenLost(rehearsal)
  cluster.command(N2, { kind: 'bootstrap', unproven: 'discard' })
  // Refused, since one is under way: what the first said stands.
  cluster.command(N2, { kind: 'bootstrap', unproven: 'refuse' })
  cluster.settle()
}

/** Of two bootstraps of N2, at the second N1's log is as long as N2's, and ends with another commit: the operator accepts that N2's is discarded. */
const discardedParted: Story = (rehearsal) => {
  const { cluster } = rehearsal
  bootstrappedThenLost(rehearsal)
  rehearsal.putAndSettle('b', 'another')
  cluster.command(N2, { kind: 'bootstrap', unproven: 'discard' })
  cluster.settle()
}

const refusingLoss = lastFact(
  'asked',
  ({ command }) => command.kind === 'bootstrap' && command.unproven === 'discard',
  (fact) => [{ ...fact, command: { kind: 'bootstrap', unproven: 'refuse' } }],
)

/** Not as a bootstrap would: that has a judge of its own. */
const DISCARDED: FactOf<'landed'> = {
  kind: 'landed',
  node: N1,
  purpose: 'start',
  batch: { discardLog: 'all', putManifest: null, putBatch: null },
}

export const OF_LOGS: Readonly<Record<string, readonly BreachCase[]>> = {
  'contiguous-wal': [
    forged(
      'records become durable behind a gap',
      twoCommits,
      lastStated(N2, 'durable', (stated) => ({ ...stated, firstLsn: lsn(stated.firstLsn + 1) })),
    ),
    forged(
      'a batch lands over one that is there',
      twoCommits,
      lastFact(
        'landed',
        ({ purpose }) => purpose === 'primaryAppend',
        (fact) => [fact, fact],
      ),
    ),
    forged(
      'a batch lands behind another chain digest',
      reporting,
      lastLanded('primaryAppend', (fact) => withByte(fact, () => CHAIN_BEFORE_AT)),
    ),
  ],
  'history-prefix': [
    forged(
      'a byte differs from what the author has',
      reporting,
      lastLanded('replicaAppend', (fact) => withByte(fact, (length) => length - 1)),
    ),
    forged(
      'a chain digest that the author never stated, where no disk is known',
      reporting,
      lastStated(N2, 'durable', (stated) => ({ ...stated, chainDigest: otherDigest(stated.chainDigest) })),
      unknown('landed'),
    ),
  ],
  'commit-order': [
    seenByClients(
      forged(
        'one CommitId is acknowledged twice',
        twoCommits,
        lastAnswer('acknowledged', (fact) => ({ ...fact, outcome: { kind: 'acknowledged', commitId: commitId(1) } })),
      ),
    ),
    forged('an older commit is applied behind a newer one', reporting, appliedAs(1)),
  ],
  'commit-authority': [
    withoutGuard("another node goes on with a Primary's history", 'roleUnchanged', (rehearsal) => {
      twoCommits(rehearsal)
      const { cluster } = rehearsal
      cluster.kill(N1, 'lost')
      cluster.kill(N2, 'lost')
      cluster.configure(N2, { primaries: [N2] })
      cluster.start(N2)
      cluster.settle()
    }),
    forged('a Replica has a commit that its author has not made', reporting, appliedAs(3)),
  ],
  'durable-before-visible': [
    mutated('commits are taken for durable when they are handed to the disk', 'WAL-8', (rehearsal) => {
      startAll(rehearsal)
      rehearsal.put('a', 'one')
    }),
    mutated('records are shipped before they are durable', 'LOG-11', (rehearsal) => {
      startAll(rehearsal)
      rehearsal.put('a', 'one')
    }),
    forged(
      'records are sent beyond what is durable',
      reporting,
      lastFact(
        'sent',
        ({ frame }) => frame.records !== null,
        (fact) => [{ ...fact, frame: { ...fact.frame, records: { firstLsn: lsn(4), lastLsn: lsn(99) } } }],
      ),
    ),
    forged(
      'a report names an LSN beyond what is durable',
      reporting,
      lastFact(
        'sent',
        ({ frame }) => frame.reportsLsn !== null,
        (fact) => [{ ...fact, frame: { ...fact.frame, reportsLsn: lsn(99) } }],
      ),
    ),
    forged('a commit is acknowledged before it is applied', twoCommits, (facts) => {
      const answered = facts.findLastIndex(({ kind }) => kind === 'answered')
      const landed = facts.findLastIndex((fact) => fact.kind === 'landed' && fact.purpose === 'primaryAppend')
      const [answer] = facts.slice(answered)
      if (answer === undefined) throw new Error('nothing was answered')
      return [...facts.slice(0, landed + 1), answer, ...facts.slice(landed + 1, answered), ...facts.slice(answered + 1)]
    }),
  ],
  'equal-prefix-equal-digest': [
    mutated('a recovery sums a state up without its tombstones', 'MVCC-6', (rehearsal) => {
      startAll(rehearsal)
      rehearsal.putAndSettle('a', 'one')
      rehearsal.write([{ op: 'delete', collection: 'notes', id: 'a' }])
      rehearsal.cluster.settle()
      rehearsal.restart(N2)
    }),
    forged(
      'one log ends with two CommitIds',
      recovered,
      lastStated(N2, 'recovered', (stated) => ({ ...stated, commitId: commitId(1) })),
    ),
    forged(
      'two nodes have one log and two states',
      reporting,
      lastStated(N2, 'applied', (stated) => ({ ...stated, stateDigest: otherDigest(stated.stateDigest) })),
    ),
  ],
  'no-silent-divergence': [
    withoutGuard('a session opens over histories that part', 'handshakePrefix', lostAndMet),
    forged(
      'the digests are equal, and the records are not',
      (rehearsal) => {
        twoCommits(rehearsal)
        rehearsal.relink(N1, N2)
        rehearsal.cluster.settle()
      },
      // Judged as the record of another purpose, lest it be compared as it lands.
      lastLanded('replicaAppend', (fact) => ({ ...withByte(fact, (length) => length - 1), purpose: 'start' })),
    ),
  ],
  'no-acknowledged-write-lost': [
    forged(
      'what was acknowledged is not what landed',
      twoCommits,
      lastAnswer('acknowledged', (fact) => {
        const operations = [{ op: 'put', collection: 'notes', document: { _id: 'a', text: 'else' } }] as const
        return { ...fact, command: { kind: 'write', operations, basedOn: null } }
      }),
    ),
    forged(
      'less was acknowledged than landed',
      twoCommits,
      lastAnswer('acknowledged', (fact) => ({ ...fact, command: { kind: 'write', operations: [], basedOn: null } })),
    ),
    forged(
      'a start finds another history than the one in which it was acknowledged, where no disk is known',
      (rehearsal) => {
        twoCommits(rehearsal)
        rehearsal.cluster.kill(N1, 'lost')
        rehearsal.cluster.start(N1)
      },
      lastStated(N1, 'recovered', (stated) => ({ ...stated, historyId: 'another' })),
      unknown('landed'),
    ),
    withoutGuard('a document is acknowledged that its text does not say', 'writeDocument', (rehearsal) => {
      twoCommits(rehearsal)
      rehearsal.write([{ op: 'put', collection: 'notes', document: { _id: 'a', number: Number.NaN } }])
      rehearsal.landAll(N1)
    }),
    forged(
      'a log with an acknowledged commit in it is discarded, and the operator has not accepted that',
      (rehearsal) => {
        twoCommits(rehearsal)
        rehearsal.ask(N1, { kind: 'bootstrap', unproven: 'discard' })
      },
      lastFact(
        'asked',
        ({ command }) => command.kind === 'bootstrap',
        (fact) => [{ ...fact, command: { kind: 'bootstrap', unproven: 'refuse' } }],
      ),
      // As though the Primary had not refused it: it is under way.
      both(
        lastFact(
          'answered',
          ({ command }) => command.kind === 'bootstrap',
          () => [],
        ),
        followedBy(DISCARDED),
      ),
    ),
    forged(
      'a log with an acknowledged commit in it is discarded, and what the operator accepted was refused',
      (rehearsal) => {
        twoCommits(rehearsal)
        rehearsal.ask(N1, { kind: 'bootstrap', unproven: 'discard' })
      },
      followedBy(DISCARDED),
    ),
    forged('a log with an acknowledged commit in it is discarded', twoCommits, followedBy(DISCARDED)),
  ],
  'last-copy-kept': [
    forged('a bootstrap discards what no other node has, and no operator has said that it may', discarded, refusingLoss),
    forged(
      'a bootstrap discards a log that is another than the one that is as long, and no operator has said that it may',
      discardedParted,
      refusingLoss,
    ),
  ],
  'recovery-deterministic': [
    withoutGuard('a damaged disk recovers', 'logIntact', damagedStart({ kind: 'flipBatchBit', batch: 1, bit: 8 * 87 })),
    withoutGuard(
      "another cluster's disk is taken for the node's own",
      'identityMatches',
      damagedStart({ kind: 'recreate', clusterId: 'elsewhere' }),
    ),
    mutated('a recovery leaves out the last commit', 'WAL-9', recovered),
    forged(
      'a recovery finds another log of the same length',
      recovered,
      lastStated(N2, 'recovered', (stated) => ({ ...stated, chainDigest: otherDigest(stated.chainDigest) })),
    ),
    forged(
      'a recovery finds another history than the disk names',
      recovered,
      lastStated(N2, 'recovered', (stated) => ({ ...stated, historyId: 'another' })),
    ),
    forged(
      'a disk that is as it landed is refused',
      recovered,
      lastStated(N2, 'recovered', () => ({
        kind: 'startRefused',
        error: { code: 'AERO_RECOVERY_LOG_DAMAGED', severity: 'FATAL', rule: 'RECOVERY-5', message: '' },
      })),
    ),
    forged(
      'a recovery finds less than was stated, where no disk is known',
      recovered,
      lastStated(N2, 'recovered', (stated) => ({ ...stated, lsn: lsn(1), commitId: commitId(0) })),
      unknown('landed'),
    ),
  ],
}
