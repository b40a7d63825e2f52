import { ByteReader, decodeText, MalformedBytes } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { crc32 } from '../bytes/checksum.ts'
import type { Halt } from '../observation.ts'

const MAGIC = 0x31_46_4d_41
const encoder = new TextEncoder()
/** Written into by one manifest at a time, and copied out of at its end. */
const writer = new ByteWriter()

/** A halt as it lies on disk, with the configuration it happened under: configuring the node anew is how two of its reasons are undone. (MODEL-8) */
export interface DurableHalt extends Halt {
  readonly configurationRevision: number
}

/** What a disk says of itself besides its log. Rewritten whole, within the same atomic batch as what it belongs to. */
export interface Manifest {
  readonly clusterId: string
  readonly node: string
  /** The role that this disk has held; `none` before its first start. (MODEL-10) */
  readonly role: 'none' | 'primary' | 'replica'
  /** Null on a Replica that has no record yet. */
  readonly historyId: string | null
  readonly incarnation: number
  readonly halt: DurableHalt | null
}

export interface ManifestReading {
  readonly formatVersion: number
  /** Null where `fault` says why. A manifest of another format is not looked into. */
  readonly manifest: Manifest | null
  readonly fault: string | null
}

/** "AMF1", format version u16, JSON as text, CRC-32 over all before it. */
export function writeManifest(manifest: Manifest, formatVersion: number): Uint8Array<ArrayBuffer> {
  writer
    .reset()
    .u32(MAGIC)
    .u16(formatVersion)
    .block(encoder.encode(JSON.stringify(manifest)))
  writer.u32(crc32(writer.peek(0)))
  return writer.take()
}

/** Verifies the checksum first, over everything; then decodes. Never throws on bad bytes. */
export function readManifest(bytes: Uint8Array, knownFormatVersion: number): ManifestReading {
  let formatVersion = 0
  try {
    if (bytes.length < 4) throw new MalformedBytes(`${bytes.length} bytes are no manifest`)
    const stored = new ByteReader(bytes, bytes.length - 4).u32()
    const computed = crc32(bytes.subarray(0, bytes.length - 4))
    if (stored !== computed) throw new MalformedBytes('its checksum does not match')
    const reader = new ByteReader(bytes, 0, bytes.length - 4)
    if (reader.u32() !== MAGIC) throw new MalformedBytes('it does not begin as a manifest does')
    formatVersion = reader.u16()
    if (formatVersion !== knownFormatVersion) return { formatVersion, manifest: null, fault: null }
    const body = decodeText(reader.block())
    reader.end()
    const value: unknown = JSON.parse(body)
    if (!isManifest(value)) throw new MalformedBytes('its fields are not those of a manifest')
    return { formatVersion, manifest: value, fault: null }
  } catch (error) {
    if (error instanceof MalformedBytes || error instanceof SyntaxError)
      return { formatVersion, manifest: null, fault: error.message }
    throw error
  }
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false
  const { clusterId, node, role, historyId, incarnation, halt } = value as { readonly [Field in keyof Manifest]?: unknown }
  return (
    typeof clusterId === 'string' &&
    typeof node === 'string' &&
    (role === 'none' || role === 'primary' || role === 'replica') &&
    (historyId === null || typeof historyId === 'string') &&
    Number.isSafeInteger(incarnation) &&
    (halt === null || isHalt(halt))
  )
}

function isHalt(value: unknown): value is DurableHalt {
  if (typeof value !== 'object' || value === null) return false
  const { reason, rule, code, message, evidence, configurationRevision } = value as {
    readonly [Field in keyof DurableHalt]?: unknown
  }
  const texts = [reason, rule, code, message].every((field) => typeof field === 'string')
  return texts && typeof evidence === 'object' && Number.isSafeInteger(configurationRevision)
}
