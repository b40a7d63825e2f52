import { GitBranch, Keyboard, ListTree, Network, Radar, ScrollText } from 'lucide-react'
import { IconButton } from '../design/IconButton.tsx'
import { type Side, useExplorer } from '../store/explorer-store.ts'
import styles from './Rail.module.css'

const SIDES = [
  { side: null, label: 'Cluster', icon: Network },
  { side: 'events', label: 'Event log', icon: ListTree },
  { side: 'runs', label: 'Runs', icon: GitBranch },
  { side: 'search', label: 'Search', icon: Radar },
  { side: 'specs', label: 'Specs', icon: ScrollText },
] as const satisfies readonly { readonly side: Side | null; readonly label: string; readonly icon: typeof Network }[]

const railButtonId = (side: Side | null) => `rail-${side ?? 'cluster'}`

/** Closes what is open beside the pictures, and leaves the focus where it was opened from. */
export function closeSide(side: Side): void {
  useExplorer.getState().openSide(null)
  document.getElementById(railButtonId(side))?.focus()
}

/** What is shown beside the cluster. */
export function Rail() {
  const shown = useExplorer((state) => state.side)
  const openSide = useExplorer((state) => state.openSide)
  const show = useExplorer((state) => state.show)
  return (
    <nav className={styles.rail} aria-label="Views">
      {SIDES.map(({ side, label, icon }) => (
        <IconButton
          key={label}
          id={railButtonId(side)}
          icon={icon}
          label={label}
          placement="right"
          isActive={shown === side}
          onPress={() => openSide(shown === side ? null : side)}
        />
      ))}
      <span className={styles.last}>
        <IconButton icon={Keyboard} label="Keyboard" placement="right" onPress={() => show({ kind: 'shortcuts' })} />
      </span>
    </nav>
  )
}
