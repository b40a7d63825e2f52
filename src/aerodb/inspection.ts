import type { Digest } from './digest.ts'
import type { Evidence } from './error.ts'
import type { CommitId, DocumentKey, Lsn } from './ids.ts'
import type { JsonObject } from './json.ts'

/** Looking inside never changes a node, and is no input. */
export interface WalRecordInspection {
  readonly lsn: Lsn
  readonly type: 'insert' | 'update' | 'delete' | 'commit' | 'version' | 'gc' | 'genesis'
  /** Of commits and versions. */
  readonly commitId: CommitId | null
  /** Of versions. */
  readonly key: DocumentKey | null
  readonly tombstone: boolean
  /** Length of the whole record, envelope included. */
  readonly bytes: number
  readonly crc: number
  /** Of the log up to and including this record. */
  readonly chainDigest: Digest
}

export interface VersionInspection {
  readonly commitId: CommitId
  readonly lsn: Lsn
  readonly tombstone: boolean
  /** Null for a tombstone, and for a body that is no document: a read of that one is refused. (WAL-4) */
  readonly document: JsonObject | null
}

/** One chain, without bodies, oldest first: what a picture of visibility needs. */
export interface ChainInspection {
  readonly key: DocumentKey
  /** Versions that were left out, since more were there than were asked for: all are older than the first one given. */
  readonly olderVersions: number
  readonly versions: readonly { readonly commitId: CommitId; readonly lsn: Lsn; readonly tombstone: boolean }[]
}

/** Which chains to look at: those changed last, or named keys. */
export type ChainSelection = (
  | { readonly kind: 'recent'; readonly limit: number }
  | { readonly kind: 'keys'; readonly keys: readonly DocumentKey[] }
) & {
  /** At most so many of each chain, the newest; all of them where absent. */
  readonly versions?: number
}

export interface RuleEvaluation {
  readonly rule: string
  readonly verdict: 'holds' | 'fails' | 'notReached'
  readonly evidence: Evidence
}

/** Why a node is where it is, or why a request ended as it did: rules in the order in which they were asked. Never made-up prose. */
export interface Explanation {
  readonly subject: string
  readonly rules: readonly RuleEvaluation[]
  readonly conclusion: string
}
