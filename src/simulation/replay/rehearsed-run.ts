import type { Hash128 } from '../../aerodb/digest.ts'
import { nodeName } from '../../aerodb/ids.ts'
import { GUARDS, type Guards } from '../../aerodb/rules/guards.ts'
import type { Trace } from '../../platform/trace/trace.ts'
import type { Choice } from '../choice.ts'
import { ImpossibleChoice } from '../impossible-choice.ts'
import { SimulatedCluster } from '../simulated-cluster.ts'
import { runTrace } from './record-run.ts'
import { Replay } from './replay.ts'
import type { ReplayReport } from './replay-report.ts'
import { RunRecorder } from './run-recorder.ts'

export const ENGINE = 'rehearsed'
export const RUN_NODES = ['n1', 'n2', 'n3'].map(nodeName)
const [n1] = [nodeName('n1')]

/** A cluster of three whose run is recorded: every node started, and nothing under way. */
export class RehearsedRun {
  readonly cluster: SimulatedCluster
  readonly #recorder = new RunRecorder()
  readonly #options

  constructor(hash: Hash128, sync: 'each' | 'group' = 'each') {
    this.#options = { hash, nodes: RUN_NODES, primary: n1, sync, recorder: this.#recorder }
    this.cluster = new SimulatedCluster(this.#options)
    for (const name of RUN_NODES) this.cluster.start(name)
    this.cluster.settle()
  }

  /** What is not possible when its turn comes is left out. */
  take(choices: readonly Choice[]): this {
    for (const choice of choices) {
      if ('from' in choice && choice.from === choice.to) continue
      if ('a' in choice && choice.a === choice.b) continue
      try {
        this.cluster.take(choice)
      } catch (thrown) {
        if (!(thrown instanceof ImpossibleChoice)) throw thrown
      }
    }
    return this
  }

  trace(): Trace {
    return runTrace(this.#options, this.#recorder, ENGINE)
  }
}

/** Replays to the end. */
export function replayed(hash: Hash128, trace: Trace, guards: Guards = GUARDS): ReplayReport {
  const replay = new Replay({ hash, guards, engine: ENGINE }, trace)
  for (;;) {
    const progress = replay.advance(1_000)
    if (progress.kind === 'ended') return progress.report
  }
}
