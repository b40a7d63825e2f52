import { TRACE_FORMAT, TRACE_VERSION, type Trace } from '../../platform/trace/trace.ts'
import type { Choice } from '../choice.ts'
import type { ClusterOptions } from '../cluster-options.ts'
import { SimulatedCluster } from '../simulated-cluster.ts'
import { RunRecorder } from './run-recorder.ts'

/**
 * The trace of the run that these choices are. `engine`: the build that records it.
 * @throws ImpossibleChoice where one of them is not possible when its turn comes
 */
export function recordRun(options: ClusterOptions, choices: Iterable<Choice>, engine: string): Trace {
  const recorder = new RunRecorder()
  const cluster = new SimulatedCluster({ ...options, recorder })
  for (const choice of choices) cluster.take(choice)
  return runTrace(options, recorder, engine)
}

export function runTrace({ nodes, primary, sync }: ClusterOptions, recorder: RunRecorder, engine: string): Trace {
  return {
    format: TRACE_FORMAT,
    version: TRACE_VERSION,
    engine,
    configuration: { nodes, primary, sync },
    steps: recorder.steps(),
  }
}
