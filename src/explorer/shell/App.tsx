import '../design/fonts.css'
import '../design/tokens.css'
import '../design/base.css'
import { useEffect } from 'react'
import type { ClusterSource } from '../../cluster/live/cluster-source.ts'
import { Overlays } from '../overlays/Overlays.tsx'
import { TimeStrip } from '../pictures/TimeStrip.tsx'
import { followSource } from '../start/follow-source.ts'
import { Start } from '../start/Start.tsx'
import { CalmViewProvider } from '../store/calm-view.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import { showTheme } from '../store/theme.ts'
import styles from './App.module.css'
import { useAddress } from './address.ts'
import { useKeyboard } from './keyboard.ts'
import { loadTheRest } from './lazily.ts'
import { Mishap } from './Mishap.tsx'
import { Rail } from './Rail.tsx'
import { ToastRegion } from './ToastRegion.tsx'
import { TopBar } from './TopBar.tsx'
import { Workspace } from './Workspace.tsx'

/**
 * The whole page: what is known at a glance above, views at the left, the pictures in the middle, the inspector at the right. It shows the
 * cluster of its source, and why there is none where there is none.
 */
export function App({ source }: { readonly source: ClusterSource }) {
  const theme = useExplorer((state) => state.theme)
  useEffect(() => showTheme(theme), [theme])
  useEffect(() => followSource(source), [source])
  useEffect(loadTheRest, [])
  useKeyboard()
  useAddress()
  return (
    <Mishap>
      <CalmViewProvider>
        <Page />
        <Overlays />
      </CalmViewProvider>
      <ToastRegion />
    </Mishap>
  )
}

function Page() {
  const cluster = useExplorer((state) => state.cluster)
  if (cluster === null) return <Start />
  return (
    <div className={styles.app}>
      <TopBar />
      <Rail />
      <Workspace />
      <TimeStrip />
    </div>
  )
}
