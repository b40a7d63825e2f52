import type { Hash128 } from '../../aerodb/digest.ts'
import type { DiskContents } from '../../aerodb/disk.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { DiskFault } from '../disk-fault.ts'
import { withManifest } from '../forged-disk.ts'
import { onKind, reseal } from '../forgery.ts'
import { N1, N2, Rehearsal } from '../rehearsal.ts'
import {
  type Ending,
  type Failure,
  halted,
  must,
  neverHappened,
  recovered,
  refusedStart,
  retransmitted,
  stopped,
} from './ending.ts'

/** Two nodes; the commits `a` and `b` on both, in the batches at LSN 2 and 4. */
function steady(hash: Hash128, judge: 'everyFact' | 'nothing' = 'everyFact'): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2], judge })
  for (const id of ['a', 'b']) rehearsal.putAndSettle(id, 'text')
  return rehearsal
}

/** A node's disk is damaged while it is dead, and the node is started again. */
function damaged(hash: Hash128, name: NodeName, fault: DiskFault): Rehearsal {
  const rehearsal = steady(hash)
  const { cluster } = rehearsal
  cluster.kill(name, 'lost')
  cluster.damage(name, fault)
  cluster.start(name)
  cluster.settle()
  return rehearsal
}

/** As `damaged`, by a change that no fault of the simulator makes. */
function altered(hash: Hash128, name: NodeName, change: (disk: DiskContents) => DiskContents): Ending {
  const rehearsal = steady(hash, 'nothing')
  const { cluster } = rehearsal
  cluster.kill(name, 'lost')
  cluster.at(name).disk.replace(change(cluster.at(name).disk.contents()))
  cluster.start(name)
  return refusedStart(rehearsal, name)
}

const BITS = [0, 40, 100, 223, 224, 300, 600]
const ends = [
  ['Primary', N1, 'FAIL-60', 'FAIL-63'],
  ['Replica', N2, 'FAIL-61', 'FAIL-64'],
] as const

/** The Primary has lost `b`, which the Replica has, and has taken `writes` commits before they meet. */
function lostTail(hash: Hash128, writes: number): Rehearsal {
  const rehearsal = steady(hash)
  const { cluster } = rehearsal
  cluster.kill(N1, 'lost')
  cluster.damage(N1, { kind: 'loseTail', batches: 1 })
  cluster.start(N1)
  cluster.linkDown(N1, N2)
  cluster.settle()
  for (let count = 0; count < writes; count++) rehearsal.putAndSettle('other', `${count}`)
  cluster.linkUp(N1, N2)
  return rehearsal
}

/** A second fault that is as good as the first: one more way to the same row. */
const inTheMiddle: readonly (readonly [string, (disk: DiskContents) => DiskContents])[] = [
  ['lost', ({ manifest, batches }) => ({ manifest, batches: batches.toSpliced(1, 1) })],
  ['doubled', ({ manifest, batches }) => ({ manifest, batches: [...batches.slice(0, 2), ...batches.slice(1)] })],
  [
    'swapped with its neighbour',
    ({ manifest, batches: [first, second, third] }) => ({ manifest, batches: present(first, third, second) }),
  ],
  [
    'stored under the key of its neighbour',
    ({ manifest, batches: [first, second, third] }) => ({
      manifest,
      batches: present(
        first,
        second,
        third === undefined || second === undefined ? third : { firstLsn: third.firstLsn, bytes: second.bytes },
      ),
    }),
  ],
]

function present<Item>(...items: readonly (Item | undefined)[]): readonly Item[] {
  return items.filter((item) => item !== undefined)
}

export const OF_DISKS: readonly Failure[] = [
  ...ends.flatMap(([whose, name, flipped, wiped]) => [
    ...BITS.map((bit) => ({
      id: flipped,
      situation: `bit ${bit} of a batch of the ${whose} is flipped`,
      happen: (hash: Hash128) => refusedStart(damaged(hash, name, { kind: 'flipBatchBit', batch: 1, bit }), name),
    })),
    {
      id: 'FAIL-62' as const,
      situation: `a bit of the manifest of the ${whose} is flipped`,
      happen: (hash: Hash128) => refusedStart(damaged(hash, name, { kind: 'flipManifestBit', bit: 200 }), name),
    },
    {
      id: wiped,
      situation: `the disk of the ${whose} is wiped`,
      happen: (hash: Hash128) => refusedStart(damaged(hash, name, { kind: 'wipe' }), name),
    },
    {
      id: 'FAIL-69' as const,
      situation: `the log of the ${whose} is gone, and its manifest is not`,
      happen: (hash: Hash128) => refusedStart(damaged(hash, name, { kind: 'loseTail', batches: 9 }), name),
    },
    {
      id: 'FAIL-75' as const,
      situation: `the disk of the ${whose} is of a format yet to come`,
      happen: (hash: Hash128) => refusedStart(damaged(hash, name, { kind: 'otherFormat' }), name),
    },
    {
      id: 'FAIL-75' as const,
      situation: `the disk of the ${whose} is another node's`,
      happen: (hash: Hash128) => altered(hash, name, (disk) => withManifest(disk, { node: name === N1 ? N2 : N1 })),
    },
    ...inTheMiddle.map(([fault, change]) => ({
      id: 'FAIL-70' as const,
      situation: `a batch in the middle of the log of the ${whose} is ${fault}`,
      happen: (hash: Hash128) => altered(hash, name, change),
    })),
  ]),
  { id: 'FAIL-65', situation: 'the Primary lost what a Replica has', happen: (hash) => halted(lostTail(hash, 0), N1, N2) },
  {
    id: 'FAIL-66',
    situation: 'the Primary lost what a Replica has, and has written past it since',
    happen: (hash) => halted(lostTail(hash, 2), N1, N2),
  },
  {
    id: 'FAIL-67',
    situation: 'the Primary lost what no Replica has: nothing shows it',
    happen: (hash) => {
      const rehearsal = steady(hash)
      const { cluster } = rehearsal
      cluster.linkDown(N1, N2)
      const request = rehearsal.put('c', 'acknowledged')
      rehearsal.landAll(N1)
      must(rehearsal.outcome(request)?.kind === 'acknowledged', 'nobody was told')
      cluster.kill(N1, 'lost')
      cluster.damage(N1, { kind: 'loseTail', batches: 1 })
      cluster.start(N1)
      cluster.settle()
      must(rehearsal.position(N2).session === 'streaming', 'n2 does not follow')
      must(rehearsal.position(N1).appliedCommitId === 2, 'n1 did not lose it')
      return recovered(rehearsal, N1)
    },
  },
  {
    id: 'FAIL-68',
    situation: 'a Replica lost what the Primary has',
    happen: (hash) => retransmitted(damaged(hash, N2, { kind: 'loseTail', batches: 1 }), N2, 4),
  },
  {
    id: 'FAIL-71',
    situation: "the Primary's disk is full",
    happen: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.cluster.at(N1).diskIsFull = true
      const request = rehearsal.put('c', 'text')
      rehearsal.cluster.settle()
      rehearsal.cluster.at(N1).diskIsFull = false
      return neverHappened(rehearsal, 'c', request)
    },
  },
  {
    id: 'FAIL-72',
    situation: "a Replica's disk is full",
    happen: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.cluster.at(N2).diskIsFull = true
      rehearsal.putAndSettle('c', 'text')
      must(rehearsal.position(N2).role === 'ReplicaActive' && rehearsal.position(N2).durableLsn === 5, 'n2 serves no more')
      rehearsal.cluster.at(N2).diskIsFull = false
      rehearsal.relink(N1, N2)
      rehearsal.cluster.settle()
      return retransmitted(rehearsal, N2, 6)
    },
  },
  ...(['lands', 'lost'] as const).map((batch) => ({
    id: 'FAIL-73' as const,
    situation: `the disk does not say what became of a batch that ${batch === 'lands' ? 'landed' : 'did not land'}`,
    happen: (hash: Hash128) => {
      const rehearsal = steady(hash)
      const request = rehearsal.put('c', 'text')
      rehearsal.cluster.fail(N1, { outcome: 'unknown', cause: 'UnknownError' }, batch)
      const ending = stopped(rehearsal, N1, request)
      rehearsal.cluster.start(N1)
      rehearsal.cluster.settle()
      must(rehearsal.position(N1).appliedCommitId === (batch === 'lands' ? 3 : 2), 'its restart found something else')
      return ending
    },
  })),
  {
    id: 'FAIL-74',
    situation: 'the batch of a start is refused',
    happen: (hash) => {
      const rehearsal = steady(hash)
      const { cluster } = rehearsal
      cluster.kill(N1, 'lost')
      cluster.at(N1).diskIsFull = true
      cluster.start(N1)
      cluster.settle()
      const { role, refusal } = rehearsal.position(N1)
      must(role === 'StartRefused', `n1 is ${role}`)
      cluster.at(N1).diskIsFull = false
      rehearsal.restart(N1)
      must(rehearsal.position(N1).appliedCommitId === 2, 'with space, it did not start')
      return { outcome: 'fatal', rule: refusal?.rule ?? null, told: null }
    },
  },
  {
    id: 'FAIL-74',
    situation: 'the batch of a halt is refused',
    happen: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.cluster.inject(N1, N2, new Uint8Array(0))
      rehearsal.cluster.fail(N2, { outcome: 'aborted', cause: 'QuotaExceededError' })
      return stopped(rehearsal, N2, null)
    },
  },
  ...(['unreadable', 'killed'] as const).map((how) => ({
    id: 'FAIL-78' as const,
    situation: how === 'killed' ? 'the host dies while it reads the disk' : 'the disk can not be read at a start',
    happen: (hash: Hash128) => {
      const rehearsal = steady(hash)
      const { cluster } = rehearsal
      cluster.kill(N1, 'lost')
      const before = cluster.at(N1).disk.contents()
      cluster.take({ kind: 'failStart', node: N1, how })
      must(cluster.at(N1).node === null, 'there is a node all the same')
      const { manifest, batches } = cluster.at(N1).disk.contents()
      must(manifest === before.manifest && batches.length === before.batches.length, 'the disk is not as it was')
      cluster.start(N1)
      cluster.settle()
      must(rehearsal.position(N1).appliedCommitId === 2, 'its next start found something else')
      return recovered(rehearsal, N1)
    },
  })),
  {
    id: 'FAIL-76',
    situation: "a Replica's state is not what its log gives",
    happen: (hash) => {
      const rehearsal = steady(hash, 'nothing')
      rehearsal.put('c', 'text')
      rehearsal.landAll(N1)
      rehearsal.cluster.deliver(N1, N2)
      rehearsal.landAll(N2)
      const state = new Uint8Array(16).fill(7)
      rehearsal.cluster.deliver(N2, N1, 0, (bytes) =>
        reseal(
          bytes,
          onKind('report', (body) => ({ ...body, state })),
        ),
      )
      return halted(rehearsal, N1, N2)
    },
  },
]
