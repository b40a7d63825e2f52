import type { Hash128 } from '../../aerodb/digest.ts'
import { commitId, documentKey, lsn } from '../../aerodb/ids.ts'
import type { VersionStore } from '../../aerodb/mvcc/version-store.ts'
import { joinSegments, Log } from '../../aerodb/wal/log.ts'
import { type Segment, segmentFrom } from '../../aerodb/wal/segment.ts'
import { storedBatchBytes, storedRecords } from '../../aerodb/wal/stored-batch.ts'
import type { DataField, Derived } from './difference.ts'
import { otherDigest } from './open-cores.ts'

/** Two that differ in nothing but this. */
interface Pair<Whole> {
  readonly kind: 'pair'
  readonly of: (own: Whole, hash: Hash128) => readonly [Whole, Whole]
}

type Cases<Whole> = Readonly<Record<DataField<Whole>, Pair<Whole> | Derived<Whole>>>

const pair = <Whole>(of: Pair<Whole>['of']): Pair<Whole> => ({ kind: 'pair', of })

/** All records of a log in one segment. */
function whole({ segments }: Log): Segment {
  const [first, last] = [segments[0], segments.at(-1)]
  if (first === undefined || last === undefined) throw new Error('a log without a segment')
  const stored = storedBatchBytes(
    first.firstLsn,
    last.lastLsn,
    first.chainBefore,
    segments.map(({ bytes }) => bytes),
  )
  return joinSegments(segments, storedRecords(stored))
}

function withLast(log: Log, change: (last: Segment) => Segment): Log {
  const last = log.segments.at(-1)
  if (last === undefined) throw new Error('a log without a segment')
  return new Log([...log.segments.slice(0, -1), change(last)])
}

/** For all that a log shows: two logs that differ in it. */
export const LOG_CASES: Cases<Log> = {
  // The same records, which became durable in other batches: they are shipped in other frames.
  segments: pair((log) => [log, new Log([whole(log)])]),
  retainedFrom: pair((log, hash) => [new Log([whole(log)]), new Log([segmentFrom(hash, whole(log), lsn(2))])]),
  lastLsn: { kind: 'derived', from: ['segments'] },
  chain: pair((log) => [log, withLast(log, (last) => ({ ...last, chainAfter: otherDigest(last.chainAfter) }))]),
  lastCommitId: pair((log) => [log, withLast(log, (last) => ({ ...last, lastCommitId: commitId(last.lastCommitId + 1) }))]),
  end: { kind: 'derived', from: ['lastLsn', 'chain', 'lastCommitId'] },
}

/** For all that a node's versions show: two stores that differ in it. */
export const VERSION_STORE_CASES: Cases<VersionStore> = {
  appliedCommitId: pair((versions, hash) => {
    const further = versions.fork()
    further.apply(hash, new Uint8Array(0), [], commitId(versions.appliedCommitId + 1))
    return [versions, further]
  }),
  digest: pair((versions, hash) => {
    const fuller = versions.fork()
    const { appliedCommitId } = versions
    const version = { commitId: appliedCommitId, key: documentKey('notes', 'z'), tombstone: true, lsn: lsn(1) }
    fuller.apply(hash, new Uint8Array(8), [{ ...version, payloadStart: 0, payloadEnd: 8 }], appliedCommitId)
    return [versions, fuller]
  }),
}
