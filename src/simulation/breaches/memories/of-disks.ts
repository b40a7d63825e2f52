import { ZERO_DIGEST } from '../../../aerodb/digest.ts'
import { lsn } from '../../../aerodb/ids.ts'
import { writeManifest } from '../../../aerodb/recovery/manifest.ts'
import { FORMAT_VERSION } from '../../../aerodb/wal/limits.ts'
import { storedBatchBytes } from '../../../aerodb/wal/stored-batch.ts'
import type { Damage } from '../../../invariants/damage.ts'
import type { Fact } from '../../../invariants/fact.ts'
import { N1, N2 } from '../../rehearsal.ts'
import { after, type Remembered } from './remembered.ts'
import { ALL_STARTED, discarded, recovers, reportLabel, sent, stated } from './telling.ts'

/** A stored batch of one record, which is one byte. */
const stored = (at: number, record = at) => storedBatchBytes(at, at, ZERO_DIGEST, [new Uint8Array([record])])

function lands(at: number): Fact {
  const batch = { discardLog: 'keep', putManifest: null, putBatch: { firstLsn: lsn(at), bytes: stored(at) } } as const
  return { kind: 'landed', node: N1, purpose: 'replicaAppend', batch }
}

function makes(clusterId: string, node: string): Fact {
  const manifest = { clusterId, node, role: 'none', historyId: null, incarnation: 0, halt: null } as const
  const batch = { discardLog: 'all', putManifest: writeManifest(manifest, FORMAT_VERSION), putBatch: null } as const
  return { kind: 'landed', node: N1, purpose: 'create', batch }
}

const damaged = (damage: Damage): Fact => ({ kind: 'damaged', node: N1, damage })
const flipped = (at: number): Fact => damaged({ kind: 'batchBitFlipped', firstLsn: at, bytes: stored(at, 99) })
const flippedBack = (at: number): Fact => damaged({ kind: 'batchBitFlipped', firstLsn: at, bytes: stored(at) })
const lastLost = (firstLsn: number | null): Fact => damaged({ kind: 'batchLost', firstLsn, manifest: 'notInIt' })
const LANDS_NOTHING: Fact = {
  kind: 'landed',
  node: N1,
  purpose: 'start',
  batch: { discardLog: 'keep', putManifest: null, putBatch: null },
}
const REFUSED = stated(N1, {
  kind: 'startRefused',
  error: { code: 'AERO_RECOVERY_TOLD', severity: 'FATAL', message: '', rule: 'RECOVERY-6' },
})

/** A log of two batches, which the node has read. */
const READ = recovers(N1, 2, 0, null, 1)
const LOG = [...ALL_STARTED, lands(1), lands(2), READ]

/** By what judges it afterwards: pasts that differ in what is remembered of a disk. */
export const MEMORIES_OF_DISKS: Readonly<Record<string, readonly Remembered[]>> = {
  'recovery-deterministic': [
    ...after(
      LOG,
      {
        what: 'that the manifest is spoiled, beside a batch that is',
        one: [flipped(2), damaged({ kind: 'manifestBitFlipped', bytes: new Uint8Array(3) })],
        other: [flipped(2)],
        future: [flippedBack(2), READ],
      },
      {
        what: 'which batch is spoiled',
        one: [flipped(1)],
        other: [flipped(2)],
        future: [damaged({ kind: 'tailLost', fromLsn: 2 }), recovers(N1, 1, 0)],
      },
      {
        what: 'that something may be lost',
        one: [],
        other: [damaged({ kind: 'recreated' })],
        future: [recovers(N1, 2, 0, null, 2)],
      },
      {
        what: 'that a discard was lost, and the log may lie under what follows',
        one: [discarded(N1), lastLost(null)],
        other: [LANDS_NOTHING, lastLost(null)],
        future: [recovers(N1, 1, 0)],
      },
    ),
    ...after(
      ALL_STARTED,
      {
        what: 'that a log was found, and not written before witnesses',
        one: [lands(1), lands(2)],
        other: [
          {
            kind: 'found',
            node: N1,
            disk: { manifest: null, batches: [1, 2].map((at) => ({ firstLsn: lsn(at), bytes: stored(at) })) },
          },
        ],
        future: [recovers(N1, 1, 0)],
      },
      {
        what: 'what node the disk was made for, when it is taken',
        one: [makes('c', 'n1')],
        other: [makes('c', 'n2')],
        future: [recovers(N1, 0, 0)],
      },
      {
        what: 'what node it was made for, when it is refused',
        one: [makes('c', 'n1')],
        other: [makes('c', 'n2')],
        future: [REFUSED],
      },
      {
        what: 'what cluster it was made for, when it is taken',
        one: [makes('c', 'n1')],
        other: [makes('d', 'n1')],
        future: [recovers(N1, 0, 0)],
      },
      {
        what: 'what cluster it was made for, when it is refused',
        one: [makes('c', 'n1')],
        other: [makes('d', 'n1')],
        future: [REFUSED],
      },
    ),
  ],
  'durable-before-visible': after(LOG, {
    what: 'how far the disk has reported, whatever became of it',
    one: [lands(3), lastLost(3)],
    other: [lands(3), lastLost(3), READ, damaged({ kind: 'recreated' })],
    future: [sent(N1, N2, reportLabel(3))],
  }),
}
