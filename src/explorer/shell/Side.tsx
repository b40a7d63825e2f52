import { X } from 'lucide-react'
import { IconButton } from '../design/IconButton.tsx'
import { Panel } from '../design/Panel.tsx'
import { EventLog } from '../events/EventLog.tsx'
import { Specs } from '../specs/Specs.tsx'
import type { Side as SideName } from '../store/explorer-store.ts'
import { Mishap } from './Mishap.tsx'
import { closeSide } from './Rail.tsx'
import styles from './Side.module.css'

const TITLES: Readonly<Record<SideName, string>> = { events: 'Event log', specs: 'Specs' }

/** What is open beside the pictures; the cluster goes on meanwhile. */
export function Side({ side }: { readonly side: SideName }) {
  return (
    <div className={styles.part} data-part="side">
      <Panel
        title={TITLES[side]}
        className={styles.side}
        controls={<IconButton icon={X} label={`Close ${TITLES[side].toLowerCase()}`} onPress={() => closeSide(side)} />}
      >
        <Mishap>{side === 'events' ? <EventLog /> : <Specs />}</Mishap>
      </Panel>
    </div>
  )
}
