import { create } from 'zustand'
import type { Cluster, ClusterView } from '../../cluster/cluster.ts'
import { relates, type Selection, sameThing } from './selection.ts'
import { rememberedTheme, type Theme } from './theme.ts'

/** What is shown beside the pictures. */
export type Side = 'events' | 'specs'

export interface ExplorerState {
  /** The cluster on the page; null until it has been opened, and while it is being replaced. */
  readonly cluster: Cluster | null
  /** The newest view of it, renewed at most once an animation frame. */
  readonly view: ClusterView | null
  readonly selection: Selection | null
  /** What the pointer or the keyboard rests on. */
  readonly hover: Selection | null
  readonly theme: Theme
  readonly side: Side | null

  /** Shows a cluster from now on. Returns the function that lets go of it. */
  readonly attach: (cluster: Cluster) => () => void
  readonly select: (selection: Selection | null) => void
  /** Selects, or lets go of what is selected already. */
  readonly toggle: (selection: Selection) => void
  readonly setHover: (hover: Selection | null) => void
  readonly setTheme: (theme: Theme) => void
  readonly openSide: (side: Side | null) => void
}

export const useExplorer = create<ExplorerState>((set, get) => ({
  cluster: null,
  view: null,
  selection: null,
  hover: null,
  theme: rememberedTheme.read(),
  side: null,

  attach(cluster) {
    set({ cluster, view: cluster.view(), selection: null, hover: null })
    const unsubscribe = cluster.subscribe(() => {
      if (get().cluster === cluster) set({ view: cluster.view() })
    })
    return () => {
      unsubscribe()
      if (get().cluster === cluster) set({ cluster: null, view: null, selection: null, hover: null })
    }
  },
  select(selection) {
    set({ selection })
  },
  toggle(selection) {
    set({ selection: sameThing(get().selection, selection) ? null : selection })
  },
  setHover(hover) {
    if (!sameThing(get().hover, hover) && get().hover !== hover) set({ hover })
  },
  setTheme(theme) {
    rememberedTheme.write(theme)
    set({ theme })
  },
  openSide(side) {
    set({ side })
  },
}))

/** How something is drawn while something is selected. */
export type Light = 'selected' | 'related' | 'plain'

/** How `candidate` is drawn under the present selection or, as a preview, what the pointer rests on. */
export function lightOf(state: Pick<ExplorerState, 'selection' | 'hover'>, candidate: Selection): Light {
  if (sameThing(state.selection, candidate)) return 'selected'
  return relates(state.selection, candidate) || relates(state.hover, candidate) ? 'related' : 'plain'
}

/** `lightOf`, for a component: it renders again only when its own light changes. */
export function useLight(candidate: Selection): Light {
  return useExplorer((state) => lightOf(state, candidate))
}
