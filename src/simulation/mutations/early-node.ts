import type { Digest } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import type { BatchId } from '../../aerodb/ids.ts'
import type { Input } from '../../aerodb/input.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'
import { WrappedNode } from './wrapped-node.ts'

type Persist = Extract<Effect, { readonly kind: 'persist' }>

/**
 * Breaks WAL-8: it takes a batch of commits for durable when it is handed to the disk, so that they are visible, acknowledged and shipped at once.
 * The disk still gets one batch at a time.
 */
export class EarlyNode extends WrappedNode {
  /** Taken for durable, and not yet so; the first is with the disk. */
  readonly #pending: Persist[]
  /** Of another kind, and behind those: the node waits for it honestly. */
  #honest: Persist | null

  constructor(inner: DatabaseNode, pending: readonly Persist[] = [], honest: Persist | null = null) {
    super(inner)
    this.#pending = [...pending]
    this.#honest = honest
  }

  step(input: Input): readonly Effect[] {
    const effects: Effect[] = []
    if (input.kind === 'batchDurable' && this.#pending[0]?.id === input.id) {
      this.#pending.shift()
      this.#handOver(effects)
    } else if (input.kind === 'batchFailed' && this.#pending[0]?.id === input.id) {
      effects.push({
        kind: 'stop',
        error: { code: 'AERO_MUTATION_CAUGHT_OUT', severity: 'BUG', message: 'it was said to be durable' },
      })
    } else this.#take(input, effects)
    return effects
  }

  fork(): EarlyNode {
    return new EarlyNode(this.inner.fork(), this.#pending, this.#honest)
  }

  digest(): Digest {
    return this.inner.digest()
  }

  #take(input: Input, effects: Effect[]): void {
    const early: BatchId[] = []
    for (const effect of this.inner.step(input)) {
      if (effect.kind !== 'persist') effects.push(effect)
      else if (effect.purpose === 'primaryAppend') {
        this.#pending.push(effect)
        if (this.#pending.length === 1) effects.push(effect)
        early.push(effect.id)
      } else {
        this.#honest = effect
        this.#handOver(effects)
      }
    }
    for (const id of early) this.#take({ kind: 'batchDurable', id }, effects)
  }

  #handOver(effects: Effect[]): void {
    const [next] = this.#pending
    if (next !== undefined) effects.push(next)
    else if (this.#honest !== null) {
      effects.push(this.#honest)
      this.#honest = null
    }
  }
}
