import type { DiskContents, StoredBatch } from '../aerodb/disk.ts'
import { initializeDisk } from '../aerodb/recovery/initialize-disk.ts'
import { readManifest, writeManifest } from '../aerodb/recovery/manifest.ts'
import { FORMAT_VERSION } from '../aerodb/wal/limits.ts'
import type { Damage } from '../invariants/damage.ts'
import { flipped } from './forgery.ts'

/** What can be done to the disk of a dead node. Numbers are taken modulo what there is. */
export type DiskFault =
  | { readonly kind: 'flipBatchBit'; readonly batch: number; readonly bit: number }
  | { readonly kind: 'flipManifestBit'; readonly bit: number }
  /** The last `batches` batches were reported durable, and are gone. */
  | { readonly kind: 'loseTail'; readonly batches: number }
  /** As another build would have written it, of a format that this one doesn't know. */
  | { readonly kind: 'otherFormat' }
  | { readonly kind: 'wipe' }
  /** An operator makes the disk anew, as `create` does: for this node, of this cluster. */
  | { readonly kind: 'recreate'; readonly clusterId: string }

interface Faulted {
  readonly contents: DiskContents
  readonly damage: Damage
}

/** What is on the disk afterwards; null where there is nothing to damage. */
export function faulted({ manifest, batches }: DiskContents, node: string, fault: DiskFault): Faulted | null {
  switch (fault.kind) {
    case 'flipBatchBit': {
      const index = fault.batch % Math.max(1, batches.length)
      const hit = batches[index]
      if (hit === undefined) return null
      const { firstLsn, bytes } = hit
      const changed: StoredBatch = { firstLsn, bytes: flipped(bytes, fault.bit % (bytes.length * 8)) }
      return { contents: { manifest, batches: batches.with(index, changed) }, damage: { kind: 'batchBitFlipped', ...changed } }
    }
    case 'flipManifestBit': {
      if (manifest === null) return null
      const bytes = flipped(manifest, fault.bit % (manifest.length * 8))
      return { contents: { manifest: bytes, batches }, damage: { kind: 'manifestBitFlipped', bytes } }
    }
    case 'loseTail': {
      const kept = batches.slice(0, Math.max(0, batches.length - fault.batches))
      const firstLost = batches[kept.length]
      if (firstLost === undefined) return null
      return { contents: { manifest, batches: kept }, damage: { kind: 'tailLost', fromLsn: firstLost.firstLsn } }
    }
    case 'otherFormat': {
      const known = manifest === null ? null : readManifest(manifest, FORMAT_VERSION).manifest
      if (known === null) return null
      return { contents: { manifest: writeManifest(known, FORMAT_VERSION + 1), batches }, damage: { kind: 'otherFormat' } }
    }
    case 'wipe':
      return { contents: { manifest: null, batches: [] }, damage: { kind: 'wiped' } }
    case 'recreate': {
      const { putManifest } = initializeDisk({ clusterId: fault.clusterId, node })
      return { contents: { manifest: putManifest, batches: [] }, damage: { kind: 'recreated' } }
    }
  }
}
