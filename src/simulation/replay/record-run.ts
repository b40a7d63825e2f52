import { TRACE_FORMAT, TRACE_VERSION, type Trace } from '../../platform/trace/trace.ts'
import type { Choice } from '../choice.ts'
import type { ClusterOptions } from '../cluster-options.ts'
import { SimulatedCluster } from '../simulated-cluster.ts'
import { RunRecorder } from './run-recorder.ts'

/**
 * The trace of the run that these choices are: how a swarm's failure or a search's violation becomes one. `engine`: the build that records it.
 * Where `options` take a guard away or put another node in the place of the engine's, a `Replay` must be given the same.
 * @throws ImpossibleChoice where one of them is not possible when its turn comes
 */
export function recordRun(options: ClusterOptions, choices: Iterable<Choice>, engine: string): Trace {
  const recorder = new RunRecorder()
  const cluster = new SimulatedCluster({ ...options, recorder })
  for (const choice of choices) cluster.take(choice)
  return runTrace(options, recorder, engine)
}

/** The trace of a run that went into a recorder of the caller's own, given to the cluster when it was made: for who chooses as the run goes. */
export function runTrace({ nodes, primary, sync }: ClusterOptions, recorder: RunRecorder, engine: string): Trace {
  return {
    format: TRACE_FORMAT,
    version: TRACE_VERSION,
    engine,
    configuration: { nodes, primary, sync },
    steps: recorder.steps(),
  }
}
