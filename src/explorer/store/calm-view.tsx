import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import type { ClusterView } from '../../cluster/cluster.ts'
import { useExplorer } from './explorer-store.ts'
import { ViewPace } from './view-pace.ts'

const CalmView = createContext<ClusterView | null>(null)

/**
 * The view for text and layout, as often as it can be read and drawn: drawing it takes no more than a share of the page's time. What has to move with every frame reads the store itself.
 */
export function useCalmView(): ClusterView | null {
  return useContext(CalmView)
}

export function CalmViewProvider({ children }: { readonly children: ReactNode }) {
  const hasCluster = useExplorer((state) => state.cluster !== null)
  const [shown, setShown] = useState(() => useExplorer.getState().view)
  const pace = useRef<ViewPace | null>(null)

  useEffect(() => {
    const made = new ViewPace({
      draw: () => {
        const { view } = useExplorer.getState()
        setShown(view)
      },
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
      if (now.view?.clusterId !== before.view?.clusterId) setShown(now.view)
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
