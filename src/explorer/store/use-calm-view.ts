import { useSyncExternalStore } from 'react'
import type { ClusterView } from '../../cluster/cluster.ts'
import { useExplorer } from './explorer-store.ts'

/** Numbers that change more often than this can't be read, and cost the workers their time. */
const CALM_MILLIS = 60

/**
 * The view for text and layout: the first change shows at once, those that follow at most every CALM_MILLIS, the last of them always.
 * What has to move with every frame reads the store itself.
 */
export function useCalmView(): ClusterView | null {
  return useSyncExternalStore(calmView.subscribe, calmView.read)
}

const calmView = (() => {
  let shown = useExplorer.getState().view
  let shownAt = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | null = null
  let release: (() => void) | null = null
  const listeners = new Set<() => void>()

  const show = () => {
    timer = null
    const { view } = useExplorer.getState()
    if (view === shown) return
    shown = view
    shownAt = performance.now()
    for (const listener of listeners) listener()
  }
  const changed = () => {
    if (timer !== null) return
    const wait = shownAt + CALM_MILLIS - performance.now()
    if (wait <= 0) show()
    else timer = setTimeout(show, wait)
  }
  return {
    read: () => shown,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      release ??= useExplorer.subscribe(changed)
      changed()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        release?.()
        release = null
        if (timer !== null) clearTimeout(timer)
        timer = null
      }
    },
  }
})()
