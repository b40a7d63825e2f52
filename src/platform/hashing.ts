import { createXXHash128 } from 'hash-wasm'
import type { Digest, Hash128 } from '../aerodb/digest.ts'

/**
 * What fits is copied into one piece: an update costs about as much as hashing a record does, and the hasher asks for the buffer behind what it
 * is given, which a small array gets only then.
 */
const JOINED_BYTES = 4096
const NOTHING = new Uint8Array(0)

/**
 * Loads xxHash128 for one host. Loading takes a promise; hashing takes none, as the engine needs it. One hasher is used again and again,
 * which is sound because a call starts and ends a hash before it returns.
 */
export async function loadHash128(): Promise<Hash128> {
  const hasher = await createXXHash128()
  const joined = new Uint8Array(JOINED_BYTES)
  const beginnings: Uint8Array[] = []
  return (first: Uint8Array, second: Uint8Array = NOTHING): Digest => {
    hasher.init()
    const length = first.length + second.length
    if (length > JOINED_BYTES) return hasher.update(first).update(second).digest('binary')
    joined.set(first)
    joined.set(second, first.length)
    beginnings[length] ??= joined.subarray(0, length)
    return hasher.update(beginnings[length]).digest('binary')
  }
}
