import type { Digest } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import type { Input } from '../../aerodb/input.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'
import type { Position } from '../../aerodb/observation.ts'
import { WrappedNode } from './wrapped-node.ts'

/** What stands between a sound node and the world. It remembers nothing, so a node behind it has the digest of the node within. */
export interface Translation {
  /** What the node is told in place of an input; it may ask the node as it stands. */
  readonly input: (input: Input, node: DatabaseNode) => Input
  /** What the world is told in place of an effect of that step. */
  readonly effect: (effect: Effect, input: Input, node: DatabaseNode) => Effect
  readonly position: (position: Position) => Position
}

export const FAITHFUL: Translation = {
  input: (input) => input,
  effect: (effect) => effect,
  position: (position) => position,
}

export class TranslatingNode extends WrappedNode {
  readonly #translation: Translation

  constructor(inner: DatabaseNode, translation: Translation) {
    super(inner)
    this.#translation = translation
  }

  step(input: Input): readonly Effect[] {
    const told = this.#translation.input(input, this.inner)
    return this.inner.step(told).map((effect) => this.#translation.effect(effect, input, this.inner))
  }

  override position(): Position {
    return this.#translation.position(this.inner.position())
  }

  fork(): TranslatingNode {
    return new TranslatingNode(this.inner.fork(), this.#translation)
  }

  digest(): Digest {
    return this.inner.digest()
  }
}
