import { commitId, lsn } from '../../aerodb/ids.ts'
import { type Forge, lastAnswer, lastStated, type Story, startAll } from '../breaches/breach.ts'
import { N1, N2, type Rehearsal } from '../rehearsal.ts'
import { type ExcuseCase, excuseCase } from './excuse-case.ts'

/** Each leaves N1 without the commit that it acknowledged last and that N2 has, restarted, and out of N2's reach. */
const LOSSES = {
  tailLost: (rehearsal) => {
    const { cluster } = rehearsal
    rehearsal.putAndSettle('a', 'lost')
    cluster.kill(N1, 'lost')
    cluster.damage(N1, { kind: 'loseTail', batches: 1 })
    startApart(rehearsal)
  },
  batchLost: (rehearsal) => {
    const { cluster } = rehearsal
    rehearsal.put('a', 'lost')
    cluster.loseBatch(N1)
    cluster.settle()
    cluster.kill(N1, 'lost')
    startApart(rehearsal)
  },
  staleRead: (rehearsal) => {
    const { cluster } = rehearsal
    rehearsal.putAndSettle('a', 'lost')
    cluster.kill(N1, 'lost')
    cluster.staleStart(N1, 1)
    cluster.linkDown(N1, N2)
    cluster.settle()
  },
} as const satisfies Readonly<Record<string, Story>>

type Loss = keyof typeof LOSSES

function startApart({ cluster }: Rehearsal): void {
  cluster.start(N1)
  cluster.linkDown(N1, N2)
  cluster.settle()
}

const written: Story = (rehearsal) => {
  startAll(rehearsal)
  rehearsal.putAndSettle('a', 'one')
}

const lost =
  (loss: Loss): Story =>
  (rehearsal) => {
    written(rehearsal)
    LOSSES[loss](rehearsal)
  }

/** A commit of two documents takes the number of the one that was lost. */
function takeAnew(rehearsal: Rehearsal): void {
  rehearsal.write(['b', 'c'].map((id) => ({ op: 'put', collection: 'notes', document: { _id: id } })))
  rehearsal.cluster.settle()
}

/** N2, which has the lost commit, is read. */
const readOfTheLost =
  (loss: Loss, id: string): Story =>
  (rehearsal) => {
    lost(loss)(rehearsal)
    takeAnew(rehearsal)
    rehearsal.read(N2, id)
  }

/** N1 is read as of the commit before those that were lost. */
const readOfBefore: Story = (rehearsal) => {
  rehearsal.read(N1, 'a', { kind: 'commit', commitId: commitId(1) })
}

/** N2 gives up what it has, and takes the log of N1 as it is now. */
const readOfTheAnew =
  (id: string): Story =>
  (rehearsal) => {
    const { cluster } = rehearsal
    cluster.command(N2, { kind: 'bootstrap', unproven: 'discard' })
    cluster.settle()
    cluster.linkUp(N1, N2)
    cluster.settle()
    rehearsal.read(N2, id)
  }

/** One more commit, and a start. */
const acknowledgedAnew: Story = (rehearsal) => {
  takeAnew(rehearsal)
  rehearsal.cluster.kill(N1, 'lost')
  rehearsal.cluster.start(N1)
}

/** The start finds one commit less than it did. */
const recoveredWithout: Forge = lastStated(N1, 'recovered', (stated) => ({
  ...stated,
  lsn: lsn(stated.lsn - 1),
  commitId: commitId(stated.commitId - 1),
}))

const servedNothing: Forge = lastAnswer('served', (fact) =>
  fact.outcome.kind === 'served' ? { ...fact, outcome: { ...fact.outcome, version: null, document: null } } : fact,
)

const OF_LOSSES = Object.keys(LOSSES)
  .filter((name): name is Loss => name in LOSSES)
  .flatMap((damage): readonly ExcuseCase[] => [
    excuseCase({ damage, invariant: 'no-acknowledged-write-lost', on: N1 }, lost(damage), acknowledgedAnew, recoveredWithout),
    excuseCase(
      { damage, invariant: 'reads-equal-primary', on: N1 },
      readOfTheLost(damage, 'a'),
      readOfTheAnew('b'),
      servedNothing,
    ),
    excuseCase({ damage, invariant: 'write-sets-atomic', on: N1 }, readOfTheLost(damage, 'b'), readOfTheAnew('c'), servedNothing),
    excuseCase({ damage, invariant: 'snapshot-isolation', on: N1 }, readOfTheLost(damage, 'a'), readOfBefore, servedNothing),
  ])

/** An operator makes N1's disk anew, and another history begins. */
const recreated =
  (before: Story): Story =>
  (rehearsal) => {
    written(rehearsal)
    const { cluster } = rehearsal
    cluster.kill(N1, 'lost')
    before(rehearsal)
    cluster.damage(N1, { kind: 'recreate', clusterId: cluster.clusterId })
  }

const startedAnew: Story = (rehearsal) => {
  startApart(rehearsal)
  acknowledgedAnew(rehearsal)
}

const untouched: Story = () => undefined
const wiped: Story = ({ cluster }) => cluster.damage(N1, { kind: 'wipe' })

export const OF_COMMITS: readonly ExcuseCase[] = [
  ...OF_LOSSES,
  excuseCase(
    { damage: 'recreated', invariant: 'no-acknowledged-write-lost', on: N1 },
    recreated(untouched),
    startedAnew,
    recoveredWithout,
  ),
  excuseCase(
    { damage: 'wiped', invariant: 'no-acknowledged-write-lost', on: N1 },
    recreated(wiped),
    startedAnew,
    recoveredWithout,
  ),
]
