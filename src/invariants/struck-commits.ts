import { commitsOf } from './chronicle/commits-of.ts'
import type { DiskSegment } from './chronicle/disk-account.ts'
import type { NodeAccount } from './chronicle/node-account.ts'
import { lastPointUpTo } from './chronicle/point.ts'
import { segmentsOf } from './chronicle/segments-of.ts'
import type { Damage } from './damage.ts'

/** From this commit on, a log is not what was promised of it. */
export interface Struck {
  readonly commitId: number
  /** Whatever history the log is of. */
  readonly isWhatever: boolean
}

const EVERYTHING: Struck = { commitId: 1, isWhatever: true }

/** The first commit that damage took from a node's log; null where it took none. `account`: of before the damage. */
export function firstCommitStruck(account: NodeAccount, damage: Damage): Struck | null {
  switch (damage.kind) {
    case 'tailLost':
      return behind(lastCommitBefore(account, damage.fromLsn))
    case 'batchLost':
      if (damage.firstLsn === null) return null
      return account.historyId === null ? EVERYTHING : behind(account.appliedCommitId)
    case 'staleRead':
      return behind(lastCommitIn(sharedPart(segmentsOf(damage.shown), account.disk.segments)))
    case 'wiped':
    case 'recreated':
      return EVERYTHING
    case 'batchBitFlipped':
    case 'manifestBitFlipped':
    case 'otherFormat':
    case 'authorityShared':
      return null
  }
}

function behind(commitId: number): Struck {
  return { commitId: commitId + 1, isWhatever: false }
}

/** By what lies on the disk; where that is not known, by what the node has stated. */
function lastCommitBefore({ disk, points }: NodeAccount, lsn: number): number {
  if (disk.isKnown) return lastCommitIn(disk.segments.filter(({ lastLsn }) => lastLsn < lsn))
  return points[lastPointUpTo(points, lsn - 1)]?.commitId ?? 0
}

function lastCommitIn(segments: readonly DiskSegment[]): number {
  for (const { records } of segments.toReversed()) {
    const last = commitsOf(records).at(-1)
    if (last !== undefined) return last.commitId
  }
  return 0
}

/** What the image has in common with the disk, from its beginning on. */
function sharedPart(shown: readonly DiskSegment[], segments: readonly DiskSegment[]): readonly DiskSegment[] {
  const parting = shown.findIndex((segment, index) => !isSame(segment, segments[index]))
  return parting === -1 ? shown : shown.slice(0, parting)
}

function isSame({ firstLsn, records }: DiskSegment, other: DiskSegment | undefined): boolean {
  if (other === undefined || firstLsn !== other.firstLsn || records.length !== other.records.length) return false
  return records.every((byte, index) => byte === other.records[index])
}
