import type { Hash128 } from '../../aerodb/digest.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import type { Trace } from '../../platform/trace/trace.ts'
import { parseAim } from '../at-operation/aim.ts'
import { type OperationsReport, strikeEveryOperation } from '../at-operation/every-operation.ts'
import { LARGE_WORKLOADS } from '../at-operation/large-workloads.ts'
import { type ScriptedWorkload, SMALL_WORKLOADS } from '../at-operation/scripted-workload.ts'
import { STRIKES, strikeName } from '../at-operation/strike.ts'
import { StruckRun } from '../at-operation/struck-run.ts'
import type { Choice } from '../choice.ts'
import { runTrace } from '../replay/record-run.ts'
import { RunRecorder } from '../replay/run-recorder.ts'
import { BROKEN_RULES, CANARIES, type Canary, catchCanary, engineWithout } from './canaries.ts'
import type { Failure } from './failure.ts'
import type { ReachCounts } from './reach.ts'
import { runSeed } from './run-seed.ts'
import { replayChoices, shrink } from './shrink.ts'

export { mergeParts } from './merge-parts.ts'
export { partText, readPart } from './part.ts'
export { stepsOfSeeds } from './steps-of-seeds.ts'
export { addReport, checksOf, gaps, NO_TOTALS } from './totals.ts'

/** How often a seed is run. `twice`: the second run has to be the first, to the digest. */
export type Times = 'once' | 'twice'

/** What came of one seed: plain data. */
export interface SeedReport {
  readonly seed: number
  /** Inputs that nodes took. */
  readonly steps: number
  readonly checks: ReachCounts
  readonly reach: ReachCounts
  readonly failure: Failure | null
}

/** A failure in as few choices as were found to bring it about, before a calm. */
export interface ShrunkReport {
  readonly seed: number
  readonly failure: Failure
  readonly choices: readonly Choice[]
  /** Runs that it took. */
  readonly attempts: number
  /** Of the run with these choices, up to where it fails. */
  readonly trace: Trace
}

/** What came of one run of a scripted workload. */
export interface StruckReport {
  readonly failure: Failure | null
  readonly choices: readonly Choice[]
  readonly steps: number
}

export interface CanaryReport {
  readonly name: string
  readonly rule: string
  /** Null where it got away. */
  readonly seed: number | null
  readonly caughtBy: string | null
}

const WORKLOADS: readonly ScriptedWorkload[] = [...SMALL_WORKLOADS, ...LARGE_WORKLOADS]

/** The swarm as a script runs it, on any thread: seeds in, plain reports out. */
export class Swarm {
  readonly #hash: Hash128
  readonly #engine: string
  readonly #broken: Canary['broken']

  private constructor(hash: Hash128, engine: string, broken: Canary['broken']) {
    this.#hash = hash
    this.#engine = engine
    this.#broken = broken
  }

  /** `engine`: the build that runs, as traces name it. `without`: the rule that its seeds do without, one of `brokenRules`; none where it is null. */
  static async open(engine: string, without: string | null = null): Promise<Swarm> {
    const name = without === null ? engine : `${engine} without ${without}`
    return new Swarm(await loadHash128(), name, without === null ? {} : engineWithout(without).broken)
  }

  static get canaryRules(): readonly string[] {
    return CANARIES.map(({ rule }) => rule)
  }

  /** Those of canaries, and what only a seed that is run twice can find. */
  static get brokenRules(): readonly string[] {
    return BROKEN_RULES
  }

  seed(seed: number, times: Times): SeedReport {
    const { run } = runSeed(this.#hash, seed, this.#broken)
    const { failure } = run
    return {
      seed,
      steps: run.cluster.steps,
      checks: Object.fromEntries(run.judge.verdicts().map(({ id, checks }) => [id, checks])),
      reach: run.reach.counts,
      failure: failure === null && times === 'twice' ? this.#difference(seed, run.digest()) : failure,
    }
  }

  /** Null where the seed does not fail. */
  shrunk(seed: number): ShrunkReport | null {
    const { run, script, storm } = runSeed(this.#hash, seed, this.#broken)
    if (run.failure === null) return null
    const { choices, failure, attempts } = shrink(script, storm, run.failure)
    const recorder = new RunRecorder()
    const { names, primary } = replayChoices({ ...script, recorder }, choices)
    const trace = runTrace({ hash: this.#hash, nodes: names, primary, sync: script.sync }, recorder, this.#engine)
    return { seed, failure, choices, attempts, trace }
  }

  canary(rule: string, from: number): CanaryReport {
    const canary = engineWithout(rule)
    const caught = catchCanary(this.#hash, canary, from)
    const caughtBy = caught === null ? null : `${caught.failure.kind} ${caught.failure.what}`
    return { name: canary.name, rule, seed: caught?.seed ?? null, caughtBy }
  }

  /** Every large workload under every kind of first strike. */
  static get strikes(): readonly { readonly workload: string; readonly strike: string }[] {
    return LARGE_WORKLOADS.flatMap(({ name }) => STRIKES.map((strike) => ({ workload: name, strike: strikeName(strike) })))
  }

  static get workloadNames(): readonly string[] {
    return WORKLOADS.map(({ name }) => name)
  }

  /** One of `strikes`, at every disk operation of its workload. */
  operations(workloadName: string, strikeText: string): OperationsReport {
    const workload = LARGE_WORKLOADS.find(({ name }) => name === workloadName)
    const strike = STRIKES.find((candidate) => strikeName(candidate) === strikeText)
    if (workload === undefined || strike === undefined) throw new Error(`no ${strikeText} on ${workloadName}`)
    return strikeEveryOperation({ ...workload, hash: this.#hash }, workload, strike)
  }

  /** One run of any workload, struck as its aim says. Null where there is no such workload, aim or operation. */
  struck(workloadName: string, aimed: string): StruckReport | null {
    const workload = WORKLOADS.find(({ name }) => name === workloadName)
    const aim = parseAim(aimed)
    if (workload === undefined || aim === null) return null
    const { run, hit } = new StruckRun({ ...workload, hash: this.#hash }, workload, aim)
    const { failure, choices } = run
    return hit ? { failure, choices, steps: run.cluster.steps } : null
  }

  #difference(seed: number, first: string): Failure | null {
    const second = runSeed(this.#hash, seed, this.#broken).run.digest()
    return first === second ? null : { kind: 'differs', what: 'the second run is not the first', evidence: { first, second } }
  }
}
