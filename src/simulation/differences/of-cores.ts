import type { Hash128 } from '../../aerodb/digest.ts'
import { commitId, type NodeName } from '../../aerodb/ids.ts'
import type { Core } from '../../aerodb/node/core.ts'
import type { DiskFault } from '../disk-fault.ts'
import { N1, N2, N3, type Rehearsal } from '../rehearsal.ts'
import { type DataField, type Derived, type LeftOut, leftOut } from './difference.ts'
import { coreAfter } from './open-cores.ts'

/** Two runs after which a node differs in this field, among others. */
interface Runs {
  readonly kind: 'runs'
  readonly cores: (hash: Hash128) => readonly [Core, Core]
}

type Story = (rehearsal: Rehearsal) => void

/** Everything has started, a commit is everywhere, one is on its way to the Primary's disk and one waits. */
const busy: Story = (rehearsal) => {
  const { cluster } = rehearsal
  for (const name of cluster.nodes.keys()) cluster.start(name)
  cluster.settle()
  rehearsal.putAndSettle('a', 'one')
  rehearsal.put('b', 'two')
  rehearsal.put('c', 'three')
}
const nothing: Story = () => undefined

function apart(name: NodeName, one: Story, other: Story = nothing): Runs {
  const after = (hash: Hash128, story: Story) =>
    coreAfter(hash, name, ({ rehearsal }) => {
      busy(rehearsal)
      story(rehearsal)
    })
  return { kind: 'runs', cores: (hash) => [after(hash, one), after(hash, other)] }
}

const restarted: Story = (rehearsal) => rehearsal.restart(N2)
const damaged =
  (fault: DiskFault): Story =>
  ({ cluster }) => {
    cluster.kill(N2, 'lost')
    cluster.damage(N2, fault)
    cluster.start(N2)
  }
const unreadable =
  (bytes: number): Story =>
  ({ cluster }) =>
    cluster.inject(N1, N2, new Uint8Array(bytes))
const relinked: Story = (rehearsal) => rehearsal.relink(N1, N3)
const metAgain: Story = (rehearsal) => {
  const { cluster } = rehearsal
  relinked(rehearsal)
  cluster.deliver(N1, N3)
  cluster.deliver(N3, N1)
  cluster.deliver(N3, N1)
}
const derived = (...from: readonly DataField<Core>[]): Derived<Core> => ({ kind: 'derived', from })

/** For every field of a node: two runs that differ in it, what it is derived from, or why it is no part of a node's digest. */
export const CORE_CASES: Readonly<Record<DataField<Core>, Runs | Derived<Core> | LeftOut>> = {
  environment: leftOut('a node never changes it, and the nodes of one search all have the same'),
  guards: derived('environment'),
  configuration: apart(N2, restarted, (rehearsal) => {
    rehearsal.cluster.kill(N2, 'lost')
    rehearsal.cluster.configure(N2, { sync: 'group' })
    rehearsal.cluster.start(N2)
    rehearsal.cluster.settle()
  }),
  configurationVersion: leftOut('computed at the start, from the configuration alone'),
  configuredPrimary: derived('configuration'),
  configuredAsPrimary: derived('configuration'),
  roleState: apart(N2, ({ cluster }) => cluster.linkDown(N1, N2)),
  role: derived('roleState'),
  servingRole: derived('roleState', 'halting'),
  incarnation: apart(N2, restarted),
  manifest: apart(N2, (rehearsal) => {
    unreadable(3)(rehearsal)
    rehearsal.landAll(N2)
  }),
  refusedDisk: apart(N2, damaged({ kind: 'wipe' }), damaged({ kind: 'flipBatchBit', batch: 1, bit: 900 })),
  refusal: apart(N2, damaged({ kind: 'wipe' }), damaged({ kind: 'flipManifestBit', bit: 100 })),
  halting: apart(N2, unreadable(3), unreadable(4)),
  log: apart(N1, ({ cluster }) => cluster.land(N1)),
  heldLog: derived('log', 'refusedDisk'),
  receivedLsn: derived('log', 'inFlight', 'replica'),
  versions: apart(N1, ({ cluster }) => cluster.land(N1)),
  views: apart(
    N2,
    (rehearsal) => rehearsal.ask(N2, { kind: 'openReadView', at: null }),
    (rehearsal) => rehearsal.ask(N2, { kind: 'openReadView', at: commitId(0) }),
  ),
  viewsOpened: apart(N2, (rehearsal) => {
    const opened = rehearsal.ask(N2, { kind: 'openReadView', at: null })
    if (opened?.kind === 'opened') rehearsal.ask(N2, { kind: 'closeReadView', view: opened.view })
  }),
  inFlight: apart(N1, ({ cluster }) => cluster.land(N1)),
  batchesPersisted: apart(N1, ({ cluster }) => cluster.fail(N1, { outcome: 'aborted', cause: '' })),
  waiting: apart(N1, (rehearsal) => rehearsal.put('d', 'four')),
  links: apart(N1, relinked),
  framesSent: apart(N1, relinked),
  sessions: apart(N1, ({ cluster }) => cluster.linkDown(N1, N3)),
  sessionsOpened: apart(N1, metAgain),
  presented: apart(N1, metAgain),
  replica: apart(N2, ({ cluster }) => {
    cluster.land(N1)
    cluster.deliver(N1, N2)
  }),
  operation: apart(N2, ({ cluster }) => cluster.command(N2, { kind: 'bootstrap', unproven: 'refuse' })),
  stopped: apart(N2, ({ cluster }) => {
    cluster.land(N1)
    cluster.deliver(N1, N2)
    cluster.fail(N2, { outcome: 'unknown', cause: '' })
  }),
  framesDuplicate: apart(N2, ({ cluster }) => {
    cluster.land(N1)
    cluster.duplicate(N1, N2)
    cluster.deliver(N1, N2)
  }),
  framesOtherSession: apart(N2, ({ cluster }) => {
    cluster.land(N1)
    const [records] = cluster.frames(N1, N3)
    if (records !== undefined) cluster.inject(N3, N2, records.bytes)
  }),
  decision: leftOut('for people alone: what is behind the present state'),
  explanations: leftOut('for people alone: what is behind the last answers'),
}
