/**
 * What breaks the assumptions that the proofs rest on (REPLICATION_PROOFS, *Assumptions*). Each excuses the invariants that it breaks, and no
 * others: `excuses.ts`.
 */
export type Damage =
  /** A bit of a stored batch changed. */
  | { readonly kind: 'batchBitFlipped'; readonly firstLsn: number }
  | { readonly kind: 'manifestBitFlipped' }
  /** The manifest is of a format that this build doesn't know. */
  | { readonly kind: 'otherFormat' }
  /** The batches from `fromLsn` on were reported durable and are gone. */
  | { readonly kind: 'tailLost'; readonly fromLsn: number }
  /** The one batch that begins at `firstLsn` was reported durable and is gone, or its manifest is. */
  | { readonly kind: 'batchLost'; readonly firstLsn: number | null }
  | { readonly kind: 'wiped' }
  /** A start was given an older image of the disk: a log that ends at `lastLsn`, and the manifest of that time. */
  | { readonly kind: 'staleRead'; readonly lastLsn: number }
  /** An operator made the disk anew, as `create` does. */
  | { readonly kind: 'recreated' }
  /** The authority was granted to this node while another living node held it. */
  | { readonly kind: 'authorityShared' }

export type DamageKind = Damage['kind']
