import { DIGEST_BYTES, type Digest } from '../../aerodb/digest.ts'
import { BOUNDED, type Bounded, type Scope } from './scope.ts'

/** What may still happen. Never mutated; each is made once for all histories that have used up the same in the same order. */
export class Allowance {
  readonly left: Scope['bounds']
  readonly digest: Digest
  readonly #after = new Map<Bounded, Allowance>()

  constructor(left: Scope['bounds']) {
    this.left = left
    this.digest = digestOf(left)
  }

  /** Once one more of these has happened; the same where nothing is used up. */
  after(spent: Bounded | null): Allowance {
    if (spent === null) return this
    const known = this.#after.get(spent)
    if (known !== undefined) return known
    const next = new Allowance({ ...this.left, [spent]: this.left[spent] - 1 })
    this.#after.set(spent, next)
    return next
  }
}

function digestOf(left: Scope['bounds']): Digest {
  const digest = new Uint8Array(Math.max(DIGEST_BYTES, BOUNDED.length))
  for (const [index, name] of BOUNDED.entries()) digest[index] = left[name]
  return digest
}
