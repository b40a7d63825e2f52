import { type Digest, digestHex } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import type { Input } from '../../aerodb/input.ts'
import { AeroNode } from '../../aerodb/node/aero-node.ts'
import type { Core } from '../../aerodb/node/core.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'
import type { Position } from '../../aerodb/observation.ts'
import { WrappedNode } from '../mutations/wrapped-node.ts'
import { rebuilt } from './rebuilt-core.ts'

/** A step of a node, as a search sees it: where it stood, what it did, and where it stands. */
interface SeenStep {
  readonly before: string
  readonly effects: readonly Effect[]
  readonly after: string
  readonly position: Position
}

/** One step of a node, and the same step of one that was rebuilt with the same digest. */
export interface TwinStep {
  readonly input: Input
  readonly node: SeenStep
  readonly twin: SeenStep
}

/** A node beside which, at each step, one is rebuilt that has its digest. Of their steps `tell` hears. */
export class TwinNode extends WrappedNode {
  readonly #core: Core
  readonly #tell: (step: TwinStep) => void

  constructor(core: Core, tell: (step: TwinStep) => void) {
    super(new AeroNode(core))
    this.#core = core
    this.#tell = tell
  }

  step(input: Input): readonly Effect[] {
    const twin = new AeroNode(rebuilt(this.#core))
    const node = seenStep(this.inner, input)
    this.#tell({ input, node, twin: seenStep(twin, input) })
    return node.effects
  }

  fork(): TwinNode {
    return new TwinNode(this.#core.fork(), this.#tell)
  }

  digest(): Digest {
    return this.inner.digest()
  }
}

function seenStep(node: DatabaseNode, input: Input): SeenStep {
  const before = digestHex(node.digest())
  const effects = node.step(input)
  return { before, effects, after: digestHex(node.digest()), position: node.position() }
}
