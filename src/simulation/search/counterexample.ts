import type { Hash128 } from '../../aerodb/digest.ts'
import { Judge } from '../../invariants/judge.ts'
import type { Breach } from '../../invariants/verdict.ts'
import type { Trace } from '../../platform/trace/trace.ts'
import type { Choice } from '../choice.ts'
import { runTrace } from '../replay/record-run.ts'
import { RunRecorder } from '../replay/run-recorder.ts'
import { SimulatedCluster } from '../simulated-cluster.ts'
import { ENGINE_THROWS } from './breaches.ts'
import { begin, clusterOptions, PRODUCTION_ENGINE, type SearchedEngine } from './cluster-model.ts'
import type { Scope } from './scope.ts'
import { stepText } from './step-text.ts'

/** A history that goes wrong, told by running it once more: with plain nodes, a judge of its own and a recorder. */
export interface Counterexample {
  /** Each step from where the scope begins, in words. */
  readonly steps: readonly string[]
  /** What was broken; empty where the run does not bear the search out, which is a bug of the search. */
  readonly invariants: readonly string[]
  /** Of the first of them; null where a node threw. */
  readonly breach: Breach | null
  readonly trace: Trace
}

/** `build`: names the engine in the trace. */
export function counterexample(
  hash: Hash128,
  scope: Scope,
  choices: readonly Choice[],
  build: string,
  engine: SearchedEngine = PRODUCTION_ENGINE,
): Counterexample {
  const options = { ...clusterOptions(hash, scope), ...engine }
  const recorder = new RunRecorder()
  const judge = new Judge()
  const cluster = new SimulatedCluster({
    ...options,
    recorder,
    sink: (fact) => judge.take(fact),
    positionEverySteps: 1,
  })
  begin(cluster, scope)
  const steps: string[] = []
  let threw = false
  for (const choice of choices) {
    steps.push(stepText(cluster, choice))
    try {
      cluster.take(choice)
    } catch (thrown) {
      steps.push(`the node throws: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
      threw = true
      break
    }
  }
  const breached = judge.verdicts().filter(({ holds, excusedBy }) => !holds && excusedBy === undefined)
  const invariants = [...(threw ? [ENGINE_THROWS] : []), ...breached.map(({ id }) => id)]
  return { steps, invariants, breach: judge.breach, trace: runTrace(options, recorder, build) }
}
