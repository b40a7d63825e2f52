import { STRUCTURAL_RULES, type StructuralRule } from '../../../aerodb/rules/structural-rules.ts'
import type { Chronicle } from '../../../invariants/chronicle/chronicle.ts'
import type { Fact } from '../../../invariants/fact.ts'
import { Hearing } from '../../../invariants/hearing.ts'
import type { Watch } from '../../../invariants/sometimes/sometimes.ts'
import {
  APPEND_ONLY,
  CHAIN_DIGEST,
  DURABLE_BEFORE_VISIBLE,
  NUMBERED_BY_PRIMARY,
  ONE_BATCH,
  SHIPPED_DURABLE,
  WINDOW,
} from './of-commits.ts'
import {
  APPLIED_ONCE_DURABLE,
  ATOMIC,
  BOUND_DECIDES,
  FIXED_BOUND,
  HALTED_SERVES_NOTHING,
  IMMUTABLE,
  STALENESS,
} from './of-reads.ts'
import { DURABLE_HALT, NEW_INCARNATION, PURE_RECOVERY, TOMBSTONES_COUNT } from './of-starts.ts'
import type { Situation } from './situation.ts'

/** Where each structural rule decides. A rule that none of these tells of does not compile. */
const SITUATIONS: { readonly [Rule in StructuralRule]: Situation } = {
  'WAL-8': DURABLE_BEFORE_VISIBLE,
  'WAL-9': APPEND_ONLY,
  'WAL-10': ONE_BATCH,
  'WAL-11': CHAIN_DIGEST,
  'MVCC-1': BOUND_DECIDES,
  'MVCC-2': IMMUTABLE,
  'MVCC-3': FIXED_BOUND,
  'MVCC-5': ATOMIC,
  'MVCC-6': TOMBSTONES_COUNT,
  'LOG-11': SHIPPED_DURABLE,
  'LOG-12': WINDOW,
  'MODEL-7': NUMBERED_BY_PRIMARY,
  'MODEL-8': HALTED_SERVES_NOTHING,
  'READ-5': APPLIED_ONCE_DURABLE,
  'READ-6': STALENESS,
  'RECOVERY-7': PURE_RECOVERY,
  'RECOVERY-8': DURABLE_HALT,
  'RECOVERY-9': NEW_INCARNATION,
}

const HEARING = new Hearing(STRUCTURAL_RULES.map((rule, index) => ({ rule, hears: SITUATIONS[rule].hears, index })))

/** Which structural rules have decided something in one run. Each is looked for only until it has. */
export class RulesDecided {
  readonly rules = new Set<StructuralRule>()
  /** Null for one that has. */
  readonly #watches: (Watch | null)[] = STRUCTURAL_RULES.map((rule) => SITUATIONS[rule].open())

  /** To be told of a fact before the chronicle is. */
  take(fact: Fact, chronicle: Chronicle): void {
    for (const { rule, index } of HEARING.of(fact)) {
      if (this.#watches[index]?.(fact, chronicle) !== true) continue
      this.rules.add(rule)
      this.#watches[index] = null
    }
  }
}
