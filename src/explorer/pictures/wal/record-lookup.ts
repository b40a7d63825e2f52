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

/** Chain digests kept for one node until the reference's records are there to compare them with. */
const CLAIMS_KEPT = 64

interface Claim {
  readonly lsn: Lsn
  readonly chainDigest: string
}

interface Proof {
  /** Not compared yet, in the order in which they were made. */
  claims: readonly Claim[]
  upTo: Lsn
  verdict: 'open' | 'differs'
}

/** Up to where each node's log is proven to be one reference log: by what nodes say of themselves, compared with the reference's records. */
export class ProvenPrefixes {
  readonly #proofs = new Map<string, Proof>()
  #reference: string | null = null

  /** Another reference proves nothing of what the one before it did. */
  refer(reference: string | null): void {
    if (this.#reference === reference) return
    this.#reference = reference
    this.#proofs.clear()
  }

  /** Takes a node's chain digest at an LSN; answers up to where it is proven, and whether the logs are known to part after that. */
  prove(node: string, lsn: Lsn, chainDigest: string, reference: RecordCache): Pick<Proof, 'upTo' | 'verdict'> {
    const proof = this.#proofs.get(node) ?? { claims: [], upTo: 0, verdict: 'open' }
    this.#proofs.set(node, proof)
    if (lsn > (proof.claims.at(-1)?.lsn ?? proof.upTo))
      proof.claims = [...proof.claims.slice(1 - CLAIMS_KEPT), { lsn, chainDigest }]
    for (const claim of proof.claims) {
      const same = reference.hasChain(claim.lsn, claim.chainDigest)
      if (same === true) proof.upTo = claim.lsn
      if (same === false) proof.verdict = 'differs'
    }
    proof.claims = proof.claims.filter((claim) => claim.lsn > proof.upTo)
    return proof
  }

  forget(node: string): void {
    this.#proofs.delete(node)
    if (node === this.#reference) this.#proofs.clear()
  }
}
