import { setU32At, setU64At } from './little-endian.ts'

const encoder = new TextEncoder()

/** Writes little-endian values into a buffer that grows. `take` copies out what was written; the buffer is then used again. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>
  #length = 0

  constructor(initialBytes = 1024) {
    this.#bytes = new Uint8Array(initialBytes)
  }

  get length(): number {
    return this.#length
  }

  reset(): this {
    this.#length = 0
    return this
  }

  u8(value: number): this {
    this.#reserve(1)
    this.#bytes[this.#length] = value
    this.#length += 1
    return this
  }

  u16(value: number): this {
    this.#reserve(2)
    this.#bytes[this.#length] = value
    this.#bytes[this.#length + 1] = value >>> 8
    this.#length += 2
    return this
  }

  u32(value: number): this {
    this.#reserve(4)
    setU32At(this.#bytes, this.#length, value)
    this.#length += 4
    return this
  }

  /** `value` must be a safe integer from 0 up. */
  u64(value: number): this {
    this.#reserve(8)
    setU64At(this.#bytes, this.#length, value)
    this.#length += 8
    return this
  }

  raw(bytes: Uint8Array): this {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
    return this
  }

  /** A u32 length, then the bytes. */
  block(bytes: Uint8Array): this {
    return this.u32(bytes.length).raw(bytes)
  }

  /** A u32 length in bytes, then UTF-8. `text` must be well-formed. */
  text(text: string): this {
    this.#reserve(4 + text.length * 3)
    const { written } = encoder.encodeInto(text, this.#bytes.subarray(this.#length + 4))
    setU32At(this.#bytes, this.#length, written)
    this.#length += 4 + written
    return this
  }

  patchU32(offset: number, value: number): this {
    setU32At(this.#bytes, offset, value)
    return this
  }

  patchU64(offset: number, value: number): this {
    setU64At(this.#bytes, offset, value)
    return this
  }

  /** What was written from `start` to `end`; valid until the next write. */
  peek(start: number, end = this.#length): Uint8Array {
    return this.#bytes.subarray(start, end)
  }

  /** A copy of all that was written. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length)
  }

  #reserve(bytes: number): void {
    const wanted = this.#length + bytes
    if (wanted <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(wanted, this.#bytes.length * 2))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }
}
