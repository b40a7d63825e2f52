import { DIGEST_BYTES, type Digest, type Hash128 } from '../aerodb/digest.ts'
import type { Evidence } from '../aerodb/error.ts'
import { Chronicle } from './chronicle/chronicle.ts'
import type { Concern } from './concern.ts'
import { Excuses } from './excuses.ts'
import type { Fact } from './fact.ts'
import { type Heard, Hearing } from './hearing.ts'
import type { Bench, Invariant, Sitting } from './invariant.ts'
import { INVARIANTS } from './invariants.ts'
import { memoryDigest, SharedPart } from './shared-part.ts'
import type { Breach, InvariantVerdict } from './verdict.ts'

/** An invariant, by its place in the list, and how it hears: one that only looks changes nothing that it remembers. */
interface Listener {
  readonly index: number
  readonly how: 'remembering' | 'looking'
  readonly hears: readonly Heard[]
}

/**
 * Judges a run as it happens, by every invariant. Takes each fact once, in order; a fork judges another future of the same past. It never
 * asks a node anything.
 */
export class Judge {
  readonly #hearing: Hearing<Listener>
  readonly #chronicle: Chronicle
  /** A case of the judge that this one was forked from is taken over, unchanged, until it hears something. */
  readonly #cases: Case[]
  readonly #excuses: SharedPart<Excuses>
  #isBreached: boolean
  /** Stands on the cases that are this judge's alone. */
  #seat: object = {}

  constructor(invariants: readonly Invariant[] = INVARIANTS, from: Judge | null = null) {
    this.#hearing = from === null ? hearingOf(invariants) : from.#hearing
    this.#chronicle = from === null ? new Chronicle() : from.#chronicle.fork()
    this.#isBreached = from === null ? false : from.#isBreached
    this.#excuses = from === null ? new SharedPart(new Excuses()) : from.#excuses.fork()
    this.#cases =
      from === null
        ? invariants.map((invariant) => new Case(this, this.#seat, invariant.id, new SharedPart(invariant.open())))
        : from.#cases.slice()
  }

  get chronicle(): Chronicle {
    return this.#chronicle
  }

  take(fact: Fact): void {
    for (const { index, how } of this.#hearing.of(fact)) {
      const heard = this.#case(index)
      if (heard === undefined) continue
      const { sitting } = heard
      if (how === 'remembering') sitting.own.take(fact, heard)
      else sitting.seen.take(fact, heard)
    }
    if (this.#excuses.seen.hears(fact)) this.#excuses.own.take(fact, this.#chronicle)
    this.#chronicle.take(fact)
  }

  /** What damage explains a breach of `invariant`, by having struck any of these; null where none does. */
  excuse(invariant: string, about: readonly Concern[]): string | null {
    for (const concern of about) {
      const excuse = this.#excuses.seen.for(invariant, concern, this.#chronicle)
      if (excuse !== null) return excuse
    }
    return null
  }

  /** The first breach that nothing excuses; null while there is none. */
  get breach(): Breach | null {
    if (!this.#isBreached) return null
    return this.#cases.find(({ breached }) => breached !== null)?.breached ?? null
  }

  /** A case has found what nothing excuses. */
  noteBreach(): void {
    this.#isBreached = true
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
    this.#seat = {}
    return new Judge([], this)
  }

  /** Equal for two judges that will judge every future alike. How often something was checked is no part of it. */
  digest(hash: Hash128): Digest {
    const breached = this.#cases.filter((heard) => heard.breached !== null).map(({ id }) => id)
    const parts = [
      ...this.#chronicle.digests(hash),
      ...this.#cases.map(({ sitting }) => sitting.digest(hash)),
      this.#excuses.digest(hash),
      memoryDigest(hash, breached),
    ]
    const bytes = new Uint8Array(parts.length * DIGEST_BYTES)
    for (const [index, part] of parts.entries()) bytes.set(part, index * DIGEST_BYTES)
    return hash(bytes)
  }

  #case(index: number): Case | undefined {
    const found = this.#cases[index]
    if (found === undefined || found.seat === this.#seat) return found
    const own = found.fork(this, this.#seat)
    this.#cases[index] = own
    return own
  }
}

/** One invariant before this judge: its sitting, and what came of it. */
class Case implements Bench {
  readonly judge: Judge
  readonly seat: object
  readonly id: string
  readonly sitting: SharedPart<Sitting>
  checks = 0
  breached: Breach | null = null
  excused: Breach | null = null

  constructor(judge: Judge, seat: object, id: string, sitting: SharedPart<Sitting>) {
    this.judge = judge
    this.seat = seat
    this.id = id
    this.sitting = sitting
  }

  get chronicle(): Chronicle {
    return this.judge.chronicle
  }

  check(): void {
    this.checks += 1
  }

  breach(about: readonly Concern[], evidence: Evidence): void {
    const excusedBy = this.judge.excuse(this.id, about)
    const breach: Breach = { invariant: this.id, about: about.map(({ node }) => node), evidence, excusedBy }
    if (excusedBy !== null) {
      this.excused ??= breach
      return
    }
    this.breached ??= breach
    this.judge.noteBreach()
  }

  /** Before another judge. */
  fork(judge: Judge, seat: object): Case {
    const fork = new Case(judge, seat, this.id, this.sitting.fork())
    fork.checks = this.checks
    fork.breached = this.breached
    fork.excused = this.excused
    return fork
  }
}

/** Of every list of invariants that was ever judged by: a judge is opened for each run. */
const HEARINGS = new WeakMap<readonly Invariant[], Hearing<Listener>>()

function hearingOf(invariants: readonly Invariant[]): Hearing<Listener> {
  const known = HEARINGS.get(invariants)
  if (known !== undefined) return known
  const listeners = invariants.flatMap(({ hears, looksAt = [] }, index): readonly Listener[] => [
    { index, how: 'remembering', hears },
    { index, how: 'looking', hears: looksAt },
  ])
  const hearing = new Hearing(listeners)
  HEARINGS.set(invariants, hearing)
  return hearing
}
