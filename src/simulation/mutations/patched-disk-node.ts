import type { Digest } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import type { Input } from '../../aerodb/input.ts'
import { WrappedNode } from './wrapped-node.ts'

/** Breaks RECOVERY-7: where the log does not verify, it leaves out the last batch, and the one before it, until it does. */
export class PatchedDiskNode extends WrappedNode {
  step(input: Input): readonly Effect[] {
    if (input.kind !== 'start') return this.inner.step(input)
    let patched = input
    while (patched.disk.batches.length > 1 && isRefused(this.inner.fork().step(patched))) {
      patched = { ...patched, disk: { ...patched.disk, batches: patched.disk.batches.slice(0, -1) } }
    }
    return this.inner.step(patched)
  }

  fork(): PatchedDiskNode {
    return new PatchedDiskNode(this.inner.fork())
  }

  digest(): Digest {
    return this.inner.digest()
  }
}

function isRefused(effects: readonly Effect[]): boolean {
  return effects.some(
    (effect) =>
      effect.kind === 'observe' && effect.observation.kind === 'startRefused' && effect.observation.error.rule === 'RECOVERY-5',
  )
}
