import { createXXHash128 } from 'hash-wasm'
import { crc32 } from './crc32.ts'

/**
 * AeroDB's log, read by hand from its bytes as `public/specs/FOUNDATIONS.md` lays them down, and judged on the way. Nothing here is the
 * engine's: two readers of the same bytes must see the same history.
 */

const GENESIS = 16
const COMMIT = 3
const VERSION = 4
/** Length, type, sequence number and checksum. */
const ENVELOPE_BYTES = 17

export interface LoggedVersion {
  readonly key: string
  readonly commitId: number
  readonly lsn: number
  /** Null is a tombstone. */
  readonly document: unknown
}

export interface LoggedCommit {
  readonly commitId: number
  readonly lsn: number
  readonly versions: readonly LoggedVersion[]
}

export interface WalLog {
  readonly historyId: string
  readonly clusterId: string
  readonly lastLsn: number
  readonly commits: readonly LoggedCommit[]
  /** At the last LSN, in hexadecimal. */
  readonly chainDigest: string
  /** After the last commit, in hexadecimal. */
  readonly stateDigest: string
  /** Every version of a key, oldest first. */
  versionsOf(key: string): readonly LoggedVersion[]
}

class Payload {
  readonly #bytes: Buffer
  #offset = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }
  u8(): number {
    this.#offset += 1
    return this.#bytes.readUInt8(this.#offset - 1)
  }
  u16(): number {
    this.#offset += 2
    return this.#bytes.readUInt16LE(this.#offset - 2)
  }
  u32(): number {
    this.#offset += 4
    return this.#bytes.readUInt32LE(this.#offset - 4)
  }
  u64(): number {
    this.#offset += 8
    return Number(this.#bytes.readBigUInt64LE(this.#offset - 8))
  }
  text(): string {
    const length = this.u32()
    if (this.#offset + length > this.#bytes.length) throw new Error('a string runs past its payload (WAL-4)')
    const text = this.#bytes.subarray(this.#offset, this.#offset + length)
    this.#offset += length
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text)
  }
  end(): void {
    if (this.#offset !== this.#bytes.length) throw new Error('a payload has bytes behind its end (WAL-4)')
  }
}

/** @throws Error that names the rule, where the bytes are not a whole log from LSN 1 on (WAL-1 to WAL-6) */
export async function readWalLog(bytes: Uint8Array): Promise<WalLog> {
  const hash = await createXXHash128()
  const log = Buffer.from(bytes)
  const commits: LoggedCommit[] = []
  let pending: LoggedVersion[] = []
  let genesis = { clusterId: '', historyId: '' }
  let chain = Buffer.alloc(16)
  let state = 0n
  let lsn = 0
  for (let offset = 0; offset < log.length; ) {
    lsn++
    const record = recordAt(log, offset, lsn)
    offset += record.length
    chain = Buffer.from(hash.init().update(chain).update(record).digest('hex'), 'hex')
    const body = record.subarray(13, record.length - 4)
    const payload = new Payload(body)
    const type = record.readUInt8(4)
    if ((type === GENESIS) !== (lsn === 1)) throw new Error(`the record at LSN ${lsn} has type ${type} (WAL-5)`)
    if (type === GENESIS) genesis = readGenesis(payload)
    else if (type === VERSION) {
      pending.push(readVersion(payload, lsn))
      state += fromLittleEndian(Buffer.from(hash.init().update(body).digest('hex'), 'hex'))
    } else if (type === COMMIT) {
      commits.push(finishCommit(payload.u64(), lsn, pending, commits.at(-1)?.commitId ?? 0))
      pending = []
    } else throw new Error(`the record at LSN ${lsn} has type ${type}, which no log holds (WAL-1)`)
    payload.end()
  }
  if (pending.length > 0) throw new Error('the log ends within a commit (WAL-5)')
  return {
    ...genesis,
    lastLsn: lsn,
    commits,
    chainDigest: chain.toString('hex'),
    stateDigest: littleEndianHex(state % 2n ** 128n),
    versionsOf: (key) => commits.flatMap(({ versions }) => versions.filter((version) => version.key === key)),
  }
}

function recordAt(log: Buffer, offset: number, lsn: number): Buffer {
  const left = log.length - offset
  const length = left < ENVELOPE_BYTES ? left : log.readUInt32LE(offset)
  if (length < ENVELOPE_BYTES || length > left) throw new Error(`the record at LSN ${lsn} is ${length} bytes long (WAL-1)`)
  const record = log.subarray(offset, offset + length)
  if (crc32(record.subarray(0, length - 4)) !== record.readUInt32LE(length - 4))
    throw new Error(`the checksum at LSN ${lsn} does not verify (WAL-2)`)
  const sequence = Number(record.readBigUInt64LE(5))
  if (sequence !== lsn) throw new Error(`where LSN ${lsn} should be, there is ${sequence} (WAL-3)`)
  return record
}

function readGenesis(payload: Payload): { readonly clusterId: string; readonly historyId: string } {
  payload.u16()
  const clusterId = payload.text()
  const historyId = payload.text()
  payload.text()
  payload.u64()
  return { clusterId, historyId }
}

function readVersion(payload: Payload, lsn: number): LoggedVersion {
  const commitId = payload.u64()
  const key = payload.text()
  const tombstone = payload.u8() === 1
  const body = payload.text()
  if (tombstone !== (body === '')) throw new Error(`the version at LSN ${lsn} is a tombstone with a body, or neither (WAL-4)`)
  const document: unknown = tombstone ? null : JSON.parse(body)
  return { key, commitId, lsn, document }
}

function finishCommit(commitId: number, lsn: number, versions: readonly LoggedVersion[], previous: number): LoggedCommit {
  if (versions.length === 0) throw new Error(`the commit at LSN ${lsn} has no version (WAL-5)`)
  if (new Set(versions.map(({ key }) => key)).size !== versions.length)
    throw new Error(`the commit at LSN ${lsn} has two versions of one key (WAL-5)`)
  if (versions.some((version) => version.commitId !== commitId))
    throw new Error(`the commit at LSN ${lsn} holds another commit's version (WAL-5)`)
  if (commitId <= previous) throw new Error(`CommitId ${commitId} follows ${previous} (WAL-6)`)
  return { commitId, lsn, versions }
}

function fromLittleEndian(bytes: Buffer): bigint {
  return BigInt(`0x${Buffer.from(bytes.toReversed()).toString('hex')}`)
}

function littleEndianHex(value: bigint): string {
  return Buffer.from(Buffer.from(value.toString(16).padStart(32, '0'), 'hex').toReversed()).toString('hex')
}
