import { KeptRun } from '../../cluster/replay/kept-run.ts'
import { type FutureId, type NextChoice, RECORDED, type TraceFile } from '../../cluster/replay/worker/replay-messages.ts'
import type { Trace } from '../../platform/trace/trace.ts'
import { announceFailure, carryOut } from '../commands/command.ts'
import { reportOf } from '../commands/failure.ts'
import { counted } from '../design/counted.ts'
import { announce } from '../design/toast-queue.ts'
import { clockText } from '../events/clock-text.ts'
import { useExplorer } from '../store/explorer-store.ts'
import { futureName, futureOf, RUNS_KEPT, type Run, useRuns, withFuture } from './runs-store.ts'

/** Replays what has happened on the page so far; the cluster goes on meanwhile. */
export async function verifyLiveRun(): Promise<void> {
  showRuns()
  if (isFull()) return
  const recorded = await carryOut('This run can’t be verified', (cluster) => cluster.recorded())
  if (recorded === null) return
  keep(`${useExplorer.getState().view?.clusterId ?? ''}, at ${clockText(Date.now()).slice(0, 8)}`, KeptRun.ofRecording(recorded))
}

/** Replays whatever was handed over, if it is a trace. */
export function importFile(file: File): void {
  showRuns()
  if (!isFull()) keep(file.name, KeptRun.ofFile(file))
}

/** A history that a search found, as a run to be looked into. */
export function openHistory(name: string, trace: Trace): void {
  showRuns()
  if (!isFull()) keep(name, KeptRun.ofTrace(trace))
}

/** Saves what has happened on the page so far as a file. */
export async function exportLiveRun(): Promise<void> {
  const { exporting, setExporting } = useRuns.getState()
  if (exporting !== null) return
  setExporting(0)
  try {
    const recorded = await carryOut('The trace was not exported', (cluster) => cluster.recorded())
    if (recorded === null) return
    const kept = KeptRun.ofRecording(recorded)
    try {
      save(await kept.write(RECORDED, ({ share }) => setExporting(share)), useExplorer.getState().view?.clusterId ?? 'run')
    } finally {
      kept.close()
    }
  } catch (thrown) {
    announceFailure('The trace was not exported', thrown)
  } finally {
    setExporting(null)
  }
}

/** Saves one future of a kept run as a file. */
export async function exportFuture(run: Run, future: FutureId): Promise<void> {
  try {
    const name = future === RECORDED ? run.name : `${run.name} branch ${future}`
    save(await run.kept.write(future, () => undefined), name)
  } catch (thrown) {
    announceFailure('The trace was not exported', thrown)
  }
}

/** Lives a future again, from its first step to its last. */
export async function verifyFuture({ id, kept }: Run, future: FutureId): Promise<void> {
  const { change } = useRuns.getState()
  change(id, (run) => withFuture(run, future, { verdict: { kind: 'replaying', standing: { steps: 0, digests: 0, share: 0 } } }))
  try {
    const replay = await kept.replay(future, (standing) =>
      change(id, (run) => withFuture(run, future, { verdict: { kind: 'replaying', standing } })),
    )
    const end = await kept.look(future, replay.steps)
    change(id, (run) => withFuture(run, future, { verdict: { kind: 'judged', replay }, end }))
  } catch (thrown) {
    const report = reportOf(thrown)
    const verdict = report.code === CLOSED ? ({ kind: 'stopped' } as const) : ({ kind: 'refused', report } as const)
    change(id, (run) => withFuture(run, future, { verdict }))
  }
}

const CLOSED = 'AERO_REPLAY_CLOSED'

/** Ends what its worker is at. It can be looked at no more. */
export function stop({ kept }: Run): void {
  kept.close()
}

export function forget({ id, kept }: Run): void {
  kept.close()
  useRuns.getState().remove(id)
}

/** Shows a future, and where it stood after `step` of its steps. */
export async function look({ id, kept }: Run, future: FutureId, step: number): Promise<void> {
  const { change } = useRuns.getState()
  change(id, ({ shown, moment }) => ({ shown: future, moment: shown === future ? moment : null }))
  try {
    const moment = await kept.look(future, step)
    if (moment !== null) change(id, ({ shown }) => (shown === future ? { moment } : {}))
  } catch (thrown) {
    announceFailure('The step can’t be shown', thrown)
  }
}

/** Another future from there on, which is shown. */
export async function cut({ id, kept }: Run, from: FutureId, step: number): Promise<void> {
  try {
    const { future, moment } = await kept.cut(from, step)
    const { change, branched } = useRuns.getState()
    change(id, ({ futures }) => ({
      futures: [...futures, { id: future, cut: { from, step: moment.step }, verdict: { kind: 'unasked' }, end: moment }],
      shown: future,
      moment,
    }))
    branched(id, future)
  } catch (thrown) {
    announceFailure('No branch was cut', thrown)
  }
}

/** What happens next in a branch. What was said of how it replays was said of a shorter one. */
export async function take({ id, kept }: Run, future: FutureId, choice: NextChoice): Promise<void> {
  try {
    const moment = await kept.take(future, choice)
    useRuns
      .getState()
      .change(id, (run) => ({ ...withFuture(run, future, { end: moment, verdict: { kind: 'unasked' } }), moment }))
  } catch (thrown) {
    announceFailure('It did not happen', thrown)
  }
}

function showRuns(): void {
  useExplorer.getState().openSide('runs')
}

function isFull(): boolean {
  if (useRuns.getState().runs.length < RUNS_KEPT) return false
  announce({
    tone: 'neutral',
    title: `${RUNS_KEPT} runs are kept`,
    detail: 'Each holds a worker and a whole run. Close one first.',
  })
  return true
}

function keep(name: string, kept: KeptRun): void {
  const id = useRuns.getState().add(name, kept)
  const run = useRuns.getState().runs.find((each) => each.id === id)
  if (run !== undefined) void verifyFuture(run, RECORDED).then(() => tell(id))
}

/** To whoever looks elsewhere by now. */
function tell(id: number): void {
  const run = useRuns.getState().runs.find((each) => each.id === id)
  const future = run === undefined ? null : futureOf(run, RECORDED)
  if (run === undefined || future?.verdict.kind !== 'judged' || useExplorer.getState().side === 'runs') return
  const { identical, steps } = future.verdict.replay
  announce({
    tone: identical ? 'done' : 'refused',
    title: `${run.name}: ${identical ? 'replays identically' : 'replays otherwise'}`,
    detail: `${futureName(future)}, ${counted(steps, 'step', 'steps')}.`,
  })
}

/** A browser may read the content of a download after it was asked for it: it says nothing when it has. */
const SAVED_MILLIS = 60_000

/** As a download. */
function save({ file, steps }: TraceFile, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  const compressed = file.type === 'application/gzip'
  link.href = url
  link.download = `${name.replace(/(\.aerodb)?\.json(\.gz)?$/, '').replace(/[^\w.-]+/g, '-')}.aerodb.json${compressed ? '.gz' : ''}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), SAVED_MILLIS)
  announce({ tone: 'done', title: 'The trace was exported', detail: `${counted(steps, 'step', 'steps')}, ${link.download}` })
}
