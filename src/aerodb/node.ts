import type { Digest } from './digest.ts'
import type { Effect } from './effect.ts'
import type { DocumentKey, Lsn, RequestId } from './ids.ts'
import type { Input } from './input.ts'
import type { ChainInspection, ChainSelection, Explanation, VersionInspection, WalRecordInspection } from './inspection.ts'
import type { Position } from './observation.ts'

/**
 * One AeroDB node: a pure state machine. `step` is the only door by which anything changes; it does no I/O, knows no clock, and throws only
 * on a bug of its own (the host then ends the node, as at `stop`). Everything else looks inside and changes nothing.
 */
export interface DatabaseNode {
  step(input: Input): readonly Effect[]
  position(): Position
  /**
   * The retained log, lowest LSN first, at most `limit` records (1 to 10,000) from `from` on. Of a disk that was not believed: the records that
   * verified before its fault. (RECOVERY-5)
   */
  walRecords(from: Lsn, limit: number): readonly WalRecordInspection[]
  /** The exact bytes of the same records, back to back. */
  walBytes(): Uint8Array
  /** Oldest first; empty for a document that was never written. */
  versions(key: DocumentKey): readonly VersionInspection[]
  chains(selection: ChainSelection): readonly ChainInspection[]
  /** Behind the node's present state. */
  explainState(): Explanation
  /** Behind an answer; null when it is no longer, or never was, among the last EXPLANATIONS_KEPT. */
  explainRequest(request: RequestId): Explanation | null
  /** An independent copy: immutable parts are shared, containers copied. */
  fork(): DatabaseNode
  /** Equal for two nodes that nothing can tell apart from here on. Incremental where it is large. */
  digest(): Digest
}
