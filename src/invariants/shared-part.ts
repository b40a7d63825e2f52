import type { Digest, Hash128 } from '../aerodb/digest.ts'
import type { JsonValue } from '../aerodb/json.ts'

interface Part<Self> {
  /** An independent copy. */
  fork(): Self
  memory(): JsonValue
}

interface Digested {
  readonly text: string
  readonly digest: Digest
}

const encoder = new TextEncoder()

/** A part of what a judge remembers. Forks share it until one of them is about to change it, and its digest is computed anew only then. */
export class SharedPart<Kind extends Part<Kind>> {
  #part: Kind
  #isOwn: boolean
  /** Null since it may have changed. */
  #digest: Digest | null
  /** Of the memory when it was digested last: most of what may have changed it did not. */
  #digested: Digested | null

  constructor(part: Kind, isOwn = true, digested: Digested | null = null) {
    this.#part = part
    this.#isOwn = isOwn
    this.#digested = digested
    this.#digest = digested?.digest ?? null
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
    if (this.#digest !== null) return this.#digest
    const text = JSON.stringify(this.#part.memory())
    if (this.#digested?.text !== text) this.#digested = { text, digest: hash(encoder.encode(text)) }
    this.#digest = this.#digested.digest
    return this.#digest
  }

  fork(): SharedPart<Kind> {
    this.#isOwn = false
    const fork = new SharedPart(this.#part, false, this.#digested)
    fork.#digest = this.#digest
    return fork
  }
}

export function memoryDigest(hash: Hash128, memory: JsonValue): Digest {
  return hash(encoder.encode(JSON.stringify(memory)))
}
