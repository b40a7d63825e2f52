import { hostError } from '../../host/host-error.ts'
import { deferred } from '../../platform/deferred.ts'
import { AeroFailure } from '../../platform/failure.ts'
import type { Recording, TracePiece } from '../../platform/trace/recording.ts'
import type { TraceConfiguration } from '../../platform/trace/trace.ts'
import { ENGINE_BUILD } from './engine-build.ts'
import type { JudgedReplay, ReplayNews, ReplayOrder, ReplayStanding } from './worker/replay-messages.ts'

/** A recording that is still being added to: what is there when it is handed over is what counts. */
export interface RecordedRun {
  readonly configuration: TraceConfiguration
  readonly recording: Recording & { readonly pieces: readonly TracePiece[] }
}

/** Work under way in a worker of its own. */
export interface ReplayRun<Result> {
  /** Rejects with AERO_TRACE_… where what was handed over is no trace, and with AERO_REPLAY_CANCELLED after `cancel`. */
  readonly done: Promise<Result>
  cancel(): void
}

/** A trace as the content of a file, and how many steps it has. */
export interface TraceFile {
  readonly file: Blob
  readonly steps: number
}

export type ProgressListener = (standing: ReplayStanding) => void

/** Copied to the worker in so many at a time: a page that draws must not stand still for it. */
const PIECES_AT_ONCE = 5_000

/** Replays a trace, whatever it may be: what is none is refused. */
export function replayTrace(trace: unknown, progress: ProgressListener): ReplayRun<JudgedReplay> {
  return inWorker(replayedBy, progress, (worker) => {
    try {
      order(worker, { kind: 'trace', engine: ENGINE_BUILD, trace })
    } catch (thrown) {
      const cause = thrown instanceof Error ? thrown.message : String(thrown)
      throw AeroFailure.refusing('AERO_TRACE_NOT_JSON', `this is no trace: ${cause}`)
    }
    order(worker, { kind: 'allSaid' })
  })
}

/** Replays what has happened so far. */
export function replayRecording(run: RecordedRun, progress: ProgressListener): ReplayRun<JudgedReplay> {
  return inWorker(replayedBy, progress, (worker) => handOver(worker, run, 'replay'))
}

/** What has happened so far, as a file: a trace, compressed where it is large. */
export function writeRecording(run: RecordedRun): ReplayRun<TraceFile> {
  return inWorker(
    (news) => (news.kind === 'written' ? { file: news.file, steps: news.steps } : null),
    () => undefined,
    (worker) => handOver(worker, run, 'write'),
  )
}

function replayedBy(news: ReplayNews): JudgedReplay | null {
  return news.kind === 'replayed' ? news.replay : null
}

/** `result` takes what it waits for from the news; null from any other. */
function inWorker<Result>(
  result: (news: ReplayNews) => Result | null,
  progress: ProgressListener,
  hand: (worker: Worker) => void | Promise<void>,
): ReplayRun<Result> {
  const { promise, resolve, reject } = deferred<Result>()
  const worker = new Worker(new URL('./worker/replay-worker.ts', import.meta.url), { type: 'module', name: 'AeroDB replay' })
  worker.onmessage = ({ data }: MessageEvent<ReplayNews>) => {
    if (data.kind === 'progress') progress(data)
    else if (data.kind === 'refused') reject(new AeroFailure(data.error))
    else {
      const found = result(data)
      if (found !== null) resolve(found)
    }
  }
  worker.onerror = (event) => {
    const cause = event.message === '' ? 'its script did not load' : event.message
    reject(new AeroFailure(hostError('AERO_HOST_WORKER_FAILED', `the replay broke: ${cause}`, { cause })))
  }
  Promise.resolve()
    .then(() => hand(worker))
    .catch(reject)
  return {
    done: promise.finally(() => worker.terminate()),
    cancel: () => reject(AeroFailure.refusing('AERO_REPLAY_CANCELLED', 'the replay was cancelled')),
  }
}

async function handOver(worker: Worker, { configuration, recording }: RecordedRun, work: 'replay' | 'write'): Promise<void> {
  const { disks, complete, pieces } = recording
  order(worker, { kind: 'recording', work, header: { engine: ENGINE_BUILD, configuration, disks, complete } })
  const { length } = pieces
  for (let first = 0; first < length; first += PIECES_AT_ONCE) {
    order(worker, { kind: 'pieces', pieces: pieces.slice(first, Math.min(length, first + PIECES_AT_ONCE)) })
    await nextTask()
  }
  order(worker, { kind: 'allSaid' })
}

function order(worker: Worker, message: ReplayOrder): void {
  worker.postMessage(message)
}

/** Resolves once the page has done what else was waiting. */
export async function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  const { promise, resolve } = deferred<void>()
  port1.onmessage = () => resolve()
  port2.postMessage(null)
  await promise
  port1.close()
}
