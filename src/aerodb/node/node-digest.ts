import { ByteWriter } from '../bytes/byte-writer.ts'
import { type Digest, digestHex } from '../digest.ts'
import type { RefusedDisk } from '../recovery/recover.ts'
import type { Core } from './core.ts'
import type { Appending, InFlight } from './in-flight.ts'

const encoder = new TextEncoder()
/** Written into by one digest at a time. */
const writer = new ByteWriter(4096)

/**
 * Stands for all that can matter to a node's future: where it is large (the log, the versions, what is in flight) by digests that are kept
 * anyway, where it is small by its content. What is left out can't matter, and neither can the order in which peers came: `simulation/differences`
 * has a case for every field.
 */
export function nodeDigest(core: Core): Digest {
  const { log, versions, replica } = core
  const small = JSON.stringify([
    core.configuration,
    core.roleState.role,
    core.roleState.session,
    core.incarnation,
    core.manifest,
    core.refusedDisk === null ? null : refusedDiskParts(core.refusedDisk),
    core.refusal,
    core.halting,
    [log.retainedFrom, log.lastCommitId, digestHex(log.shape(core.hash))],
    versions.appliedCommitId,
    [...core.views],
    core.viewsOpened,
    core.batchesPersisted,
    core.inFlight === null ? null : inFlightParts(core.inFlight),
    core.waiting.map(({ request, operations, basedOn }) => [request, operations, basedOn]),
    sorted([...core.links].map(([peer, { epoch, hello, greeted, unanswered }]) => [peer, epoch, hello, greeted, unanswered])),
    sorted([...core.framesSent]),
    sorted([...core.sessions]),
    core.sessionsOpened,
    sorted([...core.presented]),
    [replica.open, replica.id, replica.historyId, replica.presentDue, replica.presentNumber],
    [replica.primaryDurableLsn, replica.primaryCommitId],
    replica.received.map(appendingParts),
    core.operation === null ? null : { ...core.operation, asked: null },
    core.stopped,
    core.framesDuplicate,
    core.framesOtherSession,
  ])
  writer.reset().raw(log.chain).raw(versions.digest).raw(encoder.encode(small))
  return core.hash(writer.peek(0))
}

function refusedDiskParts({ manifest, log, claimedLsn }: RefusedDisk): unknown {
  return [manifest, digestHex(log.chain), claimedLsn]
}

function sorted<Entry extends readonly unknown[]>(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}

function inFlightParts(batch: InFlight): unknown {
  return [batch.id, batch.purpose, batch.manifest, meaningParts(batch)]
}

function meaningParts(batch: InFlight): unknown {
  switch (batch.purpose) {
    case 'start':
      return [batch.event, batch.append === null ? null : appendingParts(batch.append)]
    case 'primaryAppend':
      return [appendingParts(batch.append), batch.commits.map(({ request, commitId }) => [request, commitId])]
    case 'replicaAppend':
      return appendingParts(batch.append)
    case 'halt':
    case 'resume':
    case 'discard':
      return null
  }
}

function appendingParts({ segment }: Appending): unknown {
  return [segment.firstLsn, segment.lastLsn, segment.lastCommitId, digestHex(segment.chainAfter)]
}
