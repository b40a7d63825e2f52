import type { Choice } from '../choice.ts'
import { N1, N2, type Rehearsal } from '../rehearsal.ts'

/** A choice, and what has to happen before it can be made; the cluster is running, with a commit on its way to disk. */
interface Chosen {
  readonly before: (rehearsal: Rehearsal) => void
  readonly choice: Choice
}

const nothing = (): void => undefined
const killed = ({ cluster }: Rehearsal): void => cluster.kill(N2, 'lost')
/** A commit under way to both Replicas. */
const shipped = ({ cluster }: Rehearsal): void => cluster.land(N1)
const toN2 = { from: N1, to: N2, index: 0 } as const

const now = (choice: Choice): Chosen => ({ before: nothing, choice })
const after = (before: Chosen['before'], choice: Choice): Chosen => ({ before, choice })

/** One of every kind. */
export const CHOICES: { readonly [Kind in Choice['kind']]: Chosen } = {
  start: after(killed, { kind: 'start', node: N2 }),
  staleStart: after(killed, { kind: 'staleStart', node: N2, batches: 1 }),
  failStart: after(killed, { kind: 'failStart', node: N2, how: 'unreadable' }),
  kill: now({ kind: 'kill', node: N2, batch: 'lost' }),
  crashAfter: now({ kind: 'crashAfter', node: N2, effects: 1, batch: 'lost' }),
  land: now({ kind: 'land', node: N1 }),
  loseBatch: now({ kind: 'loseBatch', node: N1 }),
  abort: now({ kind: 'abort', node: N1, cause: '' }),
  failUnknown: now({ kind: 'failUnknown', node: N1, batch: 'lost' }),
  fillDisk: now({ kind: 'fillDisk', node: N2 }),
  freeDisk: after(({ cluster }) => cluster.take({ kind: 'fillDisk', node: N2 }), { kind: 'freeDisk', node: N2 }),
  deliver: after(shipped, { kind: 'deliver', ...toN2 }),
  drop: after(shipped, { kind: 'drop', ...toN2 }),
  duplicate: after(shipped, { kind: 'duplicate', ...toN2 }),
  deliverChanged: after(shipped, { kind: 'deliverChanged', change: 'flipBit', position: 480, ...toN2 }),
  condition: now({ kind: 'condition', from: N1, to: N2, condition: 'hold' }),
  linkUp: after(({ cluster }) => cluster.linkDown(N1, N2), { kind: 'linkUp', a: N1, b: N2 }),
  linkDown: now({ kind: 'linkDown', a: N1, b: N2 }),
  command: now({ kind: 'command', node: N2, command: { kind: 'openReadView', at: null } }),
  damage: after(killed, { kind: 'damage', node: N2, fault: { kind: 'wipe' } }),
  configure: after(killed, { kind: 'configure', node: N2, configuration: {} }),
  authority: after(killed, { kind: 'authority', node: N2, authority: 'granted' }),
}
