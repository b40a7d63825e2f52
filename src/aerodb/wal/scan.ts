import { MalformedBytes } from '../bytes/byte-reader.ts'
import type { Digest, Hash128 } from '../digest.ts'
import { type CommitId, commitId, type Lsn, lsn } from '../ids.ts'
import { refusalOf } from '../rules/guard.ts'
import type { Guards } from '../rules/guards.ts'
import { CommitFraming } from './commit-framing.ts'
import type { RecordFault } from './fault.ts'
import { type GenesisPayload, readCommitPayload, readGenesisPayload, readVersionPayload } from './payload.ts'
import { fault, type RecordPlace, readRecord } from './record.ts'
import { COMMIT_RECORD, GENESIS_RECORD, VERSION_RECORD } from './record-type.ts'
import type { PendingVersion, Segment } from './segment.ts'

/** Where a log stands before the records that are scanned. */
export interface LogEnd {
  readonly lsn: Lsn
  readonly chain: Digest
  readonly commitId: CommitId
}

/** All that verified, up to the end of the last whole commit or marker, and the first fault after it. */
export interface Scan {
  readonly segment: Segment | null
  readonly versions: readonly PendingVersion[]
  readonly genesis: GenesisPayload | null
  readonly fault: RecordFault | null
}

/**
 * Verifies records back to back against the log that they continue: WAL-1 to WAL-6, in that order for each record, and computes the chain
 * digest (WAL-11). The one reader of records: recovery and frames both come through here.
 */
export function scanRecords(guards: Guards, hash: Hash128, bytes: Uint8Array, before: LogEnd): Scan {
  return new RecordScan(guards, hash, bytes, before).run()
}

class RecordScan {
  readonly #guards: Guards
  readonly #hash: Hash128
  readonly #bytes: Uint8Array
  readonly #before: LogEnd
  readonly #framing: CommitFraming
  readonly #offsets: number[] = [0]
  readonly #versions: PendingVersion[] = []
  #genesis: GenesisPayload | null = null
  #lsn: number
  #chain: Digest
  #commitId: number
  /** The end of the last whole commit or marker. */
  #whole: { records: number; versions: number; chain: Digest; commitId: number }

  constructor(guards: Guards, hash: Hash128, bytes: Uint8Array, before: LogEnd) {
    this.#guards = guards
    this.#hash = hash
    this.#bytes = bytes
    this.#before = before
    this.#framing = new CommitFraming(before.lsn === 0)
    this.#lsn = before.lsn
    this.#chain = before.chain
    this.#commitId = before.commitId
    this.#whole = { records: 0, versions: 0, chain: before.chain, commitId: before.commitId }
  }

  run(): Scan {
    let offset = 0
    while (offset < this.#bytes.length) {
      const reading = readRecord(this.#guards, this.#bytes, offset, this.#bytes.length)
      if (reading.kind === 'fault') return this.#result(reading.fault)
      const wrong = this.#take(reading.record)
      if (wrong !== null) return this.#result(wrong)
      offset = reading.record.end
    }
    const open = this.#framing.openCommitFault()
    const { commitFraming } = this.#guards
    if (!commitFraming.holds(open, this.#lsn, this.#framing.commitId)) {
      return this.#result(fault(refusalOf(commitFraming, [open, this.#lsn, this.#framing.commitId])).fault)
    }
    return this.#result(null)
  }

  #take(record: RecordPlace): RecordFault | null {
    const { recordSequence, recordPayload, commitFraming, commitOrder } = this.#guards
    const expected = this.#lsn + 1
    if (!recordSequence.holds(record.sequence, expected, record.start)) {
      return fault(refusalOf(recordSequence, [record.sequence, expected, record.start])).fault
    }
    this.#lsn = record.sequence
    const malformed = this.#payload(record)
    if (!recordPayload.holds(malformed, this.#lsn)) return fault(refusalOf(recordPayload, [malformed, this.#lsn])).fault
    const misplaced = this.#framing.fault
    if (!commitFraming.holds(misplaced, this.#lsn, this.#framing.commitId)) {
      return fault(refusalOf(commitFraming, [misplaced, this.#lsn, this.#framing.commitId])).fault
    }
    this.#chain = this.#hash(this.#chain, this.#bytes.subarray(record.start, record.end))
    this.#offsets.push(record.end)
    if (record.type === VERSION_RECORD) return null
    if (record.type === COMMIT_RECORD) {
      const id = this.#framing.commitId
      if (!commitOrder.holds(id, this.#commitId, this.#lsn))
        return fault(refusalOf(commitOrder, [id, this.#commitId, this.#lsn])).fault
      this.#commitId = id
    }
    this.#whole = {
      records: this.#offsets.length - 1,
      versions: this.#versions.length,
      chain: this.#chain,
      commitId: this.#commitId,
    }
    return null
  }

  /** Decodes the payload and places the record in its commit. Null, or what does not decode. */
  #payload(record: RecordPlace): string | null {
    const { payloadStart, payloadEnd } = record
    try {
      if (record.type === VERSION_RECORD) {
        const version = readVersionPayload(this.#bytes, payloadStart, payloadEnd)
        this.#framing.version(version.commitId, version.key)
        this.#versions.push({
          commitId: commitId(version.commitId),
          key: version.key,
          tombstone: version.tombstone,
          lsn: lsn(record.sequence),
          payloadStart,
          payloadEnd,
        })
      } else if (record.type === COMMIT_RECORD) {
        this.#framing.commit(readCommitPayload(this.#bytes, payloadStart, payloadEnd))
      } else if (record.type === GENESIS_RECORD) {
        this.#genesis = readGenesisPayload(this.#bytes, payloadStart, payloadEnd)
        this.#framing.genesis()
      } else {
        this.#framing.foreign(record.type)
      }
    } catch (error) {
      if (error instanceof MalformedBytes) return error.message
      throw error
    }
    return null
  }

  #result(found: RecordFault | null): Scan {
    const { records, versions, chain, commitId: last } = this.#whole
    if (records === 0) return { segment: null, versions: [], genesis: null, fault: found }
    const offsets = new Uint32Array(records === this.#offsets.length - 1 ? this.#offsets : this.#offsets.slice(0, records + 1))
    const end = offsets[records] ?? 0
    const segment: Segment = {
      firstLsn: lsn(this.#before.lsn + 1),
      lastLsn: lsn(this.#before.lsn + records),
      bytes: end === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, end),
      offsets,
      chainBefore: this.#before.chain,
      chainAfter: chain,
      lastCommitId: commitId(last),
    }
    const whole = versions === this.#versions.length ? this.#versions : this.#versions.slice(0, versions)
    return { segment, versions: whole, genesis: this.#genesis, fault: found }
  }
}
