import { useExplorer } from '../store/explorer-store.ts'
import styles from './TopBar.module.css'

export function TopBar() {
  const view = useExplorer((state) => state.view)
  return (
    <header className={styles.bar}>
      <h1 className={styles.brand}>
        Aero<span className={styles.db}>DB</span> Explorer
      </h1>
      {view === null ? null : <span className={styles.cluster}>{view.clusterId}</span>}
    </header>
  )
}
