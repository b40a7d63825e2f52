import type { Digest, Hash128 } from '../aerodb/digest.ts'
import type { JsonValue } from '../aerodb/json.ts'

interface Part<Self> {
  /** An independent copy. */
  fork(): Self
  memory(): JsonValue
}

const encoder = new TextEncoder()

/** A part of what a judge remembers. Forks share it until one of them is about to change it, and its digest is computed anew only then. */
export class SharedPart<Kind extends Part<Kind>> {
  #part: Kind
  #isOwn: boolean
  #digest: Digest | null

  constructor(part: Kind, isOwn = true, digest: Digest | null = null) {
    this.#part = part
    this.#isOwn = isOwn
    this.#digest = digest
  }

  /** To be looked at, and not to be changed. */
  get seen(): Kind {
    return this.#part
  }

  /** To be changed, at once. */
  get own(): Kind {
    if (!this.#isOwn) this.#part = this.#part.fork()
    this.#isOwn = true
    this.#digest = null
    return this.#part
  }

  digest(hash: Hash128): Digest {
    this.#digest ??= memoryDigest(hash, this.#part.memory())
    return this.#digest
  }

  fork(): SharedPart<Kind> {
    this.#isOwn = false
    return new SharedPart(this.#part, false, this.#digest)
  }
}

export function memoryDigest(hash: Hash128, memory: JsonValue): Digest {
  return hash(encoder.encode(JSON.stringify(memory)))
}
