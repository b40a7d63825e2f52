import { ByteReader, MalformedBytes } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { crc32 } from '../bytes/checksum.ts'
import { type Frame, type FrameBody, PROTOCOL_VERSION } from './frame.ts'
import { readFrameBody, writeFrameBody } from './frame-body-codec.ts'
import type { SessionId } from './session-id.ts'

const MAGIC = 0x31_52_46_41
const KINDS = [
  'hello',
  'present',
  'accept',
  'refuse',
  'records',
  'report',
  'endSession',
] as const satisfies readonly FrameBody['kind'][]
/** Magic u32, protocol u16, kind u8, reserved u8, incarnation u64, number u64, session 3 × u64, payload length u32; a CRC-32 at the end. */
const HEADER_BYTES = 4 + 2 + 1 + 1 + 8 + 8 + 24 + 4
const CHECKSUM_BYTES = 4

const writer = new ByteWriter(4096)

export interface Opened {
  /** Null where the envelope did not verify. */
  readonly frame: Frame | null
  readonly fault: string | null
}

export function sealFrame(
  senderIncarnation: number,
  number: number,
  session: SessionId,
  body: FrameBody,
): Uint8Array<ArrayBuffer> {
  writer.reset().u32(MAGIC).u16(PROTOCOL_VERSION).u8(KINDS.indexOf(body.kind)).u8(0).u64(senderIncarnation).u64(number)
  writer.u64(session.primaryIncarnation).u64(session.replicaIncarnation).u64(session.counter).u32(0)
  writeFrameBody(writer, body)
  writer.patchU32(HEADER_BYTES - 4, writer.length - HEADER_BYTES)
  writer.u32(crc32(writer.peek(0)))
  return writer.take()
}

/**
 * Verifies the envelope before anything else is believed: length, then the checksum over all of it, then magic and kind. A frame of another
 * protocol version opens without a body: it is for MODEL-12 to refuse. Never throws on bad bytes. (LOG-1)
 */
export function openFrame(bytes: Uint8Array): Opened {
  try {
    if (bytes.length < HEADER_BYTES + CHECKSUM_BYTES) throw new MalformedBytes(`${bytes.length} bytes are no frame`)
    const checked = bytes.subarray(0, bytes.length - CHECKSUM_BYTES)
    const stored = new ByteReader(bytes, bytes.length - CHECKSUM_BYTES).u32()
    if (stored !== crc32(checked)) throw new MalformedBytes('its checksum does not match')
    const reader = new ByteReader(checked)
    if (reader.u32() !== MAGIC) throw new MalformedBytes('it does not begin as a frame does')
    const protocol = reader.u16()
    const kind = KINDS[reader.u8()]
    if (reader.u8() !== 0) throw new MalformedBytes('its reserved byte is set')
    const senderIncarnation = reader.u64()
    const number = reader.u64()
    const session = { primaryIncarnation: reader.u64(), replicaIncarnation: reader.u64(), counter: reader.u64() }
    if (reader.u32() !== reader.remaining) throw new MalformedBytes('its payload has another length than it says')
    if (protocol !== PROTOCOL_VERSION) return { frame: otherProtocol(protocol, senderIncarnation, number, session), fault: null }
    if (kind === undefined) throw new MalformedBytes('its kind is unknown')
    const body = readFrameBody(kind, reader)
    reader.end()
    return { frame: { protocol, senderIncarnation, number, session, body }, fault: null }
  } catch (error) {
    if (error instanceof MalformedBytes) return { frame: null, fault: error.message }
    throw error
  }
}

function otherProtocol(protocol: number, senderIncarnation: number, number: number, session: SessionId): Frame {
  return {
    protocol,
    senderIncarnation,
    number,
    session,
    body: { kind: 'endSession', cause: 'another protocol', verdict: null, divergence: null },
  }
}
