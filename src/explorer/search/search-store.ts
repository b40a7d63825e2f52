import { create } from 'zustand'
import { ClusterSearch } from '../../cluster/search/cluster-search.ts'
import type { FoundHistory } from '../../cluster/search/worker/search-messages.ts'
import type { SearchProgress } from '../../simulation/search/ledger.ts'
import type { Removable } from '../../simulation/search/rules/take-away.ts'
import { type Bounded, type Scope, scopeOf, scopeText } from '../../simulation/search/scope.ts'

/** What a person may bound, and what it is called. */
export const ALLOWED = [
  { name: 'writes', label: 'Writes' },
  { name: 'reads', label: 'Reads' },
  { name: 'crashes', label: 'Crashes' },
  { name: 'cuts', label: 'Links down' },
  { name: 'drops', label: 'Frames lost' },
  { name: 'duplicates', label: 'Frames doubled' },
  { name: 'overtakings', label: 'Overtakings' },
  { name: 'changes', label: 'Frames changed' },
  { name: 'aborts', label: 'Aborted batches' },
  { name: 'damages', label: 'Disk damages' },
  { name: 'resumes', label: 'Resumes' },
] as const satisfies readonly { readonly name: Bounded; readonly label: string }[]

export type Allowed = (typeof ALLOWED)[number]['name']
export type Bounds = Readonly<Record<Allowed, number>>

/** Beyond that, a tab is no place to search in: `npm run search` is. */
const MOST_STATES = 1_000_000
const MOST_WORKERS = 8

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

interface SearchState {
  readonly nodes: number
  readonly bounds: Bounds
  readonly removed: Removable | null
  readonly run: SearchRun | null
  readonly setNodes: (nodes: number) => void
  readonly setBound: (name: Allowed, count: number) => void
  readonly setRemoved: (removed: Removable | null) => void
  /** Searches the scope that is chosen. */
  readonly start: () => void
  readonly search: (scope: Scope, removed: Removable | null) => void
  readonly stop: () => void
}

let search: ClusterSearch | null = null

const FIRST_BOUNDS: Bounds = {
  writes: 2,
  reads: 0,
  crashes: 1,
  cuts: 0,
  drops: 0,
  duplicates: 0,
  overtakings: 0,
  changes: 0,
  aborts: 0,
  damages: 0,
  resumes: 0,
}

export const useSearch = create<SearchState>((set, get) => ({
  nodes: 3,
  bounds: FIRST_BOUNDS,
  removed: null,
  run: null,
  setNodes: (nodes) => set({ nodes }),
  setBound: (name, count) => set({ bounds: { ...get().bounds, [name]: count } }),
  setRemoved: (removed) => set({ removed }),
  start: () => {
    const { nodes, bounds, removed } = get()
    get().search(scopeOf(bounds, { nodes }), removed)
  },
  search: (scope, removed) => {
    get().stop()
    const workers = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency - 1))
    const startedMillis = performance.now()
    const opened: SearchRun = {
      scope: removed === null ? scopeText(scope) : `Without ${removed.rule}: ${scopeText(scope)}`,
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
    set({ run: opened })
    search = new ClusterSearch({ scope, removed, workers, states: MOST_STATES }, (news) => {
      switch (news.kind) {
        case 'progress':
          now({ progress: news.progress })
          return
        case 'ended':
          now({ kind: 'ended', progress: news.progress, found: news.found })
          return
        case 'failed':
          search?.stop()
          now({ kind: 'failed', message: news.message })
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
