import { deferred } from '../../../platform/deferred.ts'
import { errorOf } from '../../../platform/failure.ts'
import { loadHash128 } from '../../../platform/hashing.ts'
import { parseTrace, readTrace } from '../../../platform/trace/read-trace.ts'
import type { TracePiece } from '../../../platform/trace/recording.ts'
import type { Trace } from '../../../platform/trace/trace.ts'
import { nextTask } from '../next-task.ts'
import { textOfFile } from './read-file.ts'
import type { RunNews, RunOrder, RunResult, RunTask } from './replay-messages.ts'
import { type RunOptions, RunSession } from './run-session.ts'
import { ListedSteps, PiecedSteps } from './run-steps.ts'

/** The entry of a worker that holds one run, and all the futures that are cut from it. It is ended from outside. */

type Opening = Extract<RunOrder, { readonly kind: 'trace' | 'file' | 'recording' }>

let opening: Opening | null = null
const pieces: TracePiece[] = []
const handedOver = deferred<Promise<RunSession>>()
/** Tasks are done one after another, and wait for the run. */
let lastTask: Promise<unknown> = handedOver.promise.catch(() => undefined)
/** The newest look that was asked for: an older one is given up. */
let newestLook = 0

addEventListener('message', ({ data }: MessageEvent<RunOrder>) => {
  switch (data.kind) {
    case 'trace':
    case 'file':
    case 'recording':
      opening = data
      return
    case 'pieces':
      for (const piece of data.pieces) pieces.push(piece)
      return
    case 'allSaid':
      handedOver.resolve(open(opening))
      return
    case 'do': {
      const { call, task } = data
      if (task.kind === 'look') newestLook = call
      lastTask = lastTask.then(() => carryOut(call, task))
    }
  }
})

function post(news: RunNews): void {
  postMessage(news)
}

async function open(order: Opening | null): Promise<RunSession> {
  if (order === null) throw new Error('no run was handed over')
  const options: RunOptions = { hash: await loadHash128(), engine: order.engine }
  if (order.kind === 'recording') {
    const { configuration, ...recording } = order.header
    return new RunSession(options, { engine: order.engine, configuration }, new PiecedSteps({ ...recording, pieces }))
  }
  const trace: Trace = order.kind === 'trace' ? readTrace(order.trace) : parseTrace(await textOfFile(order.file))
  return new RunSession(options, trace, new ListedSteps(trace.steps))
}

/** Never rejects: what goes wrong is told to whoever asked. */
async function carryOut(call: number, task: RunTask): Promise<void> {
  try {
    post({ call, kind: 'done', result: await resultOf(await handedOver.promise, call, task) })
  } catch (thrown) {
    post({ call, kind: 'refused', error: errorOf(thrown) })
  }
}

async function resultOf(run: RunSession, call: number, task: RunTask): Promise<RunResult> {
  switch (task.kind) {
    case 'replay':
      return { kind: 'replayed', replay: run.replay(task.future, (standing) => post({ call, kind: 'progress', ...standing })) }
    case 'write':
      return { kind: 'written', file: await run.write(task.future, (standing) => post({ call, kind: 'progress', ...standing })) }
    case 'look': {
      const moment = await run.look(task.future, task.step, async () => {
        await nextTask()
        return newestLook === call
      })
      return moment === null ? { kind: 'givenUp' } : { kind: 'seen', moment }
    }
    case 'cut':
      return { kind: 'cut', ...(await run.cut(task.future, task.step)) }
    case 'take':
      return { kind: 'seen', moment: run.take(task.future, task.choice) }
  }
}
