import { create } from 'zustand'
import type { Cluster, ClusterView } from '../../cluster/cluster.ts'
import type { NodeName } from '../../cluster/contract.ts'
import { DOCUMENTS, type DocumentName, documentOfRule } from '../specs/documents.ts'
import type { StartState } from '../start/start-state.ts'
import { type ClientOutcome, OUTCOMES_KEPT } from './client-outcome.ts'
import type { ClusterControl } from './cluster-control.ts'
import { FrameMemory } from './frame-memory.ts'
import { isFolded } from './media.ts'
import { relates, type Selection, sameThing } from './selection.ts'
import { rememberedTheme, type Theme } from './theme.ts'

/** What is shown beside the pictures. */
export type Side = 'events' | 'runs' | 'search' | 'specs'

/** What lies above the page and wants an answer. */
export type Overlay =
  | { readonly kind: 'palette' | 'shortcuts' | 'reset' | 'newCluster' }
  | { readonly kind: 'damage' | 'configure' | 'crash' | 'workload' | 'bootstrap' | 'discardUnproven'; readonly node: NodeName }

export interface ExplorerState {
  /** The cluster on the page; null until it has been opened, and while it is being replaced. */
  readonly cluster: Cluster | null
  /** The newest view of it, renewed at most once an animation frame. */
  readonly view: ClusterView | null
  readonly control: ClusterControl | null
  /** What stands before a cluster, while there is none. */
  readonly start: StartState
  readonly selection: Selection | null
  /** What the pointer or the keyboard rests on. */
  readonly hover: Selection | null
  readonly theme: Theme
  readonly side: Side | null
  /** The rule that the specs are open at, with the count of times it was asked for: asking again shows it again. */
  readonly rule: { readonly id: string; readonly asked: number } | null
  /** The document that the specs are open at, whatever rule was asked for before. */
  readonly document: DocumentName
  readonly overlay: Overlay | null
  /** Whether the inspector is open where it folds into a drawer. */
  readonly drawerOpen: boolean
  /** The last frames of the cluster that is shown. It fills without a change of this state. */
  readonly frames: FrameMemory
  /** What was asked through the client panel, newest first. */
  readonly outcomes: readonly ClientOutcome[]

  /** Shows a cluster from now on. Returns the function that lets go of it. */
  readonly attach: (cluster: Cluster) => () => void
  readonly awaitStart: (start: StartState) => void
  readonly takeControl: (control: ClusterControl) => void
  readonly select: (selection: Selection | null) => void
  /** Selects, or lets go of what is selected already. */
  readonly toggle: (selection: Selection) => void
  readonly setHover: (hover: Selection | null) => void
  readonly setTheme: (theme: Theme) => void
  readonly openSide: (side: Side | null) => void
  /** Shows a rule in its spec, beside the cluster. */
  readonly openRule: (rule: string) => void
  readonly openDocument: (document: DocumentName) => void
  readonly show: (overlay: Overlay | null) => void
  readonly openDrawer: (open: boolean) => void
  readonly keepOutcome: (node: NodeName, asked: string, outcome: ClientOutcome['outcome']) => void
}

/** Everything that belongs to one cluster, as it is before there is one. */
const NO_CLUSTER = { cluster: null, view: null, selection: null, hover: null, outcomes: [] } as const

/** Where the inspector folds into a drawer, what opens beside the pictures closes it: there is room for one. */
const withRoom = () => (isFolded() ? { drawerOpen: false } : {})

export const useExplorer = create<ExplorerState>((set, get) => ({
  ...NO_CLUSTER,
  control: null,
  start: { kind: 'starting' },
  theme: rememberedTheme.read(),
  side: null,
  frames: new FrameMemory(),
  rule: null,
  document: DOCUMENTS[0].name,
  overlay: null,
  drawerOpen: false,

  attach(cluster) {
    set({ ...NO_CLUSTER, cluster, view: cluster.view(), frames: new FrameMemory() })
    const stopFrames = cluster.onFrames((frames) => get().frames.accept(frames))
    const unsubscribe = cluster.subscribe(() => {
      const before = get()
      if (before.cluster !== cluster) return
      const view = cluster.view()
      // Another cluster in the same place: what was selected, and what was asked, was of the one before.
      if (view.clusterId === before.view?.clusterId) set({ view })
      else set({ ...NO_CLUSTER, cluster, view, frames: new FrameMemory() })
    })
    return () => {
      unsubscribe()
      stopFrames()
      if (get().cluster === cluster) set(NO_CLUSTER)
    }
  },
  awaitStart(start) {
    set({ start })
  },
  takeControl(control) {
    set({ control })
  },
  select(selection) {
    set(selection === null ? { selection } : { selection, drawerOpen: true })
  },
  toggle(selection) {
    get().select(sameThing(get().selection, selection) ? null : selection)
  },
  setHover(hover) {
    if (!sameThing(get().hover, hover) && get().hover !== hover) set({ hover })
  },
  setTheme(theme) {
    rememberedTheme.write(theme)
    set({ theme })
  },
  openSide(side) {
    set(side === null ? { side } : { side, ...withRoom() })
  },
  openRule(rule) {
    const document = documentOfRule(rule) ?? get().document
    set({ ...withRoom(), side: 'specs', document, rule: { id: rule, asked: (get().rule?.asked ?? 0) + 1 } })
  },
  openDocument(document) {
    set({ ...withRoom(), side: 'specs', document, rule: null })
  },
  show(overlay) {
    set({ overlay })
  },
  openDrawer(drawerOpen) {
    set({ drawerOpen })
  },
  keepOutcome(node, asked, outcome) {
    const { outcomes } = get()
    const number = (outcomes[0]?.number ?? 0) + 1
    set({ outcomes: [{ number, node, asked, outcome }, ...outcomes].slice(0, OUTCOMES_KEPT) })
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
