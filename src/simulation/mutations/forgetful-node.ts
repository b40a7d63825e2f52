import type { Digest } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import type { Input } from '../../aerodb/input.ts'
import { WrappedNode } from './wrapped-node.ts'

/** Breaks RECOVERY-8: it keeps a halt in memory only, and what it hands to the disk says nothing of it. */
export class ForgetfulNode extends WrappedNode {
  step(input: Input): readonly Effect[] {
    return this.inner.step(input).map((effect) => {
      if (effect.kind !== 'persist' || effect.purpose !== 'halt') return effect
      return { ...effect, batch: { ...effect.batch, putManifest: null } }
    })
  }

  fork(): ForgetfulNode {
    return new ForgetfulNode(this.inner.fork())
  }

  digest(): Digest {
    return this.inner.digest()
  }
}
