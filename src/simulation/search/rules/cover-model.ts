import type { Digest, Hash128 } from '../../../aerodb/digest.ts'
import { ENGINE_THROWS } from '../breaches.ts'
import { ClusterModel, type Moment, type SearchedEngine } from '../cluster-model.ts'
import type { Model } from '../model.ts'
import { possibleSteps, type Step } from '../possible-steps.ts'
import type { Scope } from '../scope.ts'

/** One history, lived by two engines. */
export interface PairedMoment {
  /** Without the rule, and without those that are said to cover it. */
  readonly bare: Moment
  /** Without those alone: it takes the same steps, but for those that are impossible where the rule is kept. */
  readonly kept: Moment
  readonly digest: Digest
  /** What is broken without the rule, and is not with it. */
  readonly wrong: string | null
}

const NOTHING: readonly string[] = []

/**
 * A rule that breaks nothing alone is covered by others if, without them, it is what keeps a history from going wrong. Both engines take the same steps:
 * wrong is an invariant that breaks without all of them, and that holds where only the others are gone.
 */
export class CoverModel implements Model<PairedMoment, Step> {
  readonly #hash: Hash128
  readonly #scope: Scope
  readonly #bare: ClusterModel
  readonly #kept: ClusterModel

  constructor(hash: Hash128, scope: Scope, bare: SearchedEngine, kept: SearchedEngine) {
    this.#hash = hash
    this.#scope = scope
    this.#bare = new ClusterModel(hash, scope, bare)
    this.#kept = new ClusterModel(hash, scope, kept)
  }

  initial(): PairedMoment {
    return this.#pair(this.#bare.initial(), this.#kept.initial())
  }

  /** Until a node has thrown: what is broken with the rule too ends nothing. */
  labels({ bare, wrong }: PairedMoment): readonly Step[] {
    if (wrong !== null || bare.wrong === ENGINE_THROWS) return []
    return possibleSteps(bare.cluster, this.#scope, bare.allowance.left)
  }

  take(from: PairedMoment, step: Step): PairedMoment | null {
    const bare = this.#bare.take(from.bare, step)
    if (bare === null) return null
    const kept = from.kept.wrong === ENGINE_THROWS ? null : this.#kept.take(from.kept, step)
    return this.#pair(bare, kept ?? from.kept)
  }

  digest({ digest }: PairedMoment): Digest {
    return digest
  }

  violation({ wrong }: PairedMoment): string | null {
    return wrong
  }

  #pair(bare: Moment, kept: Moment): PairedMoment {
    const brokenAnyway = brokenIn(kept)
    const wrong = brokenIn(bare).find((what) => !brokenAnyway.includes(what)) ?? null
    return { bare, kept, digest: this.#hash(bare.digest, kept.digest), wrong }
  }
}

function brokenIn({ wrong, past }: Moment): readonly string[] {
  if (wrong === null) return NOTHING
  if (wrong === ENGINE_THROWS) return [ENGINE_THROWS]
  return past.judge.verdicts().flatMap(({ id, holds, excusedBy }) => (holds || excusedBy !== undefined ? [] : [id]))
}
