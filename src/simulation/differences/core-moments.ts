import type { Hash128 } from '../../aerodb/digest.ts'
import type { Core } from '../../aerodb/node/core.ts'
import { N1, N2, type Rehearsal } from '../rehearsal.ts'
import { coreAfter } from './open-cores.ts'

/** Every node has started, and two commits are everywhere. */
function settled(rehearsal: Rehearsal): void {
  const { cluster } = rehearsal
  for (const name of cluster.nodes.keys()) cluster.start(name)
  cluster.settle()
  rehearsal.putAndSettle('a', 'one')
  rehearsal.putAndSettle('b', 'two')
}

/** The Replica has received two commits; the first is on its way to its disk, and the session is open. */
function receiving(rehearsal: Rehearsal): void {
  settled(rehearsal)
  const { cluster } = rehearsal
  rehearsal.put('c', 'three')
  rehearsal.put('d', 'four')
  rehearsal.landAll(N1)
  cluster.deliver(N1, N2)
  cluster.deliver(N1, N2)
}

function halted(rehearsal: Rehearsal): void {
  settled(rehearsal)
  rehearsal.cluster.inject(N1, N2, new Uint8Array(3))
  rehearsal.landAll(N2)
}

/** Moments of a node's life in which its parts have something in them. */
export const MOMENTS = {
  primaryStarting: moment(N1, ({ cluster }) => cluster.start(N1)),
  primary: moment(N1, settled),
  primaryAppending: moment(N1, (rehearsal) => {
    settled(rehearsal)
    rehearsal.put('c', 'three')
    rehearsal.put('d', 'four')
  }),
  replicaReceiving: moment(N2, receiving),
  replicaHalting: moment(N2, (rehearsal) => {
    settled(rehearsal)
    rehearsal.cluster.inject(N1, N2, new Uint8Array(3))
  }),
  replicaAskingToResume: moment(N2, (rehearsal) => {
    halted(rehearsal)
    rehearsal.cluster.command(N2, { kind: 'resume' })
  }),
  replicaResuming: moment(N2, (rehearsal) => {
    halted(rehearsal)
    const { cluster } = rehearsal
    cluster.command(N2, { kind: 'resume' })
    while (cluster.at(N2).writing === null) cluster.deliver(...(cluster.busyLinks()[0] ?? [N1, N2]))
  }),
  replicaAskingToBootstrap: moment(N2, (rehearsal) => {
    settled(rehearsal)
    rehearsal.cluster.command(N2, { kind: 'bootstrap', unproven: 'refuse' })
  }),
  replicaDiscarding: moment(N2, (rehearsal) => {
    settled(rehearsal)
    rehearsal.cluster.command(N2, { kind: 'bootstrap', unproven: 'discard' })
  }),
  replicaRefused: moment(N2, (rehearsal) => {
    settled(rehearsal)
    const { cluster } = rehearsal
    cluster.kill(N2, 'lost')
    cluster.damage(N2, { kind: 'flipBatchBit', batch: 1, bit: 900 })
    cluster.start(N2)
  }),
} as const

export type Moment = (hash: Hash128) => Core

function moment(name: typeof N1, happens: (rehearsal: Rehearsal) => void): Moment {
  return (hash) => coreAfter(hash, name, ({ rehearsal }) => happens(rehearsal))
}
