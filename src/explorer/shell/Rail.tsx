import { ListTree, Network, ScrollText } from 'lucide-react'
import { IconButton } from '../design/IconButton.tsx'
import { type Side, useExplorer } from '../store/explorer-store.ts'
import styles from './Rail.module.css'

const SIDES = [
  { side: null, label: 'Cluster', icon: Network },
  { side: 'events', label: 'Event log', icon: ListTree },
  { side: 'specs', label: 'Specs', icon: ScrollText },
] as const satisfies readonly { readonly side: Side | null; readonly label: string; readonly icon: typeof Network }[]

/** What is shown beside the cluster. */
export function Rail() {
  const shown = useExplorer((state) => state.side)
  const openSide = useExplorer((state) => state.openSide)
  return (
    <nav className={styles.rail} aria-label="Views">
      {SIDES.map(({ side, label, icon }) => (
        <IconButton
          key={label}
          icon={icon}
          label={label}
          placement="right"
          isActive={shown === side}
          onPress={() => openSide(shown === side ? null : side)}
        />
      ))}
    </nav>
  )
}
