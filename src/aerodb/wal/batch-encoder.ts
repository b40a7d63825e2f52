import { ByteWriter } from '../bytes/byte-writer.ts'
import { crc32 } from '../bytes/checksum.ts'
import type { Digest, Hash128 } from '../digest.ts'
import { type CommitId, type DocumentKey, type Lsn, lsn } from '../ids.ts'
import { type GenesisPayload, writeGenesisPayload } from './payload.ts'
import { COMMIT_RECORD, GENESIS_RECORD, VERSION_RECORD } from './record-type.ts'
import type { LogEnd } from './scan.ts'
import type { PendingVersion, Segment } from './segment.ts'
import { BATCH_HEADER_BYTES, writeBatchHeader } from './stored-batch.ts'

/** Written into by one batch at a time, and copied out of at its end. */
const scratch = new ByteWriter(64 * 1024)

export interface EncodedBatch {
  readonly stored: Uint8Array<ArrayBuffer>
  readonly segment: Segment
  readonly versions: readonly PendingVersion[]
}

/** Writes records that continue a log, in AeroDB's envelope, computing chain digests as it goes. One batch from construction to `finish`. */
export class BatchEncoder {
  readonly #hash: Hash128
  readonly #before: LogEnd
  readonly #offsets: number[] = [0]
  readonly #versions: PendingVersion[] = []
  #lsn: number
  #commitId: CommitId
  #chain: Digest

  constructor(hash: Hash128, before: LogEnd) {
    this.#hash = hash
    this.#before = before
    this.#lsn = before.lsn
    this.#commitId = before.commitId
    this.#chain = before.chain
    writeBatchHeader(scratch.reset(), before.lsn + 1, 0, before.chain)
  }

  get lastLsn(): Lsn {
    return lsn(this.#lsn)
  }

  get lastCommitId(): CommitId {
    return this.#commitId
  }

  /** Of the value as it will be stored, header included. */
  get bytes(): number {
    return scratch.length
  }

  genesis(genesis: GenesisPayload): void {
    const start = this.#begin(GENESIS_RECORD)
    writeGenesisPayload(scratch, genesis)
    this.#end(start)
  }

  /** Its versions, then its commit record. A body of null is a tombstone. */
  commit(commitId: CommitId, operations: readonly { readonly key: DocumentKey; readonly body: string | null }[]): void {
    for (const { key, body } of operations) {
      const start = this.#begin(VERSION_RECORD)
      const payloadStart = scratch.length - BATCH_HEADER_BYTES
      scratch.u64(commitId).text(key)
      if (body === null) scratch.u8(1).u32(0)
      else scratch.u8(0).text(body)
      const payloadEnd = scratch.length - BATCH_HEADER_BYTES
      this.#end(start)
      this.#versions.push({ commitId, key, tombstone: body === null, lsn: lsn(this.#lsn), payloadStart, payloadEnd })
    }
    const start = this.#begin(COMMIT_RECORD)
    scratch.u64(commitId)
    this.#end(start)
    this.#commitId = commitId
  }

  finish(): EncodedBatch {
    scratch.patchU64(16, this.#lsn)
    const stored = scratch.take()
    const segment: Segment = {
      firstLsn: lsn(this.#before.lsn + 1),
      lastLsn: lsn(this.#lsn),
      bytes: stored.subarray(BATCH_HEADER_BYTES),
      offsets: new Uint32Array(this.#offsets),
      chainBefore: this.#before.chain,
      chainAfter: this.#chain,
      lastCommitId: this.#commitId,
    }
    return { stored, segment, versions: this.#versions }
  }

  #begin(type: number): number {
    const start = scratch.length
    this.#lsn += 1
    scratch.u32(0).u8(type).u64(this.#lsn)
    return start
  }

  #end(start: number): void {
    scratch.patchU32(start, scratch.length - start + 4)
    scratch.u32(crc32(scratch.peek(start)))
    this.#chain = this.#hash(this.#chain, scratch.peek(start))
    this.#offsets.push(scratch.length - BATCH_HEADER_BYTES)
  }
}
