import type { Lsn } from '../../../cluster/contract.ts'
import type { CachedRecord, RecordCache, RecordType } from './record-cache.ts'

/** What a picture asks about the records of one node. */
export interface RecordLookup {
  at(lsn: Lsn): CachedRecord | null
  typeAt(lsn: Lsn): RecordType | null
  eachLoaded(first: Lsn, last: Lsn, visit: (lsn: Lsn, type: RecordType) => void): void
}

/**
 * One node's records, without having fetched them: up to `provenUpTo` its chain digest is that of another log, and the same digest means
 * the same records (WAL-11). Beyond, and where the other log is not loaded, its own.
 */
export function provenLookup(own: RecordCache, proven: RecordCache, provenUpTo: Lsn): RecordLookup {
  return {
    at: (lsn) => (lsn <= provenUpTo ? proven.at(lsn) : null) ?? own.at(lsn),
    typeAt: (lsn) => (lsn <= provenUpTo ? proven.typeAt(lsn) : null) ?? own.typeAt(lsn),
    eachLoaded(first, last, visit) {
      proven.eachLoaded(first, Math.min(last, provenUpTo), visit)
      own.eachLoaded(first, last, (lsn, type) => {
        if (lsn > provenUpTo || proven.typeAt(lsn) === null) visit(lsn, type)
      })
    },
  }
}

/** Up to where each node's log is proven to be one reference log. */
export class ProvenPrefixes {
  readonly #upTo = new Map<string, Lsn>()
  #reference: string | null = null

  /** Another reference proves nothing of what the one before it did. */
  refer(reference: string | null): void {
    if (this.#reference === reference) return
    this.#reference = reference
    this.#upTo.clear()
  }

  /** Compares what a node says of itself with the reference's records; answers up to where it is proven. */
  prove(node: string, durableLsn: Lsn, chainDigest: string, reference: RecordCache): Lsn {
    const before = this.#upTo.get(node) ?? 0
    const same = reference.hasChain(durableLsn, chainDigest)
    const upTo = same === true ? durableLsn : same === false || before > durableLsn ? 0 : before
    this.#upTo.set(node, upTo)
    return upTo
  }

  forget(node: string): void {
    this.#upTo.delete(node)
    if (node === this.#reference) this.#upTo.clear()
  }
}
