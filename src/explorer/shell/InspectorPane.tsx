import { useState } from 'react'
import { Group, Panel, useDefaultLayout, usePanelRef } from 'react-resizable-panels'
import { ClientPanel } from '../client/ClientPanel.tsx'
import { Inspector } from '../inspector/Inspector.tsx'
import { Handle } from './Handle.tsx'
import styles from './InspectorPane.module.css'
import { Mishap } from './Mishap.tsx'

const LAYOUTS = { open: 'aerodb.layout.inspector', folded: 'aerodb.layout.inspector.narrow' } as const
/** Of the client when only its head is left. */
const FOLDED_HEIGHT = 45

/** What is selected, and the client beneath it: `folded` to its head at first where there is little room. */
export function InspectorPane({ client: opens }: { readonly client: 'open' | 'folded' }) {
  const layout = useDefaultLayout({ id: LAYOUTS[opens], onlySaveAfterUserInteractions: true })
  const client = usePanelRef()
  const [isFolded, setFolded] = useState(false)
  const toggle = () => {
    if (client.current?.isCollapsed()) client.current.expand()
    else client.current?.collapse()
  }
  return (
    <section className={styles.pane} aria-label="Inspector" data-part="inspector">
      <Group orientation="vertical" {...layout}>
        <Panel id="selected" minSize={120}>
          <Mishap>
            <Inspector />
          </Mishap>
        </Panel>
        <Handle between="inspector and client" />
        <Panel
          id="client"
          panelRef={client}
          defaultSize={opens === 'open' ? 272 : FOLDED_HEIGHT}
          minSize={180}
          collapsible
          collapsedSize={FOLDED_HEIGHT}
          groupResizeBehavior="preserve-pixel-size"
          onResize={({ inPixels }) => setFolded(inPixels <= FOLDED_HEIGHT)}
        >
          <Mishap>
            <ClientPanel isFolded={isFolded} onToggle={toggle} />
          </Mishap>
        </Panel>
      </Group>
    </section>
  )
}
