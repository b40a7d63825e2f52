import '../design/fonts.css'
import '../design/tokens.css'
import '../design/base.css'
import { useEffect } from 'react'
import { useExplorer } from '../store/explorer-store.ts'
import { showTheme } from '../store/theme.ts'
import styles from './App.module.css'
import { Rail } from './Rail.tsx'
import { ToastRegion } from './ToastRegion.tsx'
import { TopBar } from './TopBar.tsx'
import { Workspace } from './Workspace.tsx'

/** The whole page: what is known at a glance above, views at the left, the pictures in the middle, the inspector at the right. */
export function App() {
  const theme = useExplorer((state) => state.theme)
  useEffect(() => showTheme(theme), [theme])
  return (
    <div className={styles.app}>
      <TopBar />
      <Rail />
      <Workspace />
      <ToastRegion />
    </div>
  )
}
