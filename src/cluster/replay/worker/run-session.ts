import type { Hash128 } from '../../../aerodb/digest.ts'
import { nodeName } from '../../../aerodb/ids.ts'
import { GUARDS } from '../../../aerodb/rules/guards.ts'
import type { FactSink } from '../../../invariants/fact.ts'
import { AeroFailure } from '../../../platform/failure.ts'
import { generatedCommand } from '../../../platform/generated-write.ts'
import type { TraceHeader, Weakening } from '../../../platform/trace/trace.ts'
import { ImpossibleChoice } from '../../../simulation/impossible-choice.ts'
import { Branch } from '../../../simulation/replay/branch.ts'
import { Replay } from '../../../simulation/replay/replay.ts'
import type { ReplayReport } from '../../../simulation/replay/replay-report.ts'
import { PRODUCTION_ENGINE, type SearchedEngine } from '../../../simulation/search/cluster-model.ts'
import { engineWithout, listening, removableNamed } from '../../../simulation/search/rules/take-away.ts'
import type { FutureId, JudgedReplay, NextChoice, Parting, ReplayStanding, RunMoment, TraceFile } from './replay-messages.ts'
import { endOfBranch, momentOf } from './run-moment.ts'
import { BranchedSteps, type RunSteps } from './run-steps.ts'
import { RunWitness } from './run-witness.ts'
import { writeTrace } from './write-trace.ts'

/** So many between two looks at the clock. */
const SLICE_STEPS = 256
const PROGRESS_MILLIS = 100
const UNHEARD: FactSink = () => undefined

export interface RunOptions {
  readonly hash: Hash128
  /** The build that replays. */
  readonly engine: string
}

/** One way in which a run went, or goes, on. `branch`: null for the one that was recorded. */
interface Future {
  readonly trunk: RunSteps
  readonly branch: Branch | null
}

/** A replay that stands somewhere in a future: a later moment of it is reached from here. */
interface Cursor {
  readonly future: FutureId
  readonly replay: Replay
  step: number
}

/**
 * One recorded run and all the futures that were cut from it: each can be replayed, looked at where it stood at any step, cut again, and written
 * down as a trace of its own.
 */
export class RunSession {
  readonly #options: RunOptions
  readonly #header: TraceHeader
  readonly #engine: SearchedEngine
  readonly #futures: Future[]
  #cursor: Cursor | null = null

  /** @throws AeroFailure AERO_TRACE_RULE_UNKNOWN */
  constructor(options: RunOptions, header: TraceHeader, recorded: RunSteps) {
    this.#options = options
    this.#header = header
    this.#engine = engineOf(header)
    this.#futures = [{ trunk: recorded, branch: null }]
  }

  /** @throws AeroFailure AERO_TRACE_MALFORMED, AERO_TRACE_STEP_IMPOSSIBLE, AERO_TRACE_TOO_LARGE */
  replay(id: FutureId, tell: (standing: ReplayStanding) => void): JudgedReplay {
    const { without } = this.#header
    const passes = without === undefined ? 1 : 2
    const told = (pass: number) => (standing: ReplayStanding) => tell({ ...standing, share: (pass + standing.share) / passes })
    const witness = new RunWitness()
    const run = this.#replayOf(id, this.#engine, (fact) => witness.take(fact, run.taken))
    const report = this.#toEnd(id, run, told(0))
    // Where it ends is what is looked at next.
    this.#cursor = { future: id, replay: run, step: report.steps }
    const breach = witness.breach(run.threwAt)
    return {
      ...report,
      invariants: witness.verdicts(),
      ...(breach === null ? {} : { breach }),
      ...(without === undefined ? {} : { weakened: { without, parting: this.#parting(id, without, told(1)) } }),
    }
  }

  /** Where the engine as it is goes another way than it did without the rule. */
  #parting(id: FutureId, { guard }: Weakening, tell: (standing: ReplayStanding) => void): Parting | null {
    const refusals: { readonly step: number; readonly code: string }[] = []
    const engine = listening((name) => {
      if (name === guard) refusals.push({ step: run.taken, code: GUARDS[name].code })
    })
    const run = this.#replayOf(id, engine)
    const { firstDifference } = this.#toEnd(id, run, tell)
    if (firstDifference === undefined) return null
    return { ...firstDifference, refusal: refusals.find(({ step }) => step === firstDifference.step)?.code ?? null }
  }

  #replayOf(id: FutureId, searched: SearchedEngine, sink: FactSink = UNHEARD): Replay {
    const { hash, engine } = this.#options
    const positions = this.#header.without === undefined ? 'whereMoved' : 'everyStep'
    return new Replay({ hash, ...searched, engine, sink, positions }, { ...this.#header, steps: this.#stepsOf(id) })
  }

  #toEnd(id: FutureId, run: Replay, tell: (standing: ReplayStanding) => void): ReplayReport {
    const { length } = this.#stepsOf(id)
    let toldMillis = performance.now()
    for (;;) {
      const progress = run.advance(SLICE_STEPS)
      if (progress.kind === 'ended') return progress.report
      const now = performance.now()
      if (now - toldMillis < PROGRESS_MILLIS) continue
      toldMillis = now
      const { steps, digests } = progress
      tell({ steps, digests, share: steps / Math.max(1, length) })
    }
  }

  /** A branch is written down as a run of the build that it was made by. */
  async write(id: FutureId, tell: (standing: ReplayStanding) => void): Promise<TraceFile> {
    const steps = this.#stepsOf(id)
    const header = this.#future(id).branch === null ? this.#header : { ...this.#header, engine: this.#options.engine }
    return writeTrace(header, steps, (written) =>
      tell({ steps: written, digests: 0, share: written / Math.max(1, steps.length) }),
    )
  }

  /**
   * Where the future stands after `step` steps, or at its end, or at the first difference, whichever comes first. `pause` is awaited now and
   * then, and says whether to go on; null where it said no.
   */
  async look(id: FutureId, step: number, pause: () => Promise<boolean>): Promise<RunMoment | null> {
    const steps = this.#stepsOf(id)
    const { branch } = this.#future(id)
    if (branch !== null && step >= steps.length) return endOfBranch(branch, steps)
    const cursor = await this.#reach(id, step, pause)
    return cursor === null ? null : momentOf(cursor.replay.cluster, steps, cursor.step)
  }

  /**
   * Another future, from `step` on.
   * @throws AeroFailure AERO_TRACE_NOT_REACHED where the run differs before that from what was recorded, or is shorter
   */
  async cut(id: FutureId, step: number): Promise<{ readonly future: FutureId; readonly moment: RunMoment }> {
    const trunk = this.#stepsOf(id)
    const cursor = await this.#reach(id, step, async () => true)
    if (cursor === null) throw new Error('a cut was given up')
    if (cursor.replay.differs || cursor.step !== step) throw notReached(step, cursor)
    this.#cursor = null
    const { configuration } = this.#header
    const environment = { hash: this.#options.hash, ...this.#engine }
    const branch = new Branch({ environment, configuration, replayed: cursor.replay.cluster, cutAt: cursor.step })
    const future = this.#futures.push({ trunk, branch }) - 1
    return { future, moment: endOfBranch(branch, this.#stepsOf(future)) }
  }

  /**
   * What happens next in a branch.
   * @throws AeroFailure AERO_TRACE_CHOICE_IMPOSSIBLE
   */
  take(id: FutureId, choice: NextChoice): RunMoment {
    const { branch } = this.#future(id)
    if (branch === null) throw impossibleChoice('what was recorded stays as it is: cut a branch from it')
    try {
      carryOut(branch, choice)
    } catch (thrown) {
      throw thrown instanceof ImpossibleChoice ? impossibleChoice(thrown.message) : thrown
    }
    if (this.#cursor?.future === id) this.#cursor = null
    return endOfBranch(branch, this.#stepsOf(id))
  }

  /** A replay that stands at `step`; at its end or its first difference, where that comes before. */
  async #reach(id: FutureId, step: number, pause: () => Promise<boolean>): Promise<Cursor | null> {
    const cursor = this.#cursorBefore(id, step)
    // Where a step is none, the replay stands nowhere.
    this.#cursor = null
    while (cursor.step < step) {
      const progress = cursor.replay.advance(Math.min(SLICE_STEPS, step - cursor.step))
      cursor.step = progress.kind === 'ended' ? progress.report.steps : progress.steps
      if (progress.kind === 'ended') break
      if (!(await pause())) return null
    }
    this.#cursor = cursor
    return cursor
  }

  #cursorBefore(future: FutureId, step: number): Cursor {
    if (this.#cursor !== null && this.#cursor.future === future && this.#cursor.step <= step) return this.#cursor
    return { future, replay: this.#replayOf(future, this.#engine), step: 0 }
  }

  #stepsOf(id: FutureId): RunSteps {
    const { trunk, branch } = this.#future(id)
    return branch === null ? trunk : new BranchedSteps(trunk, branch.cutAt, branch.steps())
  }

  #future(id: FutureId): Future {
    const future = this.#futures[id]
    if (future === undefined) throw new Error(`no future ${id}`)
    return future
  }
}

/** By what the run was recorded, and is lived again. */
function engineOf({ without }: TraceHeader): SearchedEngine {
  if (without === undefined) return PRODUCTION_ENGINE
  const removed = removableNamed(without)
  if (removed !== null) return engineWithout(removed)
  const { rule, guard } = without
  const what = guard === null ? 'a mutation that breaks it' : `the guard ${guard}`
  throw AeroFailure.refusing(
    'AERO_TRACE_RULE_UNKNOWN',
    `it was recorded without ${rule}, and this build has no ${rule} with ${what}`,
    { rule, guard },
  )
}

function carryOut({ cluster, cutAt }: Branch, choice: NextChoice): void {
  switch (choice.kind) {
    case 'settle':
      cluster.settle()
      return
    case 'writeNote':
      cluster.command(nodeName(choice.node), generatedCommand({ kind: 'note', index: cutAt + cluster.steps }))
      return
    default:
      cluster.take(choice)
  }
}

function notReached(step: number, { replay, step: reached }: Cursor): AeroFailure {
  const why = replay.differs ? `differs from what was recorded at step ${reached}` : `has ${reached} steps`
  return AeroFailure.refusing('AERO_TRACE_NOT_REACHED', `no branch can begin after step ${step}: the run ${why}`, {
    step,
    reached,
  })
}

function impossibleChoice(why: string): AeroFailure {
  return AeroFailure.refusing('AERO_TRACE_CHOICE_IMPOSSIBLE', `this can't happen now: ${why}`)
}
