import type { Digest } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import type { Input } from '../../aerodb/input.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'
import { WrappedNode } from './wrapped-node.ts'

const ENTROPY_COUNT_OFFSET = 12

/** Keeps every rule, and is not deterministic: the identity of a history that it begins depends on how often any node started before, in whichever run. */
export class UnsteadyNode extends WrappedNode {
  readonly #countStart: () => number

  /** `countStart`: over all runs, which is what makes each another one. */
  constructor(inner: DatabaseNode, countStart: () => number) {
    super(inner)
    this.#countStart = countStart
  }

  step(input: Input): readonly Effect[] {
    if (input.kind !== 'start') return this.inner.step(input)
    const entropy = input.entropy.slice()
    new DataView(entropy.buffer).setUint32(ENTROPY_COUNT_OFFSET, this.#countStart())
    return this.inner.step({ ...input, entropy })
  }

  fork(): UnsteadyNode {
    return new UnsteadyNode(this.inner.fork(), this.#countStart)
  }

  digest(): Digest {
    return this.inner.digest()
  }
}
