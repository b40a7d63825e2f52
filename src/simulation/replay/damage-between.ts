import type { DiskContents, StoredBatch } from '../../aerodb/disk.ts'
import { readManifest } from '../../aerodb/recovery/manifest.ts'
import { FORMAT_VERSION } from '../../aerodb/wal/limits.ts'
import type { Damage } from '../../invariants/damage.ts'

/**
 * What was done to a disk beyond its contract, where a trace states it anew; null where it is the same. What can't be named more closely was made
 * anew.
 */
export function damageBetween(before: DiskContents, after: DiskContents): Damage | null {
  if (after.manifest === null && after.batches.length === 0) return { kind: 'wiped' }
  if (!sameBytes(before.manifest, after.manifest)) return manifestDamage(before, after)
  if (before.batches.length === after.batches.length) return batchDamage(before, after)
  const lost = before.batches[after.batches.length]
  if (lost === undefined || !isPrefix(after.batches, before.batches)) return { kind: 'recreated' }
  return { kind: 'tailLost', fromLsn: lost.firstLsn }
}

/** An older manifest lies beside an older log. */
function manifestDamage(before: DiskContents, after: DiskContents): Damage {
  const verifies = after.manifest !== null && readManifest(after.manifest, FORMAT_VERSION).manifest !== null
  const isSameLog = before.batches.length === after.batches.length && isPrefix(after.batches, before.batches)
  if (!verifies && isSameLog && after.manifest !== null) return { kind: 'manifestBitFlipped', bytes: after.manifest }
  if (!verifies || after.batches.length === 0 || !isPrefix(after.batches, before.batches)) return { kind: 'recreated' }
  return { kind: 'staleRead', shown: after }
}

function batchDamage({ batches: before }: DiskContents, { batches: after }: DiskContents): Damage | null {
  const changed = after.filter((batch, index) => !sameBatch(batch, before[index]))
  const [first] = changed
  if (first === undefined) return null
  return changed.length === 1 ? { kind: 'batchBitFlipped', ...first } : { kind: 'recreated' }
}

function isPrefix(batches: readonly StoredBatch[], longer: readonly StoredBatch[]): boolean {
  return batches.every((batch, index) => sameBatch(batch, longer[index]))
}

function sameBatch(a: StoredBatch, b: StoredBatch | undefined): boolean {
  return b !== undefined && a.firstLsn === b.firstLsn && sameBytes(a.bytes, b.bytes)
}

function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || b === null) return a === b
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
