import type { Digest, Hash128 } from '../digest.ts'
import { type CommitId, type DocumentKey, NO_COMMIT } from '../ids.ts'
import type { PendingVersion } from '../wal/segment.ts'
import { StateDigest } from './state-digest.ts'
import type { Version } from './version.ts'

/** How many of the last changes are remembered for pictures; no bearing on what is visible. */
const RECENT_CHANGES_KEPT = 1024

/** The version chains of a node, and the digest of all they hold. Derived from the log alone. */
export class VersionStore {
  readonly #chains: Map<DocumentKey, Version[]>
  readonly #digest: StateDigest
  #appliedCommitId: CommitId
  readonly #recent: DocumentKey[] = []
  #recentNext = 0

  constructor(chains = new Map<DocumentKey, Version[]>(), digest = new StateDigest(), appliedCommitId: CommitId = NO_COMMIT) {
    this.#chains = chains
    this.#digest = digest
    this.#appliedCommitId = appliedCommitId
  }

  get appliedCommitId(): CommitId {
    return this.#appliedCommitId
  }

  get digest(): Digest {
    return this.#digest.value
  }

  /** Oldest first; empty for a document that was never written. */
  chain(key: DocumentKey): readonly Version[] {
    return this.#chains.get(key) ?? []
  }

  newestCommitOf(key: DocumentKey): CommitId {
    return this.#chains.get(key)?.at(-1)?.commitId ?? NO_COMMIT
  }

  /** Makes whole, durable commits visible: their versions lie in `bytes`, in the order of the log. Returns the state digest after them. (MVCC-5, READ-5) */
  apply(hash: Hash128, bytes: Uint8Array, versions: readonly PendingVersion[], lastCommitId: CommitId): Digest {
    for (const pending of versions) {
      const { commitId, lsn, tombstone, payloadStart, payloadEnd, key } = pending
      const version: Version = { commitId, lsn, tombstone, bytes, payloadStart, payloadEnd }
      const chain = this.#chains.get(key)
      if (chain === undefined) this.#chains.set(key, [version])
      else chain.push(version)
      this.#digest.add(hash(bytes.subarray(payloadStart, payloadEnd)))
      this.#recent[this.#recentNext] = key
      this.#recentNext = (this.#recentNext + 1) % RECENT_CHANGES_KEPT
    }
    this.#appliedCommitId = lastCommitId
    return this.#digest.value
  }

  /** Keys changed last, newest first, each once; at most `limit`. */
  recentKeys(limit: number): readonly DocumentKey[] {
    const keys = new Set<DocumentKey>()
    for (let step = 1; step <= this.#recent.length && keys.size < limit; step++) {
      const key = this.#recent[(this.#recentNext - step + RECENT_CHANGES_KEPT) % RECENT_CHANGES_KEPT]
      if (key !== undefined) keys.add(key)
    }
    return [...keys]
  }

  fork(): VersionStore {
    const chains = new Map<DocumentKey, Version[]>()
    for (const [key, chain] of this.#chains) chains.set(key, chain.slice())
    const fork = new VersionStore(chains, this.#digest.fork(), this.#appliedCommitId)
    fork.#recent.push(...this.#recent)
    fork.#recentNext = this.#recentNext
    return fork
  }
}
