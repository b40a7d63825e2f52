import { create } from 'zustand'
import type { KeptRun } from '../../cluster/replay/kept-run.ts'
import type { FutureId, JudgedReplay, ReplayStanding, RunMoment } from '../../cluster/replay/worker/replay-messages.ts'
import type { Weakening } from '../../platform/trace/trace.ts'
import type { FailureReport } from '../commands/failure.ts'

/** Each holds a worker of its own, and a whole run. */
export const RUNS_KEPT = 6

/** What is known of how a future replays. */
export type Verdict =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'replaying'; readonly standing: ReplayStanding }
  | { readonly kind: 'judged'; readonly replay: JudgedReplay }
  /** It is no trace of a run, or could not be replayed. */
  | { readonly kind: 'refused'; readonly report: FailureReport }
  | { readonly kind: 'stopped' }

/** One way in which a run went, or goes, on. */
export interface Future {
  readonly id: FutureId
  /** What it was cut from, and after how many steps; null for what was recorded. */
  readonly cut: { readonly from: FutureId; readonly step: number } | null
  readonly verdict: Verdict
  /** Where it ends; null while that is not known. */
  readonly end: RunMoment | null
}

export interface Run {
  readonly id: number
  readonly name: string
  readonly kept: KeptRun
  /** The recorded one first. */
  readonly futures: readonly Future[]
  readonly shown: FutureId
  /** Where the future that is shown stood at the step that was chosen; null where none was chosen, or it is not known yet. */
  readonly moment: RunMoment | null
}

interface RunsState {
  /** Newest first. */
  readonly runs: readonly Run[]
  /** How far an export of the live run has come: null where none is under way. */
  readonly exporting: number | null
  readonly lastId: number
  /** Kept a moment ago and not looked at yet. */
  readonly newest: number | null
  readonly seen: () => void
  /** Cut a moment ago and not looked at yet. */
  readonly newestBranch: { readonly run: number; readonly future: FutureId } | null
  readonly branched: (run: number, future: FutureId) => void
  readonly seenBranch: () => void
  readonly add: (name: string, kept: KeptRun) => number
  readonly remove: (id: number) => void
  readonly change: (id: number, change: (run: Run) => Partial<Run>) => void
  readonly setExporting: (share: number | null) => void
}

/** Runs that were verified or imported, and the branches that were cut from them. They outlive the cluster that they were recorded of. */
export const useRuns = create<RunsState>((set, get) => ({
  runs: [],
  exporting: null,
  lastId: 0,
  newest: null,
  newestBranch: null,

  add(name, kept) {
    const id = get().lastId + 1
    const recorded: Future = { id: 0, cut: null, verdict: { kind: 'unasked' }, end: null }
    set({
      lastId: id,
      newest: id,
      runs: [{ id, name, kept, futures: [recorded], shown: recorded.id, moment: null }, ...get().runs],
    })
    return id
  },
  remove(id) {
    set({ runs: get().runs.filter((run) => run.id !== id) })
  },
  change(id, change) {
    set({ runs: get().runs.map((run) => (run.id === id ? { ...run, ...change(run) } : run)) })
  },
  seen() {
    set({ newest: null })
  },
  branched(run, future) {
    set({ newestBranch: { run, future } })
  },
  seenBranch() {
    set({ newestBranch: null })
  },
  setExporting(exporting) {
    set({ exporting })
  },
}))

/** The futures of a run, one of them changed. */
export function withFuture(run: Run, id: FutureId, change: Partial<Future>): Pick<Run, 'futures'> {
  return { futures: run.futures.map((future) => (future.id === id ? { ...future, ...change } : future)) }
}

export function futureOf({ futures }: Pick<Run, 'futures'>, id: FutureId): Future | null {
  return futures.find((future) => future.id === id) ?? null
}

/** The rule that a run's engine did without, where one was taken away; null before it has been replayed, too. */
export function weakeningOf({ futures }: Pick<Run, 'futures'>): Weakening | null {
  const judged = futures.map(({ verdict }) => (verdict.kind === 'judged' ? verdict.replay.weakened?.without : undefined))
  return judged.find((without) => without !== undefined) ?? null
}

/** What a future is called. */
export function futureName({ id, cut }: Pick<Future, 'id' | 'cut'>): string {
  return cut === null ? 'As recorded' : `Branch ${id}`
}
