import type { Evidence } from '../../aerodb/error.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { Concern } from '../concern.ts'
import { type ClientHistory, type ClientRead, type ClientWrite, keyRead, named } from './client-history.ts'
import { type PlacedWrite, placeWrites } from './place-writes.ts'

export interface IsolationViolation {
  readonly what:
    | 'one CommitId for two write sets'
    | 'a write set at two CommitIds'
    | 'a rejected write set was seen'
    | 'a version that nobody wrote'
    | 'a read is not the newest at its bound'
    | 'a document is not as it was written'
    | 'a later committer won'
    | 'based on a commit that was not there'
    | 'CommitIds against the order in which clients saw them'
    | 'a read of the newest missed what was acknowledged'
  /** Damage to any of these would explain it. */
  readonly about: readonly Concern[]
  readonly evidence: Evidence
}

/**
 * Whether what clients were told can have come from snapshot isolation with the first committer winning, in one order of commits for each history.
 * A write set of unknown outcome may have happened or not; once any read shows it, it has happened whole, at that CommitId. Judged from the
 * clients' side alone: nothing that a node states is believed.
 */
export function checkSnapshotIsolation(history: ClientHistory): readonly IsolationViolation[] {
  const ids = new Set([...history.writes, ...history.reads].map(({ historyId }) => historyId))
  return [...ids].flatMap((id) => {
    const writes = history.writes.filter(({ historyId }) => historyId === id)
    const reads = history.reads.filter(({ historyId }) => historyId === id)
    return checkHistory(writes, reads)
  })
}

function checkHistory(writes: readonly ClientWrite[], reads: readonly ClientRead[]): readonly IsolationViolation[] {
  const { placed, violations } = placeWrites(writes, reads)
  const byKey = new Map<string, PlacedWrite[]>()
  for (const write of placed) {
    for (const key of write.write.texts.keys()) {
      const known = byKey.get(key)
      if (known === undefined) byKey.set(key, [write])
      else known.push(write)
    }
  }
  return [
    ...violations,
    ...reads.flatMap((read) => judgeRead(read, byKey.get(keyRead(read)) ?? [])),
    ...placed.flatMap((write) => judgeBasis(write, byKey)),
    ...judgeOrder(placed),
    ...judgeNewest(placed, reads),
  ]
}

/** The newest write set of its key at or below its bound, as it was written. `placed` is in the order of CommitIds. */
function judgeRead(read: ClientRead, placed: readonly PlacedWrite[]): readonly IsolationViolation[] {
  const expected = placed.findLast(({ commitId }) => commitId <= read.bound)
  const { request, bound, version, text } = read
  const about = named(read, Math.max(version, expected?.commitId ?? 0))
  const key = keyRead(read)
  const isPlaced = version === 0 || placed.some(({ commitId }) => commitId === version)
  // Of unknown outcome, and nothing tells whose it is: a tombstone, or a document that several wrote alike.
  if (!isPlaced && version <= bound && version > (expected?.commitId ?? 0)) return []
  if (version !== (expected?.commitId ?? 0) || version > bound) {
    const evidence = { request, key, bound, version, expected: expected?.commitId ?? 0 }
    return [{ what: 'a read is not the newest at its bound', about, evidence }]
  }
  const written = expected?.write.texts.get(key) ?? null
  return text === written
    ? []
    : [{ what: 'a document is not as it was written', about, evidence: { request, key, text, written } }]
}

/** No commit on a key of the set lies between what it was based on and itself. */
function judgeBasis(
  { write, commitId }: PlacedWrite,
  byKey: ReadonlyMap<string, readonly PlacedWrite[]>,
): readonly IsolationViolation[] {
  const { basedOn } = write
  if (basedOn === null) return []
  if (basedOn >= commitId) {
    return [
      {
        what: 'based on a commit that was not there',
        about: [],
        evidence: { request: write.request, basedOn, commitId },
      },
    ]
  }
  for (const key of write.texts.keys()) {
    const between = byKey.get(key)?.find((other) => other.commitId > basedOn && other.commitId < commitId)
    if (between === undefined) continue
    const evidence = { request: write.request, key, basedOn, commitId, between: between.commitId }
    return [{ what: 'a later committer won', about: named(write, between.commitId), evidence }]
  }
  return []
}

/** Whoever was answered before another asked has the smaller CommitId. */
function judgeOrder(placed: readonly PlacedWrite[]): readonly IsolationViolation[] {
  let earliestLater: PlacedWrite | null = null
  for (const later of placed.toReversed()) {
    if (earliestLater !== null && earliestLater.write.answeredAt < later.write.askedAt) {
      const evidence = { request: later.write.request, commitId: later.commitId, acknowledgedBefore: earliestLater.commitId }
      const about = named(later.write, later.commitId)
      return [{ what: 'CommitIds against the order in which clients saw them', about, evidence }]
    }
    const isAnswered = later.write.outcome.kind === 'acknowledged'
    if (isAnswered && (earliestLater === null || later.write.answeredAt < earliestLater.write.answeredAt)) earliestLater = later
  }
  return []
}

/** On the node that acknowledged, a read of the newest that was asked afterwards has it in its bound. */
function judgeNewest(placed: readonly PlacedWrite[], reads: readonly ClientRead[]): readonly IsolationViolation[] {
  const acknowledged = placed
    .filter(({ write }) => write.outcome.kind === 'acknowledged')
    .toSorted((a, b) => a.write.answeredAt - b.write.answeredAt)
  const newestOf = new Map<NodeName, number>()
  const violations: IsolationViolation[] = []
  let next = 0
  for (const read of reads.filter(({ isNewest }) => isNewest).toSorted((a, b) => a.askedAt - b.askedAt)) {
    for (
      let write = acknowledged[next];
      write !== undefined && write.write.answeredAt < read.askedAt;
      write = acknowledged[next]
    ) {
      newestOf.set(write.write.node, Math.max(newestOf.get(write.write.node) ?? 0, write.commitId))
      next += 1
    }
    const acknowledgedHere = newestOf.get(read.node) ?? 0
    if (read.bound >= acknowledgedHere) continue
    const evidence = { request: read.request, bound: read.bound, acknowledgedHere }
    const about = named(read, read.bound + 1)
    violations.push({ what: 'a read of the newest missed what was acknowledged', about, evidence })
  }
  return violations
}
