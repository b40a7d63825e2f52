import type { ChainInspection, ChainSelection } from '../../../aerodb/inspection.ts'
import type { NodeName } from '../../../cluster/contract.ts'

const LEAST_MILLIS_BETWEEN = 150
/** A node is asked for no more than about a quarter of its time, and at least this often. */
const SHARE_OF_TIME = 3
const MOST_MILLIS_BETWEEN = 1500

export type ReadChains = (node: NodeName, selection: ChainSelection) => Promise<readonly ChainInspection[]>

export interface ChainRequest {
  readonly node: NodeName
  /** Keys, and versions of each. */
  readonly limit: number
  readonly versions: number
  /** Changes when the node may answer otherwise than before. */
  readonly asOf: string
}

/** Asks one node for its chains, again whenever it may have others, one question at a time, and the less often the longer it takes. */
export class ChainLoader {
  readonly #read: ReadChains
  readonly #loaded: () => void
  #chains: { readonly node: NodeName; readonly chains: readonly ChainInspection[] } | null = null
  #fault: string | null = null
  #asked = ''
  #asking = false
  #notBefore = 0

  /** `loaded` is called after every answer. */
  constructor(read: ReadChains, loaded: () => void) {
    this.#read = read
    this.#loaded = loaded
  }

  /** What was answered last, and by whom; null before the first answer. */
  get chains(): { readonly node: NodeName; readonly chains: readonly ChainInspection[] } | null {
    return this.#chains
  }

  /** Why the last question was not answered; null where it was. */
  get fault(): string | null {
    return this.#fault
  }

  /** Returns in how many milliseconds to come again; null where nothing is left to ask. */
  want({ node, limit, versions, asOf }: ChainRequest, now: number): number | null {
    const wanted = `${node} ${limit} ${versions} ${asOf}`
    if (wanted === this.#asked) return null
    if (this.#asking) return LEAST_MILLIS_BETWEEN
    if (now < this.#notBefore) return this.#notBefore - now
    this.#asked = wanted
    void this.#ask(node, { kind: 'recent', limit, versions }, now)
    return null
  }

  async #ask(node: NodeName, selection: ChainSelection, now: number): Promise<void> {
    this.#asking = true
    try {
      this.#chains = { node, chains: await this.#read(node, selection) }
      this.#fault = null
    } catch (reason) {
      this.#fault = reason instanceof Error ? reason.message : String(reason)
    }
    this.#asking = false
    const took = performance.now() - now
    this.#notBefore = now + Math.min(MOST_MILLIS_BETWEEN, Math.max(LEAST_MILLIS_BETWEEN, took * SHARE_OF_TIME))
    this.#loaded()
  }
}
