import { useExplorer } from '../store/explorer-store.ts'
import styles from './Inspector.module.css'

/** Follows the selection. */
export function Inspector() {
  const selection = useExplorer((state) => state.selection)
  return (
    <aside className={styles.inspector} aria-label="Inspector">
      {selection?.kind}
    </aside>
  )
}
