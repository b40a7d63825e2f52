import { configurationVersion } from '../../aerodb/configuration.ts'
import { lsn, NO_COMMIT } from '../../aerodb/ids.ts'
import { VersionStore } from '../../aerodb/mvcc/version-store.ts'
import type { Core } from '../../aerodb/node/core.ts'
import { Explanations } from '../../aerodb/node/explanations.ts'
import type { Appending, InFlight } from '../../aerodb/node/in-flight.ts'
import { Log } from '../../aerodb/wal/log.ts'
import { type LogEnd, scanRecords } from '../../aerodb/wal/scan.ts'

/**
 * A node with the same digest, in which all is changed that the digest does not take in: nothing is remembered for people; what can be read from records
 * is read again, from copies of their bytes; and every map has its entries in the opposite order.
 */
export function rebuilt(core: Core): Core {
  const { hash, log, inFlight, operation, replica } = core
  const copy = core.fork()
  copy.configurationVersion = configurationVersion(hash, core.configuration)
  copy.decision = { subject: 'another', asked: [], checks: [], conclusion: '' }
  copy.explanations = new Explanations()
  copy.waiting = core.waiting.map((write) => ({ ...write, asked: [] }))
  copy.operation = operation === null ? null : { ...operation, asked: [] }
  copy.inFlight = inFlight === null ? null : rebuiltBatch(core, inFlight)
  copy.replica = { ...replica, received: replica.received.map((append) => readAgain(core, append)) }
  turnRound(copy.links)
  turnRound(copy.framesSent)
  turnRound(copy.sessions)
  turnRound(copy.presented)
  const [again, versions] = [new Log(), new VersionStore()]
  for (const { bytes, lastCommitId } of log.segments) {
    const append = scanned(core, bytes, again.end)
    again.append(append.segment, versions.apply(hash, append.segment.bytes, append.versions, lastCommitId))
  }
  copy.log = again
  copy.versions = versions
  return copy
}

function rebuiltBatch(core: Core, batch: InFlight): InFlight {
  switch (batch.purpose) {
    case 'start':
      return { ...batch, append: batch.append === null ? null : readAgain(core, batch.append) }
    case 'primaryAppend':
      return {
        ...batch,
        append: readAgain(core, batch.append),
        commits: batch.commits.map((commit) => ({ ...commit, asked: [] })),
      }
    case 'replicaAppend':
      return { ...batch, append: readAgain(core, batch.append) }
    case 'halt':
    case 'resume':
    case 'discard':
      return batch
  }
}

function readAgain(core: Core, { segment }: Appending): Appending {
  const { firstLsn, chainBefore, bytes, lastCommitId } = segment
  const again = scanned(core, bytes, { lsn: lsn(firstLsn - 1), chain: chainBefore, commitId: NO_COMMIT })
  // Of a segment without a commit, it is that of the log before.
  return { ...again, segment: { ...again.segment, lastCommitId } }
}

function scanned({ guards, hash }: Core, bytes: Uint8Array, before: LogEnd): Appending {
  const { segment, versions } = scanRecords(guards, hash, bytes.slice(), before)
  if (segment === null) throw new Error('a node has records that do not verify')
  return { segment, versions }
}

function turnRound<Key, Value>(map: Map<Key, Value>): void {
  const entries = [...map].toReversed()
  map.clear()
  for (const [key, value] of entries) map.set(key, value)
}
