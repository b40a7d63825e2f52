import { u32At, u64At } from './little-endian.ts'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes that are not what they should be. Thrown by ByteReader, caught where the bytes entered; never leaves the engine. */
export class MalformedBytes extends Error {}

/** Reads little-endian values and never past the end. Every method throws MalformedBytes. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #offset: number
  readonly #end: number

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes
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
    return this.#bytes[this.#advance(1)] ?? 0
  }

  u16(): number {
    const at = this.#advance(2)
    return (this.#bytes[at] ?? 0) | ((this.#bytes[at + 1] ?? 0) << 8)
  }

  u32(): number {
    return u32At(this.#bytes, this.#advance(4))
  }

  /** A safe integer; a larger number is malformed. */
  u64(): number {
    const value = u64At(this.#bytes, this.#advance(8))
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
