import type { Command } from '../command.ts'
import type { AeroError } from '../error.ts'
import { type CommitId, commitId, type DocumentKey, documentKey, type RequestId } from '../ids.ts'
import { documentFault } from '../mvcc/document.ts'
import { type Ask, firstRefusal, OK, type Verdict } from '../rules/guard.ts'
import type { Guards } from '../rules/guards.ts'
import { BatchEncoder } from '../wal/batch-encoder.ts'
import { isGroupBatchFull } from '../wal/limits.ts'
import { encodedWriteSetBytes } from '../wal/write-set-size.ts'
import { CHECKS } from './checks.ts'
import type { Core } from './core.ts'
import type { BatchedCommit } from './in-flight.ts'
import { persist } from './persisting.ts'
import { type Asked, Trail } from './trail.ts'
import type { WaitingOperation, WaitingWrite } from './waiting-write.ts'

type WriteCommand = Extract<Command, { readonly kind: 'write' }>

/** Lets a write set in to wait for a batch, or rejects it. */
export function admitWrite(core: Core, request: RequestId, command: WriteCommand): void {
  const trail = new Trail()
  let operations: readonly WaitingOperation[] = []
  const refused = firstRefusal([
    () => trail.ask(core.guards.writeAdmission, core.servingRole),
    () => askDocuments(core.guards, trail.ask, command),
    () => askKeys(core.guards, trail.ask, command),
    () => trail.ask(core.guards.writeSetShape, command.operations.length, repeatedKey(command)),
    () => {
      operations = waitingOperations(command)
      return trail.ask(core.guards.writeSetSize, encodedWriteSetBytes(operations))
    },
    () => (command.basedOn === null ? OK : trail.ask(core.guards.baseVisible, command.basedOn, core.versions.appliedCommitId)),
  ])
  if (refused !== null) reject(core, request, refused.error, trail.asked)
  else core.waiting.push({ request, operations, basedOn: command.basedOn, asked: trail.asked })
}

/**
 * Forms the next batch from the write sets that wait: one with `each`, all that fit with `group`. Here, and nowhere else, LSNs and CommitIds
 * are assigned; conflicts are judged against what is durable and what is already in the batch. (MODEL-7, MVCC-4)
 */
export function formBatch(core: Core): void {
  if (core.waiting.length === 0) return
  const encoder = new BatchEncoder(core.hash, core.log.end)
  const commits: BatchedCommit[] = []
  const inBatch = new Map<DocumentKey, CommitId>()
  const conflicts = core.waiting.some(({ basedOn }) => basedOn !== null)
  let taken = 0
  for (const write of core.waiting) {
    taken += 1
    const id = commitId(encoder.lastCommitId + 1)
    const trail = new Trail()
    const refused = firstRefusal([
      () => askConflicts(core, trail.ask, write, inBatch),
      () => trail.ask(core.guards.writeNumbering, encoder.lastLsn + write.operations.length + 1, id),
    ])
    const asked = [...write.asked, ...trail.asked]
    if (refused !== null) {
      reject(core, write.request, refused.error, asked)
      continue
    }
    encoder.commit(id, write.operations)
    if (conflicts) for (const { key } of write.operations) inBatch.set(key, id)
    commits.push({ request: write.request, commitId: id, asked })
    if (core.configuration.sync === 'each' || isGroupBatchFull(encoder.bytes)) break
  }
  core.waiting.splice(0, taken)
  if (commits.length === 0) return
  const { stored, segment, versions } = encoder.finish()
  persist(
    core,
    { purpose: 'primaryAppend', append: { segment, versions }, commits, manifest: null },
    { firstLsn: segment.firstLsn, bytes: stored },
  )
}

/** The batch of these commits is durable. (WAL-8) */
export function acknowledge(core: Core, commits: readonly BatchedCommit[]): void {
  for (const { request, commitId: id, asked } of commits) {
    core.explanations.record(request, {
      subject: 'write',
      asked,
      checks: CHECKS.write,
      conclusion: `acknowledged at CommitId ${id}`,
    })
    core.answer(request, { kind: 'acknowledged', commitId: id })
  }
}

/** The batch of these commits provably never landed: nothing of them exists. (WAL-10) */
export function rejectBatch(core: Core, commits: readonly BatchedCommit[], error: AeroError): void {
  for (const { request, asked } of commits) reject(core, request, error, asked)
}

/** What only waited when a node decided to halt never happened. */
export function rejectWaiting(core: Core): void {
  const waiting = core.waiting
  core.waiting = []
  for (const write of waiting) {
    const trail = new Trail()
    const verdict = trail.ask(core.guards.writeAdmission, core.servingRole)
    if (verdict.verdict === 'fails') reject(core, write.request, verdict.error, [...write.asked, ...trail.asked])
    else core.waiting.push(write)
  }
}

function reject(core: Core, request: RequestId, error: AeroError, asked: readonly Asked[]): void {
  core.explanations.record(request, { subject: 'write', asked, checks: CHECKS.write, conclusion: error.message })
  core.answer(request, { kind: 'rejected', error })
}

function askDocuments(guards: Guards, ask: Ask, { operations }: WriteCommand): Verdict {
  let fault: string | null = null
  let index = 0
  for (; index < operations.length && fault === null; index++) {
    const operation = operations[index]
    if (operation?.op === 'put') fault = documentFault(operation.document)
  }
  return ask(guards.writeDocument, fault, Math.max(0, index - 1))
}

function askKeys(guards: Guards, ask: Ask, { operations }: WriteCommand): Verdict {
  const names = operations.map((operation) => [operation.collection, operationId(operation)] as const)
  const bad = names.findIndex(([collection, id], index) => !guards.writeKey.holds(collection, id, index))
  const index = bad === -1 ? Math.max(0, names.length - 1) : bad
  const [collection, id] = names[index] ?? ['none', 'none']
  return ask(guards.writeKey, collection, id, index)
}

/** The key that comes closest to a conflict speaks for the set. Without `basedOn` there is nothing to ask. */
function askConflicts(
  core: Core,
  ask: Ask,
  { basedOn, operations }: WaitingWrite,
  inBatch: ReadonlyMap<DocumentKey, CommitId>,
): Verdict {
  if (basedOn === null) return OK
  let newest = 0
  let newestKey = operations[0]?.key ?? ''
  for (const { key } of operations) {
    const committed = inBatch.get(key) ?? core.versions.newestCommitOf(key)
    if (committed > newest) {
      newest = committed
      newestKey = key
    }
  }
  return ask(core.guards.firstCommitterWins, newest, basedOn, newestKey)
}

/** Of operations that were seen to put documents: any other value might not become text. (DOC-1) */
function waitingOperations({ operations }: WriteCommand): readonly WaitingOperation[] {
  return operations.map((operation) => ({
    key: operationKey(operation),
    body: operation.op === 'put' ? (JSON.stringify(operation.document) ?? '') : null,
  }))
}

function operationId(operation: WriteCommand['operations'][number]): string {
  if (operation.op === 'delete') return operation.id
  const id: unknown = (operation.document as { readonly _id?: unknown } | null)?._id
  return typeof id === 'string' ? id : ''
}

function operationKey(operation: WriteCommand['operations'][number]): DocumentKey {
  return documentKey(operation.collection, operationId(operation))
}

function repeatedKey({ operations }: WriteCommand): string | null {
  if (operations.length < 2) return null
  const seen = new Set<DocumentKey>()
  for (const operation of operations) {
    const key = operationKey(operation)
    if (seen.has(key)) return key
    seen.add(key)
  }
  return null
}
