import { crc32 } from '../aerodb/bytes/checksum.ts'
import type { Hash128 } from '../aerodb/digest.ts'
import { type CommitId, documentKey, lsn, NO_COMMIT } from '../aerodb/ids.ts'
import type { Frame, FrameBody } from '../aerodb/replication/frame.ts'
import { openFrame, sealFrame } from '../aerodb/replication/frame-codec.ts'
import { BatchEncoder } from '../aerodb/wal/batch-encoder.ts'

const CHECKSUM_BYTES = 4
const PROTOCOL_OFFSET = 4

/** The frame in these bytes, which are sound. */
export function frameIn(bytes: Uint8Array): Frame {
  const { frame, fault } = openFrame(bytes)
  if (frame === null) throw new Error(`no frame: ${fault}`)
  return frame
}

/** The same frame with another body, sealed as its sender would have sealed it: what LOG-1 does not find. */
export function reseal(bytes: Uint8Array, change: (body: FrameBody) => FrameBody): Uint8Array {
  const { senderIncarnation, number, session, body } = frameIn(bytes)
  return sealFrame(senderIncarnation, number, session, change(body))
}

/** A change of one kind of frame; any other stays as it is. */
export function onKind<Kind extends FrameBody['kind']>(
  kind: Kind,
  change: (body: Extract<FrameBody, { readonly kind: Kind }>) => FrameBody,
): (body: FrameBody) => FrameBody {
  const isKind = (body: FrameBody): body is Extract<FrameBody, { readonly kind: Kind }> => body.kind === kind
  return (body) => (isKind(body) ? change(body) : body)
}

/** A records frame that carries one commit with this CommitId in the place of its records, and fits in all else: what LOG-8 alone can find. */
export function withCommit(hash: Hash128, bytes: Uint8Array, id: CommitId): Uint8Array {
  return reseal(
    bytes,
    onKind('records', (body) => {
      const encoder = new BatchEncoder(hash, { lsn: lsn(body.firstLsn - 1), chain: body.chainBefore, commitId: NO_COMMIT })
      encoder.commit(id, [{ key: documentKey('notes', 'c'), body: '{"_id":"c"}' }])
      const { segment } = encoder.finish()
      return { ...body, lastLsn: segment.lastLsn, chainAfter: segment.chainAfter, records: segment.bytes }
    }),
  )
}

/** The frame as a node of another protocol version would have sealed it. */
export function withProtocol(bytes: Uint8Array, version: number): Uint8Array {
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  view.setUint16(PROTOCOL_OFFSET, version, true)
  view.setUint32(copy.length - CHECKSUM_BYTES, crc32(copy.subarray(0, copy.length - CHECKSUM_BYTES)), true)
  return copy
}

/** The bytes with one bit flipped. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice()
  copy[bit >>> 3] = (copy[bit >>> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}
