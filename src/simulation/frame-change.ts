import { crc32 } from '../aerodb/bytes/checksum.ts'
import { PROTOCOL_VERSION } from '../aerodb/replication/frame.ts'
import { openFrame } from '../aerodb/replication/frame-codec.ts'
import { COMMIT_RECORD } from '../aerodb/wal/record-type.ts'
import { flipped, onKind, reseal, withProtocol } from './forgery.ts'
import { ImpossibleChoice } from './impossible-choice.ts'

/**
 * What can happen to the bytes of a frame. `truncate`, `flipBit`: on the way. `spoilRecords`, `spoilEnd`, `forgeRecords`, `spoilReport`: before its envelope was
 * computed, in a memory that failed or by a defect, so that the checksum of the frame fits; `forgeRecords`: and those of its records too.
 * `otherProtocol`: it comes from a build that speaks another protocol.
 */
export type FrameChange = 'truncate' | 'flipBit' | 'spoilRecords' | 'spoilEnd' | 'forgeRecords' | 'spoilReport' | 'otherProtocol'

/** A record's length, type and LSN come before its payload, and its checksum at its end. */
const TYPE_OFFSET = 4
const LSN_OFFSET = 5
const PAYLOAD_OFFSET = 13
const CHECKSUM_BYTES = 4

/** `position` says where, modulo what there is. Throws ImpossibleChoice where this frame can't be changed so. */
export function changedFrame(bytes: Uint8Array, change: FrameChange, position: number): Uint8Array {
  switch (change) {
    case 'truncate':
      return bytes.subarray(0, position % bytes.length)
    case 'flipBit':
      return flipped(bytes, position % (bytes.length * 8))
    case 'spoilRecords':
      return spoiledRecords(expectKind(bytes, 'records'), position)
    case 'spoilEnd':
      return spoiledEnd(expectKind(bytes, 'records'), position)
    case 'forgeRecords':
      return forgedRecords(expectKind(bytes, 'records'), position)
    case 'spoilReport':
      return spoiledReport(expectKind(bytes, 'report'), position)
    case 'otherProtocol':
      return withProtocol(bytes, PROTOCOL_VERSION + 1)
  }
}

function expectKind(bytes: Uint8Array, kind: 'records' | 'report'): Uint8Array {
  if (openFrame(bytes).frame?.body.kind !== kind) throw new ImpossibleChoice(`a frame that is no ${kind}`)
  return bytes
}

/** A bit of the records, or of the chain digests that stand for them. */
function spoiledRecords(bytes: Uint8Array, position: number): Uint8Array {
  return reseal(
    bytes,
    onKind('records', (body) => {
      const { records, chainBefore, chainAfter } = body
      const at = position % ((records.length + chainBefore.length + chainAfter.length) * 8)
      const inChains = at - records.length * 8
      if (inChains < 0) return { ...body, records: flipped(records, at) }
      const inSecond = inChains - chainBefore.length * 8
      if (inSecond < 0) return { ...body, chainBefore: flipped(chainBefore, inChains) }
      return { ...body, chainAfter: flipped(chainAfter, inSecond) }
    }),
  )
}

/** A bit of the chain digest that stands for the whole frame. */
function spoiledEnd(bytes: Uint8Array, position: number): Uint8Array {
  return reseal(
    bytes,
    onKind('records', (body) => ({ ...body, chainAfter: flipped(body.chainAfter, position % (body.chainAfter.length * 8)) })),
  )
}

/** A bit of what a Replica says that it holds: of its chain digest, or of its state digest. */
function spoiledReport(bytes: Uint8Array, position: number): Uint8Array {
  return reseal(
    bytes,
    onKind('report', (body) => {
      const bit = (position >>> 1) % (body.chain.length * 8)
      return position % 2 === 0 ? { ...body, chain: flipped(body.chain, bit) } : { ...body, state: flipped(body.state, bit) }
    }),
  )
}

/** One bit of one record, or the CommitId of the whole first commit, with checksums that fit. */
function forgedRecords(bytes: Uint8Array, position: number): Uint8Array {
  return reseal(
    bytes,
    onKind('records', (body) => {
      const records = body.records.slice()
      const starts = startsOf(records)
      if (position % 4 === 0) renumberFirstCommit(records, starts)
      else {
        const start = starts[(position >>> 2) % starts.length] ?? 0
        const bits = (endOf(records, start) - CHECKSUM_BYTES - start - TYPE_OFFSET) * 8
        const at = (start + TYPE_OFFSET) * 8 + ((position >>> 2) % bits)
        records[at >>> 3] = (records[at >>> 3] ?? 0) ^ (1 << (at & 7))
        seal(records, start)
      }
      return { ...body, records }
    }),
  )
}

/** To CommitId 0, which comes before every other. */
function renumberFirstCommit(records: Uint8Array, starts: readonly number[]): void {
  for (const start of starts) {
    const type = records[start + TYPE_OFFSET]
    if (endOf(records, start) - start < PAYLOAD_OFFSET + 8 + CHECKSUM_BYTES) return
    records.fill(0, start + PAYLOAD_OFFSET, start + PAYLOAD_OFFSET + 8)
    seal(records, start)
    if (type === COMMIT_RECORD) return
  }
}

function startsOf(records: Uint8Array): readonly number[] {
  const starts: number[] = []
  for (let start = 0; start + LSN_OFFSET < records.length; start = endOf(records, start)) starts.push(start)
  return starts
}

function endOf(records: Uint8Array, start: number): number {
  return start + new DataView(records.buffer, records.byteOffset, records.byteLength).getUint32(start, true)
}

function seal(records: Uint8Array, start: number): void {
  const end = endOf(records, start)
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength)
  view.setUint32(end - CHECKSUM_BYTES, crc32(records.subarray(start, end - CHECKSUM_BYTES)), true)
}
