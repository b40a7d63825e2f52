import type { Evidence } from '../aerodb/error.ts'
import type { NodeName } from '../aerodb/ids.ts'

/** How an invariant stands after all facts so far. */
export interface InvariantVerdict {
  readonly id: string
  readonly holds: boolean
  /** How many times it was evaluated on something that it could have failed on. */
  readonly checks: number
  /** Damage that explains why it does not hold. */
  readonly excusedBy?: string
  readonly evidence?: Evidence
}

export interface Breach {
  readonly invariant: string
  readonly about: readonly NodeName[]
  readonly evidence: Evidence
  /** The damage that explains it, in words; null where nothing does. */
  readonly excusedBy: string | null
}
