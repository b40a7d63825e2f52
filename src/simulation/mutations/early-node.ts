import { DIGEST_BYTES, type Digest } from '../../aerodb/digest.ts'
import type { Effect, PersistPurpose } from '../../aerodb/effect.ts'
import type { BatchId } from '../../aerodb/ids.ts'
import type { Input } from '../../aerodb/input.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'
import type { Position } from '../../aerodb/observation.ts'
import { WrappedNode } from './wrapped-node.ts'

type Persist = Extract<Effect, { readonly kind: 'persist' }>
type Answer = Extract<Effect, { readonly kind: 'answer' }>

/** What it takes for durable when it is handed to the disk, and whether its clients still hear of it only once it is. */
export interface Early {
  readonly purpose: PersistPurpose
  readonly answers: 'early' | 'onceDurable'
}

/** Commits are visible, acknowledged and shipped before they are durable. (WAL-8) */
export const EARLY_COMMITS: Early = { purpose: 'primaryAppend', answers: 'early' }

/**
 * Takes a batch for durable when it is handed to the disk: what is in it is visible, shipped or reported at once. A batch of commits (WAL-8; LOG-11 where
 * only shipping is early), of received records (READ-5) or of a start (RECOVERY-9). The disk still gets one batch at a time.
 */
export class EarlyNode extends WrappedNode {
  readonly #early: Early
  /** Taken for durable, and not yet so; the first is with the disk. */
  readonly #pending: Persist[]
  /** Of another kind, and behind those: the node waits for it honestly. */
  #honest: Persist | null
  /** Answers that wait for the batch that was pending when they were given. */
  #held: readonly { readonly batch: BatchId; readonly answer: Answer }[]

  constructor(inner: DatabaseNode, early: Early, from: EarlyNode | null = null) {
    super(inner)
    this.#early = early
    this.#pending = from === null ? [] : [...from.#pending]
    this.#honest = from === null ? null : from.#honest
    this.#held = from === null ? [] : from.#held
  }

  step(input: Input): readonly Effect[] {
    const effects: Effect[] = []
    if (input.kind === 'batchDurable' && this.#pending[0]?.id === input.id) {
      this.#pending.shift()
      effects.push(...this.#held.filter(({ batch }) => batch === input.id).map(({ answer }) => answer))
      this.#held = this.#held.filter(({ batch }) => batch !== input.id)
      this.#handOver(effects)
    } else if (input.kind === 'batchFailed' && this.#pending[0]?.id === input.id) {
      effects.push({
        kind: 'stop',
        error: { code: 'AERO_MUTATION_CAUGHT_OUT', severity: 'BUG', message: 'it was said to be durable' },
      })
    } else this.#take(input, effects)
    return effects
  }

  /** What it takes for durable is still on its way. */
  override position(): Position {
    const position = this.inner.position()
    return this.#pending.length === 0 ? position : { ...position, batchInFlight: true }
  }

  fork(): EarlyNode {
    return new EarlyNode(this.inner.fork(), this.#early, this)
  }

  /** What is pending follows from how many batches the node has persisted, and from how many of them are left. */
  digest(): Digest {
    const digest = this.inner.digest().slice()
    digest[0] = (digest[0] ?? 0) ^ this.#pending.length
    digest[1] = (digest[1] ?? 0) ^ this.#held.length
    digest[DIGEST_BYTES - 1] = (digest[DIGEST_BYTES - 1] ?? 0) ^ (this.#honest === null ? 0 : 1)
    return digest
  }

  #take(input: Input, effects: Effect[]): void {
    const early: BatchId[] = []
    for (const effect of this.inner.step(input)) {
      const pending = this.#pending.at(-1)
      if (effect.kind === 'answer' && this.#early.answers === 'onceDurable' && pending !== undefined) {
        this.#held = [...this.#held, { batch: pending.id, answer: effect }]
      } else if (effect.kind !== 'persist') effects.push(effect)
      else if (effect.purpose === this.#early.purpose) {
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
