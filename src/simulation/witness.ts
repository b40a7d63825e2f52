import type { Outcome, WriteOperation } from '../aerodb/command.ts'
import { digestHex, type Hash128, ZERO_DIGEST } from '../aerodb/digest.ts'
import { commitId, type DocumentKey, documentKey, lsn, NO_COMMIT, NO_LSN } from '../aerodb/ids.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../aerodb/json.ts'
import { GUARDS } from '../aerodb/rules/guards.ts'
import { type LogEnd, scanRecords } from '../aerodb/wal/scan.ts'
import { storedRecords } from '../aerodb/wal/stored-batch.ts'
import { N1, type Rehearsal } from './rehearsal.ts'
import type { Asked, Schedule, Written } from './schedule.ts'
import type { SimulatedDisk } from './simulated-disk.ts'

/** One commit as the Primary's disk has it: the text of each of its documents, null where it was deleted. */
type Commit = ReadonlyMap<DocumentKey, JsonValue | null>

/**
 * Watches a cluster from outside. What is on the Primary's disk is the truth; everything that any node says, serves or stores is held against it.
 * `look` throws at the first thing that is not so.
 */
export class Witness {
  readonly #hash: Hash128
  readonly #rehearsal: Rehearsal
  readonly #commits = new Map<number, Commit>()
  readonly #states = new Map<number, string>()
  #history: Uint8Array = new Uint8Array(0)
  #end: LogEnd = { lsn: NO_LSN, chain: ZERO_DIGEST, commitId: NO_COMMIT }
  #batchesRead = 0
  #observationsRead = 0

  constructor(hash: Hash128, rehearsal: Rehearsal) {
    this.#hash = hash
    this.#rehearsal = rehearsal
  }

  look(schedule: Schedule): void {
    this.#readPrimaryDisk()
    this.#readObservations()
    for (const [name, { node, disk }] of this.#rehearsal.cluster.nodes) {
      this.#isPrefix(recordsOn(disk), `the disk of ${name}`)
      if (node === null) continue
      this.#isPrefix(node.walBytes(), `the log of ${name}`)
      const { role, appliedLsn, durableLsn, stateDigest, halt, refusal } = node.position()
      claim(appliedLsn === durableLsn, `${name} applied ${appliedLsn} of ${durableLsn}`)
      if (role === 'PrimaryActive' || role === 'ReplicaActive') this.#state(appliedLsn, digestHex(stateDigest), name)
      claim(name !== N1 || halt === null, `the Primary halted: ${halt?.message}`)
      claim(halt?.reason !== 'HistoryDivergence', `${name} holds the histories to part: ${halt?.message}`)
      claim(refusal === null || refusal.rule === 'WAL-10', `${name} refused its disk: ${refusal?.message}`)
    }
    for (const written of schedule.written) this.#outcome(written)
    for (const asked of schedule.reads) this.#read(asked)
  }

  /** After faults have stopped: every node stands where the Primary stands, or is halted and says why. */
  converged(): void {
    const primary = this.#rehearsal.position(N1)
    claim(primary.role === 'PrimaryActive', `the Primary is ${primary.role}`)
    for (const [name, { node }] of this.#rehearsal.cluster.nodes) {
      const position = node?.position()
      if (position?.role === 'ReplicationHalted') claim(position.halt !== null, `${name} is halted without a reason`)
      else claim(position?.appliedLsn === primary.appliedLsn, `${name} is ${position?.role} at ${position?.appliedLsn}`)
    }
  }

  /** Whoever asked has an answer. */
  answered(schedule: Schedule): void {
    for (const { request } of [...schedule.written, ...schedule.reads]) {
      claim(this.#rehearsal.outcome(request) !== undefined, `${request} has no answer`)
    }
  }

  #readPrimaryDisk(): void {
    const { batches } = this.#rehearsal.cluster.at(N1).disk.contents()
    for (const { bytes } of batches.slice(this.#batchesRead)) {
      const records = storedRecords(bytes)
      const { segment, versions, fault } = scanRecords(GUARDS, this.#hash, records, this.#end)
      claim(fault === null && segment !== null, `the Primary's disk: ${fault?.message}`)
      if (segment === null) return
      for (const version of versions) {
        const commit = new Map(this.#commits.get(version.commitId))
        commit.set(
          version.key,
          version.tombstone ? null : bodyText(records, version.payloadStart, version.payloadEnd, version.key),
        )
        this.#commits.set(version.commitId, commit)
      }
      this.#history = new Uint8Array([...this.#history, ...records])
      this.#end = { lsn: lsn(segment.lastLsn), chain: segment.chainAfter, commitId: commitId(segment.lastCommitId) }
    }
    claim(batches.length >= this.#batchesRead, "the Primary's disk lost a batch")
    this.#batchesRead = batches.length
  }

  #readObservations(): void {
    const { observations } = this.#rehearsal
    for (const { node, observation } of observations.slice(this.#observationsRead)) {
      if (observation.kind === 'applied') this.#state(observation.lsn, digestHex(observation.stateDigest), node)
    }
    this.#observationsRead = observations.length
  }

  #isPrefix(bytes: Uint8Array, whose: string): void {
    let same = 0
    while (same < bytes.length && bytes[same] === this.#history[same]) same += 1
    claim(same === bytes.length, `${whose} is no prefix of what the Primary has made durable: it differs at byte ${same}`)
  }

  #state(at: number, state: string, whose: string): void {
    const known = this.#states.get(at) ?? state
    claim(known === state, `${whose} has another state at LSN ${at}`)
    this.#states.set(at, state)
  }

  #outcome({ request, operations, basedOn }: Written): void {
    const outcome = this.#rehearsal.outcome(request)
    if (outcome === undefined || outcome.kind === 'unknown') return
    if (outcome.kind !== 'acknowledged') {
      claim(outcome.kind === 'rejected', `a write was ${outcome.kind}`)
      const found = [...this.#commits].find(([, commit]) => holds(commit, operations))
      claim(found === undefined, `${request} was rejected, and is commit ${found?.[0]}`)
      return
    }
    const commit = this.#commits.get(outcome.commitId)
    claim(
      commit !== undefined && holds(commit, operations),
      `${request} was acknowledged, and commit ${outcome.commitId} is not it`,
    )
    for (let between = (basedOn ?? outcome.commitId) + 1; between < outcome.commitId; between++) {
      const lost = operations.some((operation) => this.#commits.get(between)?.has(keyOf(operation)))
      claim(!lost, `${request}, based on ${basedOn}, was acknowledged over commit ${between}`)
    }
  }

  #read({ request, key }: Asked): void {
    const outcome = this.#rehearsal.outcome(request)
    if (outcome?.kind !== 'served') return
    const { version, text } = this.#visible(documentKey('notes', key), outcome.bound)
    claim(outcome.version === version && textOf(outcome) === text, `${request} saw ${outcome.version}, and ${version} is visible`)
  }

  #visible(key: DocumentKey, bound: number): { readonly version: number | null; readonly text: JsonValue | null } {
    for (let at = bound; at > 0; at--) {
      const body = this.#commits.get(at)?.get(key)
      if (body !== undefined) return { version: at, text: body }
    }
    return { version: null, text: null }
  }
}

function claim(holdsTrue: boolean, otherwise: string): void {
  if (!holdsTrue) throw new Error(otherwise)
}

function idOf({ _id: id }: JsonObject): string {
  return typeof id === 'string' ? id : ''
}

function keyOf(operation: WriteOperation): DocumentKey {
  return documentKey(operation.collection, operation.op === 'put' ? idOf(operation.document) : operation.id)
}

/** Whether the commit is this write set: every put has a text of its own. */
function holds(commit: Commit, operations: readonly WriteOperation[]): boolean {
  return (
    commit.size === operations.length &&
    operations.every((operation) => {
      const body = commit.get(keyOf(operation))
      return operation.op === 'delete' ? body === null : body === operation.document.text
    })
  )
}

function textOf(served: Extract<Outcome, { readonly kind: 'served' }>): JsonValue | null {
  return served.document?.text ?? null
}

/** The text of a document that this cluster wrote: commitId u64, key, tombstone u8, body, all with their lengths. */
function bodyText(bytes: Uint8Array, start: number, end: number, key: string): JsonValue | null {
  const body = new TextDecoder().decode(bytes.subarray(start + 8 + 4 + key.length + 1 + 4, end))
  const value: unknown = JSON.parse(body)
  return isJsonObject(value) ? (value.text ?? null) : null
}

function recordsOn(disk: SimulatedDisk): Uint8Array {
  const parts = disk.contents().batches.map(({ bytes }) => storedRecords(bytes))
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}
