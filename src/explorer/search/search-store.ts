import { create } from 'zustand'
import { ClusterSearch } from '../../cluster/search/cluster-search.ts'
import type { FoundHistory } from '../../cluster/search/worker/search-messages.ts'
import type { SearchProgress } from '../../simulation/search/ledger.ts'
import type { Removable } from '../../simulation/search/rules/take-away.ts'
import { type Bounded, type Scope, scopeOf, scopeText } from '../../simulation/search/scope.ts'
import { announce } from '../design/toast-queue.ts'
import { useExplorer } from '../store/explorer-store.ts'
import { verdictText, verdictTone } from './verdict-text.ts'

/** Beyond that, a tab is no place to search in: `npm run search` is. */
const MOST_STATES = 1_000_000
export const MOST_WORKERS = 8

/** A search of now or of before. */
export interface SearchRun {
  readonly scope: string
  readonly kind: 'running' | 'stopped' | 'ended' | 'failed'
  readonly progress: SearchProgress | null
  readonly startedMillis: number
  /** As of the last that was heard. */
  readonly elapsedMillis: number
  readonly workers: number
  readonly found: FoundHistory | null
  readonly message: string | null
}

export type SearchView = 'search' | 'rules'

interface SearchState {
  /** Which side of it is shown: it comes back to that. */
  readonly view: SearchView
  readonly setView: (view: SearchView) => void
  readonly scope: Scope
  readonly removed: Removable | null
  readonly workers: number
  readonly run: SearchRun | null
  /** Begun a moment ago, and not looked at yet. */
  readonly isNew: boolean
  readonly seen: () => void
  /** Whether the bounds are folded together: a search makes room for what it finds. */
  readonly isFolded: boolean
  readonly setFolded: (isFolded: boolean) => void
  /** What the field that has the focus bounds. */
  readonly asked: Bounded | null
  readonly ask: (name: Bounded | null) => void
  readonly setScope: (change: Partial<Omit<Scope, 'bounds'>>) => void
  readonly setBound: (name: Bounded, count: number) => void
  readonly setRemoved: (removed: Removable | null) => void
  readonly setWorkers: (workers: number) => void
  /** Chooses the scope and the engine, and searches them. */
  readonly search: (scope: Scope, removed: Removable | null) => void
  readonly stop: () => void
}

/** What a search goes over, in one line. */
export function searchedText(scope: Scope, removed: Removable | null): string {
  return removed === null ? scopeText(scope) : `Without ${removed.rule}: ${scopeText(scope)}`
}

/** To whoever looks elsewhere by now. */
function tell(run: SearchRun | null): void {
  if (run === null || useExplorer.getState().side === 'search') return
  announce({ tone: verdictTone(run) === 'wrong' ? 'refused' : 'done', title: verdictText(run), detail: run.scope })
}

let search: ClusterSearch | null = null

/** One core is left to the page and to the live nodes. */
const FIRST_WORKERS = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency - 1))

export const useSearch = create<SearchState>((set, get) => ({
  view: 'search',
  setView: (view) => set({ view }),
  scope: scopeOf({ writes: 2, crashes: 1 }, { nodes: 3 }),
  removed: null,
  workers: FIRST_WORKERS,
  run: null,
  isNew: false,
  seen: () => set({ isNew: false }),
  isFolded: false,
  setFolded: (isFolded) => set({ isFolded }),
  asked: null,
  ask: (asked) => set({ asked }),
  setScope: (change) => set({ scope: { ...get().scope, ...change } }),
  setBound: (name, count) => set({ scope: { ...get().scope, bounds: { ...get().scope.bounds, [name]: count } } }),
  setRemoved: (removed) => set({ removed }),
  setWorkers: (workers) => set({ workers }),
  search: (scope, removed) => {
    get().stop()
    set({ scope, removed })
    const { workers } = get()
    const startedMillis = performance.now()
    const opened: SearchRun = {
      scope: searchedText(scope, removed),
      kind: 'running',
      progress: null,
      startedMillis,
      elapsedMillis: 0,
      workers,
      found: null,
      message: null,
    }
    const now = (change: Partial<SearchRun>): void => {
      const run = get().run ?? opened
      set({ run: { ...run, elapsedMillis: performance.now() - startedMillis, ...change } })
    }
    set({ run: opened, isNew: true, isFolded: true })
    search = new ClusterSearch({ scope, removed, workers, states: MOST_STATES }, (news) => {
      switch (news.kind) {
        case 'progress':
          now({ progress: news.progress })
          return
        case 'ended':
          now({ kind: 'ended', progress: news.progress, found: news.found })
          tell(get().run)
          return
        case 'failed':
          search?.stop()
          now({ kind: 'failed', message: news.message })
          tell(get().run)
          return
      }
    })
  },
  stop: () => {
    search?.stop()
    search = null
    const { run } = get()
    if (run?.kind === 'running') set({ run: { ...run, kind: 'stopped' } })
  },
}))
