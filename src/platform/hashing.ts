import { createXXHash128 } from 'hash-wasm'
import type { Digest, Hash128 } from '../aerodb/digest.ts'

/**
 * Loads xxHash128 for one host. Loading takes a promise; hashing takes none, as the engine needs it. One hasher is used again and again,
 * which is sound because a call starts and ends a hash before it returns.
 */
export async function loadHash128(): Promise<Hash128> {
  const hasher = await createXXHash128()
  return (first: Uint8Array, second?: Uint8Array): Digest => {
    hasher.init()
    hasher.update(first)
    if (second !== undefined) hasher.update(second)
    return hasher.digest('binary')
  }
}
