import type { Outcome } from '../../aerodb/command.ts'
import type { HaltReason } from '../../aerodb/observation.ts'
import { GUARDS } from '../../aerodb/rules/guards.ts'
import { STRUCTURAL_RULES } from '../../aerodb/rules/structural-rules.ts'
import { manifestIn } from '../../invariants/chronicle/readings.ts'
import type { Fact } from '../../invariants/fact.ts'
import { SOMETIMES } from '../../invariants/sometimes/occurrences.ts'
import { BEYOND_NODES, RULES_OF_OPERATION } from './rules-of-operation.ts'
import { FAULT_NAMES } from './weather.ts'

/** How often runs came to each rule, refusal, halt, fault and occurrence, by name. */
export type ReachCounts = Readonly<Record<string, number>>

const SNAPSHOTS = 'takes a transfer of a snapshot: a later stage'

/** Every reason that a node can halt for, with why no run can come to it; null where runs must. */
const HALTS: { readonly [Reason in HaltReason]: string | null } = {
  WalGapDetected: null,
  HistoryDivergence: null,
  AuthorityAmbiguity: null,
  WalCorruption: null,
  SnapshotIntegrityFailure: SNAPSHOTS,
  SnapshotBoundaryMismatch: SNAPSHOTS,
  ConfigurationError: null,
}

/** What is said when a disk fails, which is no guard's. */
const DISK_CODES: { readonly [code: string]: string | null } = {
  AERO_DISK_BATCH_ABORTED: null,
  AERO_DISK_OUTCOME_UNKNOWN:
    'said to its host by a node that stops, and no observation: what brings it about is the fault failUnknown',
}

/** Rules, and codes of rules, that no run can come to as things stand, and why. Whatever else is not reached is a gap in the swarm. */
const OUT_OF_REACH: Readonly<Record<string, string>> = {
  'DOC-5': 'takes a log of 2^53 records',
  AERO_WAL_COMMIT_ORDER:
    'on a link LOG-8 says it by a code of its own; on a disk the checksum and the header of a batch give away first whatever could break the order',
  'LOG-14': 'takes a Primary that has truncated its log: a later stage',
}

const NAMES = { rule: new Map<string, string>(), code: new Map<string, string>() }

/** As counts name it. Each is put together once: refusals are many, and what they name is little. */
function nameOf(what: keyof typeof NAMES, which: string): string {
  const known = NAMES[what].get(which)
  if (known !== undefined) return known
  const name = `${what} ${which}`
  NAMES[what].set(which, name)
  return name
}

/** Counts, over one run, what it came to. */
export class Reach {
  readonly #counts = new Map<string, number>()

  take(fact: Fact): void {
    if (fact.kind === 'answered') {
      if (fact.outcome.kind === 'rejected' || fact.outcome.kind === 'refused') this.#refused(fact.outcome)
      return
    }
    if (fact.kind === 'landed') {
      const halt = fact.batch.putManifest === null ? null : manifestIn(fact.batch.putManifest)?.halt
      if (halt !== null && halt !== undefined) this.#rule(halt)
      return
    }
    if (fact.kind !== 'observed') return
    const { observation } = fact
    if (observation.kind === 'frameRefused' || observation.kind === 'sessionRefused') this.#rule(observation)
    else if (observation.kind === 'startRefused') this.#rule(observation.error)
    else if (observation.kind === 'halted') {
      this.#rule(observation.halt)
      this.count(`halt ${observation.halt.reason}`)
    }
  }

  count(name: string, times = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + times)
  }

  get counts(): ReachCounts {
    return Object.fromEntries(this.#counts)
  }

  #refused({ error }: Extract<Outcome, { readonly kind: 'rejected' | 'refused' }>): void {
    this.#rule(error)
  }

  /** A refusal may rest on another rule, which its evidence names. */
  #rule({ rule, code, evidence }: { readonly rule?: string; readonly code: string; readonly evidence?: unknown }): void {
    if (rule !== undefined) this.count(nameOf('rule', rule))
    this.count(nameOf('code', code))
    if (typeof evidence !== 'object' || evidence === null || !('violated' in evidence)) return
    if (typeof evidence.violated === 'string') this.count(nameOf('rule', evidence.violated))
    if ('code' in evidence && typeof evidence.code === 'string') this.count(nameOf('code', evidence.code))
  }
}

export interface Unreached {
  readonly name: string
  /** Why it can't be; null where the swarm has a gap. */
  readonly reason: string | null
}

/** All that the swarm has to reach, by name, with the reason where it can't. A refusal counts by its code as well as by its rule. */
function expected(): ReadonlyMap<string, string | null> {
  const guards = Object.values(GUARDS)
  const within = guards.flatMap(({ rule, code }) => {
    const reason = OUT_OF_REACH[rule] ?? null
    return [[`rule ${rule}`, reason] as const, [`code ${code}`, OUT_OF_REACH[code] ?? reason] as const]
  })
  const others = [
    ...STRUCTURAL_RULES.map((rule) => `rule ${rule}`),
    ...FAULT_NAMES.map((name) => `fault ${name}`),
    ...SOMETIMES.map(({ id }) => `sometimes ${id}`),
  ]
  const above = Object.entries(RULES_OF_OPERATION).flatMap(([rule, code]) => [`rule ${rule}`, `code ${code}`])
  const disks = Object.entries(DISK_CODES).map(([code, reason]) => [`code ${code}`, reason] as const)
  const halts = Object.entries(HALTS).map(([halt, reason]) => [`halt ${halt}`, reason] as const)
  return new Map([
    ...within,
    ...disks,
    ...halts,
    ...others.map((name) => [name, null] as const),
    ...above.map((name) => [name, BEYOND_NODES] as const),
  ])
}

export function unreached(counts: ReachCounts): readonly Unreached[] {
  return [...expected()].filter(([name]) => (counts[name] ?? 0) === 0).map(([name, reason]) => ({ name, reason }))
}

export function addReach(a: ReachCounts, b: ReachCounts): ReachCounts {
  const sum: Record<string, number> = { ...a }
  for (const [name, count] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + count
  return sum
}
