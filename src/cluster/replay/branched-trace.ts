import { wholeAt } from '../../platform/trace/field-readers.ts'
import { parseTrace } from '../../platform/trace/read-trace.ts'
import type { Trace } from '../../platform/trace/trace.ts'
import { KeptRun } from './kept-run.ts'
import { nextChoicesOf } from './next-choice.ts'
import { textOfFile } from './worker/read-file.ts'
import { RECORDED } from './worker/replay-messages.ts'

/**
 * Another future of a run: its first `step` steps, and then what the choices make of it.
 * @throws AeroFailure AERO_TRACE_… where it is no trace of a run, the run doesn't come to that step, or a choice can't be had in its turn
 */
export async function branchedTrace(trace: unknown, step: unknown, choices: unknown): Promise<Trace> {
  const [cutAt, chosen] = [wholeAt('step', step, 0), nextChoicesOf(choices)]
  const run = KeptRun.ofTrace(trace)
  try {
    const { future } = await run.cut(RECORDED, cutAt)
    for (const choice of chosen) await run.take(future, choice)
    const { file } = await run.write(future, () => undefined)
    return parseTrace(await textOfFile(file))
  } finally {
    run.close()
  }
}
