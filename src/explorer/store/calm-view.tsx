import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import type { ClusterView } from '../../cluster/cluster.ts'
import { useExplorer } from './explorer-store.ts'
import { type Drawing, ViewPace } from './view-pace.ts'

const CalmView = createContext<ClusterView | null>(null)

/**
 * The view for text and layout, as often as it can be read and drawn: drawing it takes no more than a share of the page's time. What has to move
 * with every frame reads the store itself.
 */
export function useCalmView(): ClusterView | null {
  return useContext(CalmView)
}

export function CalmViewProvider({ children }: { readonly children: ReactNode }) {
  const hasCluster = useExplorer((state) => state.cluster !== null)
  const [shown, setShown] = useState(() => useExplorer.getState().view)
  /** What was drawn last, or is being drawn. */
  const newest = useRef(shown)
  const pace = useRef<ViewPace | null>(null)

  useEffect(() => {
    const draw = (): Drawing => {
      const { view } = useExplorer.getState()
      if (view === newest.current) return 'nothingNew'
      newest.current = view
      setShown(view)
      return 'begun'
    }
    const made = new ViewPace({
      draw,
      nowMillis: () => performance.now(),
      after: (millis, call) => {
        const timer = setTimeout(call, millis)
        return () => clearTimeout(timer)
      },
    })
    pace.current = made
    made.changed()
    const stop = useExplorer.subscribe((now, before) => {
      if (now.view === before.view) return
      // Another cluster is no later state of this one: it is shown before anything else.
      if (now.view?.clusterId !== before.view?.clusterId) draw()
      made.changed()
    })
    return () => {
      stop()
      made.stop()
      pace.current = null
    }
  }, [])

  useEffect(() => pace.current?.shown())

  return <CalmView value={hasCluster ? shown : null}>{children}</CalmView>
}
