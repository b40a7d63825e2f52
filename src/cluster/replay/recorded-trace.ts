import { recordedSteps } from '../../platform/trace/recording.ts'
import { TRACE_FORMAT, TRACE_VERSION, type Trace } from '../../platform/trace/trace.ts'
import { ENGINE_BUILD } from './engine-build.ts'
import type { RecordedRun } from './kept-run.ts'
import { nextTask } from './next-task.ts'

/** So many at a time: a page that draws must not stand still for it. */
const STEPS_AT_ONCE = 5_000

/**
 * What has happened so far, as a trace.
 * @throws AeroFailure AERO_TRACE_INCOMPLETE, AERO_TRACE_DISK_TOO_LARGE
 */
export async function recordedTrace({ configuration, recording }: RecordedRun): Promise<Trace> {
  const steps: unknown[] = []
  const { length } = recording.pieces
  for (const step of recordedSteps({ ...recording, pieces: recording.pieces.slice(0, length) })) {
    steps.push(step)
    if (steps.length % STEPS_AT_ONCE === 0) await nextTask()
  }
  return { format: TRACE_FORMAT, version: TRACE_VERSION, engine: ENGINE_BUILD, configuration, steps }
}
