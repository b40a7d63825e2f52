import type { Digest } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { Input } from '../../aerodb/input.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'
import type { Position } from '../../aerodb/observation.ts'
import { WrappedNode } from './wrapped-node.ts'

/** What a node of some name does in place of what it should; a part that is absent is sound. */
export interface Fault {
  /** `sound` hands the input to the node within and returns what it does. */
  readonly step?: (input: Input, sound: () => readonly Effect[], name: NodeName | null) => readonly Effect[]
  readonly position?: (position: Position, name: NodeName | null) => Position
}

/** Any fault at all, on the nodes that it is for. What a fault remembers is its own affair: a fork shares it, and no digest tells. */
export class FaultyNode extends WrappedNode {
  readonly #fault: Fault
  /** Known from the start on. */
  #name: NodeName | null

  constructor(inner: DatabaseNode, fault: Fault, name: NodeName | null = null) {
    super(inner)
    this.#fault = fault
    this.#name = name
  }

  step(input: Input): readonly Effect[] {
    if (input.kind === 'start') this.#name = input.configuration.node
    const sound = () => this.inner.step(input)
    return this.#fault.step?.(input, sound, this.#name) ?? sound()
  }

  override position(): Position {
    const position = this.inner.position()
    return this.#fault.position?.(position, this.#name) ?? position
  }

  fork(): FaultyNode {
    return new FaultyNode(this.inner.fork(), this.#fault, this.#name)
  }

  digest(): Digest {
    return this.inner.digest()
  }
}
