import type { Digest, Hash128 } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import type { Input } from '../../aerodb/input.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'
import { WrappedNode } from './wrapped-node.ts'

const encoder = new TextEncoder()

/**
 * Around a node that hashes a record without the digest before it (WAL-11). Such a node's digest no longer tells its histories apart, so this one says what
 * it was asked and what lies in its log.
 */
export class ChainlessNode extends WrappedNode {
  readonly #hash: Hash128
  #asked: Digest

  constructor(inner: DatabaseNode, hash: Hash128, asked: Digest = new Uint8Array(16)) {
    super(inner)
    this.#hash = hash
    this.#asked = asked
  }

  step(input: Input): readonly Effect[] {
    if (input.kind === 'command') this.#asked = this.#hash(this.#asked, encoder.encode(JSON.stringify(input)))
    return this.inner.step(input)
  }

  fork(): ChainlessNode {
    return new ChainlessNode(this.inner.fork(), this.#hash, this.#asked)
  }

  digest(): Digest {
    return this.#hash(this.#hash(this.inner.digest(), this.#asked), this.inner.walBytes())
  }
}
