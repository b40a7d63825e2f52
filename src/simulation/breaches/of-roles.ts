import { lsn } from '../../aerodb/ids.ts'
import { type DurableHalt, writeManifest } from '../../aerodb/recovery/manifest.ts'
import { FORMAT_VERSION } from '../../aerodb/wal/limits.ts'
import { manifestIn } from '../../invariants/chronicle/readings.ts'
import { N1, N2, N3 } from '../rehearsal.ts'
import {
  type BreachCase,
  type Forge,
  followedBy,
  forged,
  lastFact,
  lastLanded,
  lastStated,
  mutated,
  type Story,
  startAll,
  unknown,
  withoutGuard,
} from './breach.ts'

const written: Story = (rehearsal) => {
  startAll(rehearsal)
  rehearsal.putAndSettle('a', 'one')
}

/** A frame that can't be read halts the Replica. */
const halted: Story = (rehearsal) => {
  written(rehearsal)
  rehearsal.cluster.inject(N1, N2, new Uint8Array(3))
  rehearsal.landAll(N2)
}

const returned: Story = (rehearsal) => {
  halted(rehearsal)
  rehearsal.restart(N2)
}

const resumed: Story = (rehearsal) => {
  halted(rehearsal)
  rehearsal.cluster.command(N2, { kind: 'resume' })
  rehearsal.cluster.settle()
}

const acknowledgedHere: Story = (rehearsal) => {
  written(rehearsal)
  rehearsal.write([{ op: 'put', collection: 'notes', document: { _id: 'b' } }], null, N2)
  rehearsal.cluster.settle()
}

/** N1 began a history and died; N2, configured as Primary, has begun another. */
const succeeded: Story = ({ cluster }) => {
  cluster.start(N1)
  cluster.settle()
  cluster.kill(N1, 'lost')
  cluster.configure(N2, { primaries: [N2] })
  cluster.start(N2)
  cluster.settle()
}

/** N2 is configured and granted to be Primary beside N1, they meet, and N1 is asked to write. */
const metAnother: Story = (rehearsal) => {
  const { cluster } = rehearsal
  cluster.start(N1)
  cluster.settle()
  rehearsal.putAndSettle('a', 'one')
  cluster.configure(N2, { primaries: [N2] })
  cluster.take({ kind: 'authority', node: N2, authority: 'granted' })
  cluster.start(N2)
  cluster.settle()
  rehearsal.putAndSettle('b', 'two')
}

/** The last start leaves another halt in its manifest, or none. */
function startsWith({ halt }: { readonly halt: 'none' | Partial<DurableHalt> }): Forge {
  return lastLanded('start', (fact) => {
    const { putManifest } = fact.batch
    const manifest = putManifest === null ? null : manifestIn(putManifest)
    if (manifest === null || manifest.halt === null) throw new Error('a start without a halt')
    const other = { ...manifest, halt: halt === 'none' ? null : { ...manifest.halt, ...halt } }
    return { ...fact, batch: { ...fact.batch, putManifest: writeManifest(other, FORMAT_VERSION) } }
  })
}

/** N2 has begun another life, and said hello in it. */
const restartedOnce: Story = (rehearsal) => {
  written(rehearsal)
  rehearsal.cluster.kill(N2, 'lost')
  rehearsal.cluster.start(N2)
  rehearsal.cluster.land(N2)
}

/** The last frame of N2 carries this incarnation. */
const lastSentUnder = (incarnation: number): Forge =>
  lastFact(
    'sent',
    ({ node }) => node === N2,
    (fact) => [{ ...fact, frame: { ...fact.frame, incarnation } }],
  )

export const OF_ROLES: Readonly<Record<string, readonly BreachCase[]>> = {
  'single-writer': [
    forged(
      'a node becomes Primary without the authority',
      written,
      lastFact(
        'nodeStarted',
        ({ node }) => node === N1,
        (fact) => [{ ...fact, authority: 'denied' }],
      ),
    ),
    withoutGuard('a node that is named beside another becomes Primary', 'onePrimaryConfigured', (rehearsal) => {
      written(rehearsal)
      rehearsal.cluster.kill(N1, 'lost')
      rehearsal.cluster.configure(N1, { primaries: [N1, N2] })
      rehearsal.cluster.start(N1)
      rehearsal.cluster.settle()
    }),
    forged(
      'two Primaries live at once',
      succeeded,
      lastFact(
        'nodeDied',
        () => true,
        () => [],
      ),
    ),
    withoutGuard('a Primary that has met another acknowledges on', 'peerAuthority', metAnother),
  ],
  'halted-serves-nothing': [
    forged(
      'a halt ends, and no operator has asked for it',
      resumed,
      lastFact(
        'asked',
        ({ command }) => command.kind === 'resume',
        (fact) => [{ ...fact, command: { kind: 'openReadView', at: null } }],
      ),
    ),
    forged(
      'a resume ends a halt, and no Primary has opened a session over its prefix',
      resumed,
      lastFact(
        'observed',
        ({ node, observation }) => node === N1 && observation.kind === 'sessionOpened',
        () => [],
      ),
    ),
    forged(
      'a node that is no Primary opens a session',
      written,
      followedBy({ kind: 'observed', node: N2, observation: { kind: 'sessionOpened', peer: N3, fromLsn: lsn(1) } }),
    ),
    withoutGuard('a node that has decided to halt serves a read', 'readRole', (rehearsal) => {
      written(rehearsal)
      rehearsal.read(N2, 'a')
      rehearsal.cluster.inject(N1, N2, new Uint8Array(3))
      rehearsal.read(N2, 'a')
    }),
    withoutGuard('a halted node serves a read', 'readRole', (rehearsal) => {
      written(rehearsal)
      rehearsal.read(N2, 'a')
      rehearsal.cluster.inject(N1, N2, new Uint8Array(3))
      rehearsal.landAll(N2)
      rehearsal.read(N2, 'a')
    }),
    {
      ...withoutGuard('a node that is no Primary acknowledges', 'writeAdmission', acknowledgedHere),
      with: { 'single-writer': 'it says the same of any node that is no Primary, halted or not' },
    },
  ],
  'halt-survives-restart': [
    mutated('a halt is stated that is not on the disk', 'RECOVERY-8', halted),
    forged('a start writes over a halt', returned, startsWith({ halt: 'none' })),
    forged('a start puts another rule in the place of a halt', returned, startsWith({ halt: { rule: 'LOG-5' } })),
    forged('a start puts another reason in the place of a halt', returned, startsWith({ halt: { reason: 'WalGapDetected' } })),
    forged(
      'a start under another configuration writes over a halt that has nothing to do with it',
      (rehearsal) => {
        halted(rehearsal)
        rehearsal.cluster.kill(N2, 'lost')
        rehearsal.cluster.configure(N2, {})
        rehearsal.cluster.start(N2)
        rehearsal.cluster.settle()
      },
      startsWith({ halt: 'none' }),
    ),
    forged(
      'a node with a halt on its disk takes a role',
      returned,
      lastStated(N2, 'roleChanged', (stated) => ({ ...stated, role: 'ReplicaActive' })),
    ),
  ],
  'incarnations-unique': [
    forged(
      'a start sends under the incarnation of the one before',
      (rehearsal) => {
        written(rehearsal)
        rehearsal.restart(N2)
      },
      lastSentUnder(1),
    ),
    forged(
      'a start begins to send under the incarnation of the one before, where no disk is known',
      restartedOnce,
      lastSentUnder(1),
      unknown('landed'),
    ),
    forged('one start sends under two incarnations, where no disk is known', written, lastSentUnder(2), unknown('landed')),
    forged('a frame carries an incarnation that is not on the disk', restartedOnce, lastSentUnder(7)),
  ],
}
