import type { DiskContents } from '../../aerodb/disk.ts'
import { lsn } from '../../aerodb/ids.ts'
import { base64Of, bytesOfBase64 } from './base64.ts'
import { foldedBytes } from './folded-effects.ts'

/** All that a disk held: stored batches under their keys, in ascending order, and the manifest. Bytes are in base64. */
export interface DiskImage {
  readonly manifest: string | null
  readonly batches: readonly (readonly [firstLsn: number, bytes: string])[]
}

/**
 * What a disk held, in a few numbers: enough to tell whether one batch more or less is on it. Recovery verifies what they leave out. `manifest`: its
 * bytes, folded; null where there is none.
 */
export interface DiskOutline {
  readonly manifest: number | null
  readonly batches: number
  readonly bytes: number
}

export function diskImageOf({ manifest, batches }: DiskContents): DiskImage {
  return {
    manifest: manifest === null ? null : base64Of(manifest),
    batches: batches.map(({ firstLsn, bytes }) => [firstLsn, base64Of(bytes)]),
  }
}

export function diskContentsOf({ manifest, batches }: DiskImage): DiskContents {
  return {
    manifest: manifest === null ? null : bytesOfBase64(manifest),
    batches: batches.map(([firstLsn, bytes]) => ({ firstLsn: lsn(firstLsn), bytes: bytesOfBase64(bytes) })),
  }
}

export function diskOutlineOf({ manifest, batches }: DiskContents): DiskOutline {
  return {
    manifest: manifest === null ? null : foldedBytes(manifest),
    batches: batches.length,
    bytes: batches.reduce((sum, { bytes }) => sum + bytes.length, 0),
  }
}

export function sameOutline(a: DiskOutline, b: DiskOutline): boolean {
  return a.manifest === b.manifest && a.batches === b.batches && a.bytes === b.bytes
}
