import type { ChainInspection } from '../../../aerodb/inspection.ts'
import type { CommitId, Lsn } from '../../../cluster/contract.ts'

/** A version lives from its commit to the one that supersedes it; the newest, without end. */
export interface VersionBar {
  readonly commitId: CommitId
  readonly lsn: Lsn
  readonly tombstone: boolean
  readonly until: CommitId | null
}

export interface VersionRow {
  /** `collection:id`. */
  readonly key: string
  /** Oldest first. */
  readonly bars: readonly VersionBar[]
  /** Versions older than the first bar, which were not fetched. */
  readonly olderVersions: number
}

export function versionRow({ key, versions, olderVersions }: ChainInspection): VersionRow {
  const bars = versions.map(({ commitId, lsn, tombstone }, index) => ({
    commitId,
    lsn,
    tombstone,
    until: versions[index + 1]?.commitId ?? null,
  }))
  return { key, bars, olderVersions }
}

/** Place of the first bar that reaches into the axis from `first` on; the number of bars where none does. */
export function firstBarFrom(bars: readonly VersionBar[], first: CommitId): number {
  let low = 0
  let high = bars.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const until = bars[middle]?.until ?? null
    if (until !== null && until <= first) low = middle + 1
    else high = middle
  }
  return low
}
