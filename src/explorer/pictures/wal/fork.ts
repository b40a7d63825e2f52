import type { Lsn, NodeName } from '../../../cluster/contract.ts'
import type { RecordCache } from './record-cache.ts'

export interface Fork {
  readonly a: NodeName
  readonly b: NodeName
  /** The first LSN at which the two logs are known to differ. */
  readonly lsn: Lsn
  /** `at`: the record before is the same on both. `atOrBefore`: it has not been compared. */
  readonly found: 'at' | 'atOrBefore'
}

/** Where the loaded parts of two logs, in a range, begin to differ. A chain digest that differs once differs ever after. */
export function findFork(
  a: { readonly node: NodeName; readonly cache: RecordCache },
  b: { readonly node: NodeName; readonly cache: RecordCache },
  first: Lsn,
  last: Lsn,
): Fork | null {
  if (a.cache.sameChain(b.cache, last) === true) return null
  let same = first - 1
  let differs: Lsn | null = null
  for (let lsn = first; lsn <= last && differs === null; lsn++) {
    const verdict = a.cache.sameChain(b.cache, lsn)
    if (verdict === true) same = lsn
    if (verdict === false) differs = lsn
  }
  if (differs === null) return null
  const compared = same === differs - 1 && (same >= first || differs === 1)
  return { a: a.node, b: b.node, lsn: differs, found: compared ? 'at' : 'atOrBefore' }
}

/**
 * The exact LSN of a fork, by halving: `sameAt` compares the two logs at one LSN, and is asked about log2(differsAt) times. Returns null
 * where a comparison can't be had.
 */
export async function locateFork(differsAt: Lsn, sameAt: (lsn: Lsn) => Promise<boolean | null>): Promise<Lsn | null> {
  let same = 0
  let differs = differsAt
  while (differs - same > 1) {
    const middle = Math.floor((same + differs) / 2)
    const verdict = await sameAt(middle)
    if (verdict === null) return null
    if (verdict) same = middle
    else differs = middle
  }
  return differs
}
