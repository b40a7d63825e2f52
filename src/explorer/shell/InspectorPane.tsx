import { Group, Panel, useDefaultLayout } from 'react-resizable-panels'
import { ClientPanel } from '../client/ClientPanel.tsx'
import { Inspector } from '../inspector/Inspector.tsx'
import { Handle } from './Handle.tsx'
import styles from './InspectorPane.module.css'

const LAYOUT = 'aerodb.layout.inspector'

/** What is selected, and the client beneath it. */
export function InspectorPane() {
  const layout = useDefaultLayout({ id: LAYOUT, onlySaveAfterUserInteractions: true })
  return (
    <aside className={styles.pane} aria-label="Inspector">
      <Group orientation="vertical" {...layout}>
        <Panel id="selected" minSize={120}>
          <Inspector />
        </Panel>
        <Handle between="inspector and client" />
        <Panel id="client" defaultSize={292} minSize={96} groupResizeBehavior="preserve-pixel-size">
          <ClientPanel />
        </Panel>
      </Group>
    </aside>
  )
}
