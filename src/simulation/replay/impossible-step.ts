import { AeroFailure } from '../../platform/failure.ts'
import type { TraceStep } from '../../platform/trace/step.ts'

/** What happens in a step, by its name. */
function happeningOf(step: TraceStep): string {
  return Object.keys(step).find((field) => field !== 'node') ?? 'nothing'
}

/** A step that no run can have had where it stands, whichever build recorded it: the trace is damaged, or none. */
export function impossibleStep(step: TraceStep, index: number, why: string): AeroFailure {
  const happening = happeningOf(step)
  const message = `step ${index} (${happening} of ${step.node}) can't have happened: ${why}`
  return AeroFailure.refusing('AERO_TRACE_STEP_IMPOSSIBLE', message, { step: index, node: step.node, happening, why })
}
