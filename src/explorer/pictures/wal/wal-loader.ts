import type { Lsn, NodeName, WalRecordView } from '../../../cluster/contract.ts'
import { RecordCache } from './record-cache.ts'

/** Records asked for at once: what a node answers within a frame. */
const RECORDS_ASKED = 512

export type ReadWal = (node: NodeName, range: { readonly from: Lsn; readonly limit: number }) => Promise<readonly WalRecordView[]>

export interface Wanted {
  readonly node: NodeName
  readonly first: Lsn
  readonly last: Lsn
  /** Changes when the node may answer otherwise than before: then it is asked again for what it did not give. */
  readonly asOf: string
}

interface Source {
  readonly cache: RecordCache
  asking: boolean
  /** What it did not answer, and as of when: it is not asked again before that changes. */
  silentAsOf: string | null
  fault: string | null
}

/** Fetches what a picture shows and does not have: only the visible window, one question a node at a time. */
export class WalLoader {
  readonly #read: ReadWal
  readonly #loaded: () => void
  readonly #sources = new Map<NodeName, Source>()

  /** `loaded` is called after every answer. */
  constructor(read: ReadWal, loaded: () => void) {
    this.#read = read
    this.#loaded = loaded
  }

  cache(node: NodeName): RecordCache {
    return this.#source(node).cache
  }

  /** Why the last question to a node was not answered; null where it was. */
  fault(node: NodeName): string | null {
    return this.#source(node).fault
  }

  /** Asks for the first part that is missing, unless an answer is still due. Returns at once. */
  want(wanted: Wanted): void {
    const source = this.#source(wanted.node)
    if (source.asking || source.silentAsOf === wanted.asOf || wanted.last < wanted.first) return
    const missing = source.cache.firstMissing(wanted.first, wanted.last, RECORDS_ASKED)
    if (missing === null) return
    void this.#ask(source, wanted, missing)
  }

  /** Its log is another one from now on. */
  forget(node: NodeName): void {
    const source = this.#source(node)
    source.cache.clear()
    source.silentAsOf = null
  }

  async #ask(source: Source, wanted: Wanted, missing: { readonly first: Lsn; readonly last: Lsn }): Promise<void> {
    source.asking = true
    // One record more than is missing: the overlap shows whether the log is still the one that is kept.
    const from = Math.max(1, missing.first - 1)
    try {
      source.cache.put(await this.#read(wanted.node, { from, limit: missing.last - from + 1 }))
      const complete = source.cache.firstMissing(missing.first, missing.last, 1) === null
      source.fault = null
      source.silentAsOf = complete ? null : wanted.asOf
    } catch (reason) {
      source.fault = reason instanceof Error ? reason.message : String(reason)
      source.silentAsOf = wanted.asOf
    }
    source.asking = false
    this.#loaded()
  }

  #source(node: NodeName): Source {
    const known = this.#sources.get(node)
    if (known !== undefined) return known
    const source: Source = { cache: new RecordCache(), asking: false, silentAsOf: null, fault: null }
    this.#sources.set(node, source)
    return source
  }
}
