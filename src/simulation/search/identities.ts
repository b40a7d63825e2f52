import { digestHex, type Hash128 } from '../../aerodb/digest.ts'

/** Small numbers for values, the same for equal ones. An object that comes again costs a look into a table. */
export class Identities {
  readonly #ofObject = new WeakMap<object, number>()
  readonly #ofText = new Map<string, number>()

  ofText(text: string): number {
    const known = this.#ofText.get(text)
    if (known !== undefined) return known
    this.#ofText.set(text, this.#ofText.size)
    return this.#ofText.size - 1
  }

  ofBytes(hash: Hash128, bytes: Uint8Array): number {
    return this.ofObject(bytes, () => `bytes ${digestHex(hash(bytes))}`)
  }

  /** `textOf` says all of an object that never changes. */
  ofObject<Value extends object>(value: Value, textOf: (value: Value) => string): number {
    const known = this.#ofObject.get(value)
    if (known !== undefined) return known
    const number = this.ofText(textOf(value))
    this.#ofObject.set(value, number)
    return number
  }
}
