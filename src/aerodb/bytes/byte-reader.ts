const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const HIGH = 0x1_0000_0000

/** Bytes that are not what they should be. Thrown by ByteReader, caught where the bytes entered; never leaves the engine. */
export class MalformedBytes extends Error {}

/** Reads little-endian values and never past the end. Every method throws MalformedBytes. */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #offset: number
  readonly #end: number

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#offset = start
    this.#end = end
  }

  get offset(): number {
    return this.#offset
  }

  get remaining(): number {
    return this.#end - this.#offset
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1))
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true)
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true)
  }

  /** A safe integer; a larger number is malformed. */
  u64(): number {
    const at = this.#advance(8)
    const value = this.#view.getUint32(at, true) + this.#view.getUint32(at + 4, true) * HIGH
    if (!Number.isSafeInteger(value)) throw new MalformedBytes('a number beyond the safe integers')
    return value
  }

  /** A view of the next bytes, not a copy. */
  raw(length: number): Uint8Array {
    const at = this.#advance(length)
    return this.#bytes.subarray(at, at + length)
  }

  block(): Uint8Array {
    return this.raw(this.u32())
  }

  text(): string {
    return decodeText(this.block())
  }

  /** Nothing may be left over. */
  end(): void {
    if (this.remaining !== 0) throw new MalformedBytes(`${this.remaining} bytes too many`)
  }

  #advance(length: number): number {
    const at = this.#offset
    if (length > this.#end - at) throw new MalformedBytes(`${length} bytes wanted, ${this.#end - at} left`)
    this.#offset = at + length
    return at
  }
}

/** Well-formed UTF-8 only. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new MalformedBytes('text that is not well-formed UTF-8')
  }
}
