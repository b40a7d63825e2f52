import type { Lsn, NodeName } from '../../../cluster/contract.ts'
import { type Fork, findFork, locateFork } from './fork.ts'
import type { LaneFacts, LsnRange } from './lane-facts.ts'
import type { RecordCache } from './record-cache.ts'
import type { ReadWal } from './wal-loader.ts'

/** Compares what is loaded of every node's log with one other's, and asks the nodes for the exact place where two of them part. */
export class ForkWatch {
  readonly #read: ReadWal
  readonly #located: () => void
  readonly #exact = new Map<string, Lsn | null>()
  readonly #asking = new Set<string>()

  constructor(read: ReadWal, located: () => void) {
    this.#read = read
    this.#located = located
  }

  /** Forks between the reference's log and each other that is seen to differ within the window. */
  forks(
    reference: LaneFacts | null,
    lanes: readonly LaneFacts[],
    cacheOf: (node: NodeName) => RecordCache,
    window: LsnRange,
  ): readonly Fork[] {
    if (reference === null) return []
    const one = { node: reference.node, cache: cacheOf(reference.node) }
    return lanes.flatMap((other) => {
      if (other.node === reference.node) return []
      const last = Math.min(window.last, reference.durableLsn, other.durableLsn)
      const found = findFork(one, { node: other.node, cache: cacheOf(other.node) }, window.first, last)
      if (found === null) return []
      return [found.found === 'at' ? found : this.#withPlace(found, reference, other)]
    })
  }

  #withPlace(fork: Fork, a: LaneFacts, b: LaneFacts): Fork {
    const key = `${fork.a}/${a.durableLsn}>${fork.b}/${b.durableLsn}`
    const exact = this.#exact.get(key)
    if (exact !== undefined) return exact === null ? fork : { ...fork, lsn: exact, found: 'at' }
    if (!this.#asking.has(key) && a.standing === 'observed' && b.standing === 'observed') void this.#locate(key, fork)
    return fork
  }

  async #locate(key: string, fork: Fork): Promise<void> {
    this.#asking.add(key)
    const exact = await locateFork(fork.lsn, async (lsn) => {
      const [one, other] = await Promise.all([this.#chainAt(fork.a, lsn), this.#chainAt(fork.b, lsn)])
      return one === null || other === null ? null : one === other
    })
    this.#asking.delete(key)
    this.#exact.set(key, exact)
    this.#located()
  }

  /** Null where the node does not answer: it died, or retains that record no longer. */
  async #chainAt(node: NodeName, lsn: Lsn): Promise<string | null> {
    const records = await this.#read(node, { from: lsn, limit: 1 }).catch((): readonly never[] => [])
    const [record] = records
    return record?.lsn === lsn ? record.chainDigest : null
  }
}
