import { hostError } from '../../host/host-error.ts'
import { type Deferred, deferred } from '../../platform/deferred.ts'
import { AeroFailure } from '../../platform/failure.ts'
import type { Recording, TracePiece } from '../../platform/trace/recording.ts'
import type { TraceConfiguration } from '../../platform/trace/trace.ts'
import { ENGINE_BUILD } from './engine-build.ts'
import { nextTask } from './next-task.ts'
import type {
  FutureId,
  JudgedReplay,
  NextChoice,
  ReplayStanding,
  RunMoment,
  RunNews,
  RunOrder,
  RunResult,
  RunTask,
  TraceFile,
} from './worker/replay-messages.ts'

/** A recording that is still being added to: what is there when it is handed over is what counts. */
export interface RecordedRun {
  readonly configuration: TraceConfiguration
  readonly recording: Recording & { readonly pieces: readonly TracePiece[] }
}

export type ProgressListener = (standing: ReplayStanding) => void

/** Copied to the worker in so many at a time: a page that draws must not stand still for it. */
const PIECES_AT_ONCE = 5_000

interface Call {
  readonly answer: Deferred<RunResult>
  readonly progress: ProgressListener
}

/**
 * One recorded run in a worker of its own, with every future that is cut from it, for as long as it is kept: replayed, looked at, gone on with
 * otherwise, written down. Nothing of it touches a live node. Tasks are done one after another; each rejects with AERO_TRACE_… where what was
 * handed over is no trace of a run, and with AERO_REPLAY_CLOSED once the run is closed.
 */
export class KeptRun {
  readonly #worker: Worker
  readonly #calls = new Map<number, Call>()
  #lastCall = 0
  #broken: AeroFailure | null = null

  private constructor(hand: (order: (message: RunOrder) => void) => void | Promise<void>) {
    // In one expression: that is how the build finds the worker's script.
    this.#worker = new Worker(new URL('./worker/replay-worker.ts', import.meta.url), { type: 'module', name: 'AeroDB replay' })
    this.#worker.onmessage = ({ data }: MessageEvent<RunNews>) => this.#heard(data)
    this.#worker.onerror = (event) => {
      const cause = (event.message ?? '') === '' ? 'its script did not load' : event.message
      this.#end(new AeroFailure(hostError('AERO_HOST_WORKER_FAILED', `the replay broke: ${cause}`, { cause })))
    }
    const order = (message: RunOrder): void => this.#worker.postMessage(message)
    Promise.resolve()
      .then(() => hand(order))
      .then(() => order({ kind: 'allSaid' }))
      .catch((thrown: unknown) => this.#end(thrown instanceof AeroFailure ? thrown : notATrace(thrown)))
  }

  /** Of what a program hands over as a trace, whatever it may be. */
  static ofTrace(trace: unknown): KeptRun {
    return new KeptRun((order) => order({ kind: 'trace', engine: ENGINE_BUILD, trace }))
  }

  /** Of a file, compressed or not, whatever is in it. */
  static ofFile(file: Blob): KeptRun {
    return new KeptRun((order) => order({ kind: 'file', engine: ENGINE_BUILD, file }))
  }

  /** Of what has been recorded so far. */
  static ofRecording({ configuration, recording }: RecordedRun): KeptRun {
    const { disks, complete, pieces } = recording
    const { length } = pieces
    return new KeptRun(async (order) => {
      order({ kind: 'recording', engine: ENGINE_BUILD, header: { configuration, disks, complete } })
      for (let first = 0; first < length; first += PIECES_AT_ONCE) {
        order({ kind: 'pieces', pieces: pieces.slice(first, Math.min(length, first + PIECES_AT_ONCE)) })
        await nextTask()
      }
    })
  }

  /** Lives a future again, and compares every effect and digest with what was recorded. */
  async replay(future: FutureId, progress: ProgressListener): Promise<JudgedReplay> {
    const result = await this.#do({ kind: 'replay', future }, progress)
    return result.kind === 'replayed' ? result.replay : unexpected(result)
  }

  /** A future as the content of a file: a trace, compressed where it is large. */
  async write(future: FutureId, progress: ProgressListener): Promise<TraceFile> {
    const result = await this.#do({ kind: 'write', future }, progress)
    return result.kind === 'written' ? result.file : unexpected(result)
  }

  /** Where a future stands after `step` of its steps; null where another look was asked for before this one was there. */
  async look(future: FutureId, step: number): Promise<RunMoment | null> {
    const result = await this.#do({ kind: 'look', future, step })
    if (result.kind === 'givenUp') return null
    return result.kind === 'seen' ? result.moment : unexpected(result)
  }

  /** Another future, which begins where this one stands after `step` of its steps. Both are kept. */
  async cut(future: FutureId, step: number): Promise<{ readonly future: FutureId; readonly moment: RunMoment }> {
    const result = await this.#do({ kind: 'cut', future, step })
    return result.kind === 'cut' ? result : unexpected(result)
  }

  /** What happens next in a branch. Rejects with AERO_TRACE_CHOICE_IMPOSSIBLE. */
  async take(future: FutureId, choice: NextChoice): Promise<RunMoment> {
    const result = await this.#do({ kind: 'take', future, choice })
    return result.kind === 'seen' ? result.moment : unexpected(result)
  }

  /** Ends its worker, whatever that is at. */
  close(): void {
    this.#end(AeroFailure.refusing('AERO_REPLAY_CLOSED', 'the replay was stopped'))
  }

  #do(task: RunTask, progress: ProgressListener = () => undefined): Promise<RunResult> {
    if (this.#broken !== null) return Promise.reject(this.#broken)
    this.#lastCall++
    const answer = deferred<RunResult>()
    this.#calls.set(this.#lastCall, { answer, progress })
    this.#worker.postMessage({ kind: 'do', call: this.#lastCall, task } satisfies RunOrder)
    return answer.promise
  }

  #heard(news: RunNews): void {
    const call = this.#calls.get(news.call)
    if (call === undefined) return
    if (news.kind === 'progress') {
      call.progress(news)
      return
    }
    this.#calls.delete(news.call)
    if (news.kind === 'done') call.answer.resolve(news.result)
    else call.answer.reject(new AeroFailure(news.error))
  }

  #end(why: AeroFailure): void {
    this.#broken ??= why
    this.#worker.terminate()
    for (const { answer } of this.#calls.values()) answer.reject(why)
    this.#calls.clear()
  }
}

function notATrace(thrown: unknown): AeroFailure {
  const cause = thrown instanceof Error ? thrown.message : String(thrown)
  return AeroFailure.refusing('AERO_TRACE_NOT_JSON', `this is no trace: ${cause}`)
}

function unexpected({ kind }: RunResult): never {
  throw new Error(`a replay answered with ${kind}`)
}
