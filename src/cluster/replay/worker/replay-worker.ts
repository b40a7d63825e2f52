import { GUARDS } from '../../../aerodb/rules/guards.ts'
import { Judge } from '../../../invariants/judge.ts'
import { errorOf } from '../../../platform/failure.ts'
import { loadHash128 } from '../../../platform/hashing.ts'
import { readTrace } from '../../../platform/trace/read-trace.ts'
import { recordedSteps, type TracePiece } from '../../../platform/trace/recording.ts'
import { Replay, type ReplaySource } from '../../../simulation/replay/replay.ts'
import type { RecordingHeader, ReplayNews, ReplayOrder } from './replay-messages.ts'
import { writeTrace } from './write-trace.ts'

/** The entry of a worker that replays one run, or writes one down, and is then done with. It is ended from outside to cancel. */

/** So many between two looks at the clock. */
const SLICE_STEPS = 256
const PROGRESS_MILLIS = 100

let order: Extract<ReplayOrder, { readonly kind: 'trace' | 'recording' }> | null = null
const pieces: TracePiece[] = []

addEventListener('message', ({ data }: MessageEvent<ReplayOrder>) => {
  switch (data.kind) {
    case 'trace':
    case 'recording':
      order = data
      return
    case 'pieces':
      for (const piece of data.pieces) pieces.push(piece)
      return
    case 'allSaid':
      carryOut().catch((thrown: unknown) => tell({ kind: 'refused', error: errorOf(thrown) }))
  }
})

function tell(news: ReplayNews): void {
  postMessage(news)
}

async function carryOut(): Promise<void> {
  if (order === null) throw new Error('nothing was ordered')
  if (order.kind === 'trace') {
    const trace = readTrace(order.trace)
    const steps = new Counted(trace.steps)
    await replay({ ...trace, steps }, order.engine, () => steps.taken / Math.max(1, trace.steps.length))
    return
  }
  const { header, work } = order
  const counted = new Counted(pieces)
  const steps = recordedSteps({ ...header, pieces: counted })
  if (work === 'replay') await replay({ ...header, steps }, header.engine, () => counted.taken / Math.max(1, pieces.length))
  else tell({ kind: 'written', ...(await writeTrace(header, steps)) })
}

async function replay(source: ReplaySource, engine: RecordingHeader['engine'], share: () => number): Promise<void> {
  const hash = await loadHash128()
  const judge = new Judge()
  const run = new Replay({ hash, guards: GUARDS, engine, sink: (fact) => judge.take(fact) }, source)
  let toldMillis = performance.now()
  for (;;) {
    const progress = run.advance(SLICE_STEPS)
    if (progress.kind === 'ended') {
      tell({ kind: 'replayed', replay: { ...progress.report, invariants: judge.verdicts() } })
      return
    }
    const now = performance.now()
    if (now - toldMillis < PROGRESS_MILLIS) continue
    toldMillis = now
    tell({ kind: 'progress', steps: progress.steps, digests: progress.digests, share: share() })
  }
}

/** Goes through a list once, and counts how far it has come. */
class Counted<T> implements Iterable<T> {
  readonly #items: readonly T[]
  taken = 0

  constructor(items: readonly T[]) {
    this.#items = items
  }

  *[Symbol.iterator](): Generator<T> {
    for (const item of this.#items) {
      this.taken++
      yield item
    }
  }
}
