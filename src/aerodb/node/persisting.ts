import type { StoredBatch } from '../disk.ts'
import type { AeroError } from '../error.ts'
import { type BatchId, batchId } from '../ids.ts'
import type { BatchFailure } from '../input.ts'
import { type Manifest, writeManifest } from '../recovery/manifest.ts'
import { answerUnanswered, greetAll } from '../replication/linking.ts'
import { reportProgress } from '../replication/receiving.ts'
import { endReplicaSession } from '../replication/replica-session.ts'
import { shipToAll } from '../replication/shipping.ts'
import { FORMAT_VERSION } from '../wal/limits.ts'
import type { Core } from './core.ts'
import type { Appending, BatchMeaning, InFlight } from './in-flight.ts'
import { bootstrapDurable, failOperation, resumeDurable } from './operating.ts'
import { acknowledge, rejectBatch } from './writing.ts'

/** Asks for one atomic batch. The caller has seen that none is in flight. (WAL-10) */
export function persist(core: Core, meaning: BatchMeaning, putBatch: StoredBatch | null): void {
  if (core.inFlight !== null) throw new Error(`a second batch while ${core.inFlight.purpose} is in flight`)
  core.batchesPersisted += 1
  const id = batchId(core.batchesPersisted)
  core.inFlight = { ...meaning, id }
  const putManifest = meaning.manifest === null ? null : writeManifest(meaning.manifest, FORMAT_VERSION)
  const discardLog = meaning.purpose === 'discard' ? 'all' : 'keep'
  core.emit({ kind: 'persist', id, purpose: meaning.purpose, batch: { discardLog, putManifest, putBatch } })
}

export function batchDurable(core: Core, id: BatchId): void {
  const batch = settle(core, id)
  if (batch.manifest !== null) adoptManifest(core, batch.manifest)
  switch (batch.purpose) {
    case 'start':
      if (batch.append !== null) append(core, batch.append)
      core.moveRole(batch.event)
      greetAll(core)
      answerUnanswered(core)
      return
    case 'primaryAppend':
      append(core, batch.append)
      acknowledge(core, batch.commits)
      shipToAll(core)
      return
    case 'replicaAppend':
      append(core, batch.append)
      reportProgress(core)
      return
    case 'halt':
      haltDurable(core)
      return
    case 'resume':
      resumeDurable(core)
      greetAll(core)
      return
    case 'discard':
      bootstrapDurable(core)
      greetAll(core)
      return
  }
}

function adoptManifest(core: Core, manifest: Manifest): void {
  const { historyId } = manifest
  const isNew = historyId !== null && historyId !== core.manifest?.historyId
  core.manifest = manifest
  if (isNew) core.observe({ kind: 'historyAdopted', historyId })
}

/** Provably nothing landed: nothing of the batch exists. Otherwise its outcome is unknown, and the node stops at once. (WAL-10) */
export function batchFailed(core: Core, id: BatchId, failure: BatchFailure): void {
  const batch = settle(core, id)
  if (failure.outcome === 'unknown' || batch.purpose === 'halt') {
    core.stopped = true
    core.emit({ kind: 'stop', error: diskError(failure, 'AERO_DISK_OUTCOME_UNKNOWN', 'FATAL') })
    return
  }
  const error = diskError(failure, 'AERO_DISK_BATCH_ABORTED', 'ERROR')
  switch (batch.purpose) {
    case 'start':
      core.refusal = error
      core.decision = { subject: 'start', asked: [], checks: [], conclusion: error.message }
      core.moveRole('START_REFUSED')
      core.observe({ kind: 'startRefused', error })
      answerUnanswered(core)
      return
    case 'primaryAppend':
      aborted(core, batch.append, failure)
      rejectBatch(core, batch.commits, error)
      return
    case 'replicaAppend':
      aborted(core, batch.append, failure)
      if (!core.replica.presentDue) endReplicaSession(core, error.message)
      return
    case 'resume':
      core.halting = null
      endReplicaSession(core, error.message)
      failOperation(core, error)
      return
    case 'discard':
      failOperation(core, error)
      return
  }
}

/** Becomes part of the log and visible, in one step, since it is durable. (WAL-8, MVCC-5) */
function append(core: Core, { segment, versions }: Appending): void {
  const { firstLsn, lastLsn, chainAfter, lastCommitId } = segment
  core.observe({ kind: 'durable', firstLsn, lastLsn, chainDigest: chainAfter })
  const stateDigest = core.versions.apply(core.hash, segment.bytes, versions, lastCommitId)
  core.log.append(segment, stateDigest)
  core.observe({ kind: 'applied', lsn: lastLsn, commitId: lastCommitId, stateDigest })
}

function haltDurable(core: Core): void {
  const halt = core.halting
  if (halt === null) throw new Error('a halt became durable that was not decided')
  core.halting = null
  core.moveRole('HALT_DURABLE')
  core.observe({ kind: 'halted', halt })
}

function aborted(core: Core, { segment }: Appending, { cause }: BatchFailure): void {
  core.observe({ kind: 'batchAborted', firstLsn: segment.firstLsn, lastLsn: segment.lastLsn, cause })
}

function settle(core: Core, id: BatchId): InFlight {
  const batch = core.inFlight
  if (batch === null || batch.id !== id) throw new Error(`batch ${id} was reported, and ${batch?.id ?? 'none'} is in flight`)
  core.inFlight = null
  return batch
}

function diskError({ cause, outcome }: BatchFailure, code: string, severity: AeroError['severity']): AeroError {
  const message =
    outcome === 'aborted'
      ? `the disk refused the batch and nothing of it exists: ${cause}`
      : `the disk did not say what became of a batch: ${cause}`
  return { code, severity, rule: 'WAL-10', message, evidence: { cause, outcome } }
}
