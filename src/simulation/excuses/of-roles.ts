import { writeManifest } from '../../aerodb/recovery/manifest.ts'
import { FORMAT_VERSION } from '../../aerodb/wal/limits.ts'
import { manifestIn } from '../../invariants/chronicle/readings.ts'
import { both, type Forge, lastFact, lastLanded, lastStated, type Story, startAll } from '../breaches/breach.ts'
import { N1, N2 } from '../rehearsal.ts'
import { type ExcuseCase, excuseCase } from './excuse-case.ts'

const written: Story = (rehearsal) => {
  startAll(rehearsal)
  rehearsal.putAndSettle('a', 'one')
}

/** A frame that can't be read: N2 decides to halt. */
const halting: Story = (rehearsal) => {
  rehearsal.cluster.inject(N1, N2, new Uint8Array(3))
}

const haltLost: Story = (rehearsal) => {
  written(rehearsal)
  halting(rehearsal)
  rehearsal.cluster.loseBatch(N2)
}

const haltNotShown: Story = (rehearsal) => {
  written(rehearsal)
  halting(rehearsal)
  rehearsal.landAll(N2)
  rehearsal.cluster.kill(N2, 'lost')
  rehearsal.cluster.staleStart(N2, 1)
  rehearsal.cluster.settle()
}

/** N2 follows again, halts again, and starts again. */
const haltsAnew: Story = (rehearsal) => {
  rehearsal.restart(N2)
  halting(rehearsal)
  rehearsal.landAll(N2)
  rehearsal.restart(N2)
}

const overTheHalt: Forge = lastLanded('start', (fact) => {
  const { putManifest } = fact.batch
  const manifest = putManifest === null ? null : manifestIn(putManifest)
  if (manifest === null) throw new Error('a start without a manifest')
  return { ...fact, batch: { ...fact.batch, putManifest: writeManifest({ ...manifest, halt: null }, FORMAT_VERSION) } }
})

/** N2 is granted the authority that N1 has. */
const shared: Story = (rehearsal) => {
  const { cluster } = rehearsal
  cluster.start(N1)
  cluster.settle()
  cluster.configure(N2, { primaries: [N2] })
  cluster.take({ kind: 'authority', node: N2, authority: 'granted' })
  cluster.start(N2)
  rehearsal.landAll(N2)
}

/** N2's next life has what it asks its host for: nothing, while N1 lives. */
const byLock: Story = ({ cluster }) => {
  cluster.kill(N2, 'lost')
  cluster.take({ kind: 'authority', node: N2, authority: 'byLock' })
  cluster.start(N2)
}

/** As if it had been granted all the same, and N2 had become Primary: the host shared nothing this time. */
const primaryAllTheSame: Forge = both(
  lastFact(
    'nodeStarted',
    ({ node }) => node === N2,
    (fact) => [{ ...fact, authority: 'granted' }],
  ),
  lastStated(N2, 'roleChanged', (stated) => ({ ...stated, role: 'PrimaryActive' })),
)

export const OF_ROLES: readonly ExcuseCase[] = [
  excuseCase({ damage: 'batchLost', invariant: 'halt-survives-restart', on: N2 }, haltLost, haltsAnew, overTheHalt),
  excuseCase({ damage: 'staleRead', invariant: 'halt-survives-restart', on: N2 }, haltNotShown, haltsAnew, overTheHalt),
  excuseCase({ damage: 'authorityShared', invariant: 'single-writer', on: N2 }, shared, byLock, primaryAllTheSame),
]
