import type { DiskAccount, DiskSegment } from './disk-account.ts'

/** Whether a disk holds, or held and lost, exactly these records at these LSNs. */
export function holdsRecords(disk: DiskAccount, firstLsn: number, lastLsn: number, records: Uint8Array): boolean {
  return recordsMatch(disk.segments, firstLsn, lastLsn, records) || wasThere(disk, firstLsn, lastLsn, records)
}

/** Whether two disks hold the same records up to `lastLsn`; both have to reach it with the end of a batch. */
export function agreeUpTo(a: DiskAccount, b: DiskAccount, lastLsn: number): boolean {
  return a.segments.every(
    ({ firstLsn, lastLsn: end, records }) => end > lastLsn || recordsMatch(b.segments, firstLsn, end, records),
  )
}

/** The segments must be dense from `firstLsn` on, and end with `lastLsn` where the records do. */
function recordsMatch(segments: readonly DiskSegment[], firstLsn: number, lastLsn: number, records: Uint8Array): boolean {
  let offset = 0
  let next = firstLsn
  for (let index = indexOf(segments, firstLsn); next <= lastLsn; index++) {
    const segment = segments[index]
    if (segment === undefined || segment.firstLsn !== next || segment.lastLsn > lastLsn) return false
    if (!bytesMatch(segment.records, records, offset)) return false
    offset += segment.records.length
    next = segment.lastLsn + 1
  }
  return offset === records.length
}

function indexOf(segments: readonly DiskSegment[], firstLsn: number): number {
  let low = 0
  let high = segments.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((segments[middle]?.firstLsn ?? 0) < firstLsn) low = middle + 1
    else high = middle
  }
  return low
}

function bytesMatch(part: Uint8Array, whole: Uint8Array, offset: number): boolean {
  if (part.buffer === whole.buffer && part.byteOffset === whole.byteOffset + offset) return part.length + offset <= whole.length
  if (part.length + offset > whole.length) return false
  for (let index = 0; index < part.length; index++) if (part[index] !== whole[offset + index]) return false
  return true
}

/** Against all that was ever there: where an LSN was taken more than once, any of the batches may be the one. */
function wasThere(disk: DiskAccount, firstLsn: number, lastLsn: number, records: Uint8Array): boolean {
  if (disk.lost.length === 0) return false
  const all = [...disk.segments, ...disk.lost]
  const reaches = (next: number, offset: number): boolean =>
    next > lastLsn
      ? offset === records.length
      : all.some(
          (segment) =>
            segment.firstLsn === next &&
            segment.lastLsn <= lastLsn &&
            bytesMatch(segment.records, records, offset) &&
            reaches(segment.lastLsn + 1, offset + segment.records.length),
        )
  return reaches(firstLsn, 0)
}
