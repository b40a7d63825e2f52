/**
 * The version of a document that a bound sees: the one with the largest CommitId at or below it, which may be a tombstone; null where there
 * is none. Nothing else has a say, which is why no more than the CommitId of a version is asked for. The chain is oldest first. (MVCC-1)
 */
export function visibleVersion<Version extends { readonly commitId: number }>(
  chain: readonly Version[],
  bound: number,
): Version | null {
  let low = 0
  let high = chain.length - 1
  let found: Version | null = null
  while (low <= high) {
    const middle = (low + high) >>> 1
    const version = chain[middle]
    if (version === undefined) return found
    if (version.commitId <= bound) {
      found = version
      low = middle + 1
    } else high = middle - 1
  }
  return found
}
