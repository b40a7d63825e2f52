import type { DiskContents } from '../aerodb/disk.ts'

/**
 * What breaks the assumptions that the proofs rest on (REPLICATION_PROOFS, *Assumptions*). Each excuses the invariants that it breaks, of what it
 * struck, and no others: `excuses.ts`.
 */
export type Damage =
  /** A bit of the stored batch that begins at `firstLsn` changed. `bytes`: as they are now. A bit that was flipped twice is as it was. */
  | { readonly kind: 'batchBitFlipped'; readonly firstLsn: number; readonly bytes: Uint8Array }
  | { readonly kind: 'manifestBitFlipped'; readonly bytes: Uint8Array }
  /** The manifest is of a format that this build doesn't know. */
  | { readonly kind: 'otherFormat' }
  /** The batches from `fromLsn` on were reported durable and are gone. */
  | { readonly kind: 'tailLost'; readonly fromLsn: number }
  /** The batch that landed last is reported durable and is gone: records from `firstLsn` on, if it held any, and a manifest, if it held one. */
  | { readonly kind: 'batchLost'; readonly firstLsn: number | null; readonly manifest: 'lost' | 'notInIt' }
  | { readonly kind: 'wiped' }
  /** The next start is given an older image of the disk. */
  | { readonly kind: 'staleRead'; readonly shown: DiskContents }
  /** An operator made the disk anew, as `create` does. */
  | { readonly kind: 'recreated' }
  /** The authority was granted to this node while another living node held it. */
  | { readonly kind: 'authorityShared' }

export type DamageKind = Damage['kind']
