import { X } from 'lucide-react'
import { Suspense } from 'react'
import { IconButton } from '../design/IconButton.tsx'
import { Panel } from '../design/Panel.tsx'
import type { Side as SideName } from '../store/explorer-store.ts'
import { lazily } from './lazily.ts'
import { Mishap } from './Mishap.tsx'
import { closeSide } from './Rail.tsx'
import styles from './Side.module.css'

const EventLog = lazily(async () => (await import('../events/EventLog.tsx')).EventLog)
const Runs = lazily(async () => (await import('../runs/Runs.tsx')).Runs)
const Search = lazily(async () => (await import('../search/Search.tsx')).Search)
const Specs = lazily(async () => (await import('../specs/Specs.tsx')).Specs)

const TITLES: Readonly<Record<SideName, string>> = { events: 'Event log', runs: 'Runs', search: 'Search', specs: 'Specs' }

function content(side: SideName) {
  switch (side) {
    case 'events':
      return <EventLog />
    case 'runs':
      return <Runs />
    case 'search':
      return <Search />
    case 'specs':
      return <Specs />
  }
}

/** What is open beside the pictures; the cluster goes on meanwhile. */
export function Side({ side }: { readonly side: SideName }) {
  return (
    <div className={styles.part} data-part="side">
      <Panel
        title={TITLES[side]}
        className={styles.side}
        controls={<IconButton icon={X} label={`Close ${TITLES[side].toLowerCase()}`} onPress={() => closeSide(side)} />}
      >
        <Mishap>
          <Suspense>{content(side)}</Suspense>
        </Mishap>
      </Panel>
    </div>
  )
}
