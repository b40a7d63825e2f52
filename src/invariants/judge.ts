import type { Digest, Hash128 } from '../aerodb/digest.ts'
import type { Evidence } from '../aerodb/error.ts'
import type { NodeName } from '../aerodb/ids.ts'
import { Chronicle } from './chronicle/chronicle.ts'
import { type DamageDone, excuseFor } from './excuses.ts'
import type { Fact, FactKind } from './fact.ts'
import type { Bench, Invariant, Sitting } from './invariant.ts'
import { INVARIANTS } from './invariants.ts'
import type { Breach, InvariantVerdict } from './verdict.ts'

const encoder = new TextEncoder()

/** Which invariants hear which facts, by their place in the list. */
type Hearing = ReadonlyMap<FactKind, readonly number[]>

/**
 * Judges a run as it happens, by every invariant. Takes each fact once, in order; a fork judges another future of the same past. It never
 * asks a node anything.
 */
export class Judge {
  readonly #invariants: readonly Invariant[]
  readonly #hearing: Hearing
  readonly #chronicle: Chronicle
  readonly #cases: readonly Case[]
  readonly #damages: DamageDone[]

  constructor(invariants: readonly Invariant[] = INVARIANTS, from: Judge | null = null) {
    this.#invariants = invariants
    this.#hearing = from === null ? hearingOf(invariants) : from.#hearing
    this.#chronicle = from === null ? new Chronicle() : from.#chronicle.fork()
    this.#damages = from === null ? [] : [...from.#damages]
    this.#cases = invariants.map((invariant, index) => {
      const before = from === null ? undefined : from.#cases[index]
      const sitting = before === undefined ? invariant.open() : before.sitting.fork()
      return new Case(invariant.id, sitting, this.#chronicle, this.#damages, before)
    })
  }

  get chronicle(): Chronicle {
    return this.#chronicle
  }

  take(fact: Fact): void {
    if (fact.kind === 'damaged') this.#damages.push({ node: fact.node, damage: fact.damage })
    for (const index of this.#hearing.get(fact.kind) ?? []) {
      const heard = this.#cases[index]
      heard?.sitting.take(fact, heard)
    }
    this.#chronicle.take(fact)
  }

  /** What was damaged so far that explains a breach of `invariant` on these nodes; null where nothing does. */
  excuse(invariant: string, about: readonly NodeName[]): string | null {
    return excuseFor(invariant, about, this.#damages)
  }

  /** The first breach that nothing excuses; null while there is none. */
  get breach(): Breach | null {
    for (const { breached } of this.#cases) if (breached !== null) return breached
    return null
  }

  verdicts(): readonly InvariantVerdict[] {
    return this.#cases.map(({ id, checks, breached, excused }) => {
      const worst = breached ?? excused
      if (worst === null) return { id, holds: true, checks }
      const { evidence, excusedBy } = worst
      return { id, holds: false, checks, evidence, ...(excusedBy === null ? {} : { excusedBy }) }
    })
  }

  fork(): Judge {
    return new Judge(this.#invariants, this)
  }

  /** Equal for two judges that will judge every future alike. How often something was checked is no part of it. */
  digest(hash: Hash128): Digest {
    const cases = this.#cases.map(({ sitting, breached }) => [sitting.memory(), breached !== null])
    const damages = this.#damages.map(({ node, damage }) => [node, { ...damage }])
    return hash(encoder.encode(JSON.stringify([this.#chronicle.memory(), damages, cases])))
  }
}

/** One invariant before this judge: its sitting, and what came of it. */
class Case implements Bench {
  readonly id: string
  readonly sitting: Sitting
  readonly chronicle: Chronicle
  readonly #damages: readonly DamageDone[]
  checks: number
  breached: Breach | null
  excused: Breach | null

  constructor(id: string, sitting: Sitting, chronicle: Chronicle, damages: readonly DamageDone[], before: Case | undefined) {
    this.id = id
    this.sitting = sitting
    this.chronicle = chronicle
    this.#damages = damages
    this.checks = before?.checks ?? 0
    this.breached = before?.breached ?? null
    this.excused = before?.excused ?? null
  }

  check(): void {
    this.checks += 1
  }

  breach(about: readonly NodeName[], evidence: Evidence): void {
    const excusedBy = excuseFor(this.id, about, this.#damages)
    const breach: Breach = { invariant: this.id, about, evidence, excusedBy }
    if (excusedBy === null) this.breached ??= breach
    else this.excused ??= breach
  }
}

function hearingOf(invariants: readonly Invariant[]): Hearing {
  const hearing = new Map<FactKind, number[]>()
  invariants.forEach(({ hears }, index) => {
    for (const kind of hears) {
      const heard = hearing.get(kind)
      if (heard === undefined) hearing.set(kind, [index])
      else heard.push(index)
    }
  })
  return hearing
}
