import { ChevronDown, ChevronUp } from 'lucide-react'
import { useState } from 'react'
import type { ClusterView, NodeView } from '../../cluster/cluster.ts'
import type { NodeName } from '../../cluster/contract.ts'
import { IconButton } from '../design/IconButton.tsx'
import { Select } from '../design/Select.tsx'
import { standingOf } from '../design/standing.ts'
import { Tabs } from '../design/Tabs.tsx'
import { useCalmView } from '../store/calm-view.tsx'
import styles from './ClientPanel.module.css'
import { OutcomeList } from './OutcomeList.tsx'
import { ReadForm } from './ReadForm.tsx'
import { ViewsForm } from './ViewsForm.tsx'
import { WorkloadForm } from './WorkloadForm.tsx'
import { WriteForm } from './WriteForm.tsx'

type ClientTab = 'write' | 'read' | 'views' | 'workload'

/** A client of the cluster, in a person's hand. */
export function ClientPanel({ isFolded, onToggle }: { readonly isFolded: boolean; readonly onToggle: () => void }) {
  const view = useCalmView()
  return (
    <section className={styles.client} aria-label="Client">
      {view === null ? null : <Client view={view} isFolded={isFolded} onToggle={onToggle} />}
    </section>
  )
}

function Client({
  view,
  isFolded,
  onToggle,
}: {
  readonly view: ClusterView
  /** Only its head is shown. */
  readonly isFolded: boolean
  readonly onToggle: () => void
}) {
  const [tab, setTab] = useState<ClientTab>('write')
  const [chosen, setChosen] = useState<NodeName | null>(null)
  const node = view.nodes.find(({ name }) => name === chosen) ?? primaryOf(view)
  if (node === undefined) return null
  return (
    <>
      <header className={styles.header}>
        <h3 className={styles.title}>Client</h3>
        <span className={styles.of}>of</span>
        <Select
          label="Node that the client asks"
          labelled="unseen"
          value={node.name}
          onChange={setChosen}
          choices={view.nodes.map((candidate) => ({
            value: candidate.name,
            label: `${candidate.name} · ${standingOf(candidate)}`,
          }))}
        />
        <IconButton
          icon={isFolded ? ChevronUp : ChevronDown}
          label={isFolded ? 'Unfold the client' : 'Fold the client'}
          placement="left"
          onPress={onToggle}
        />
      </header>
      {isFolded ? null : <ClientBody tab={tab} onTab={setTab} node={node} view={view} />}
    </>
  )
}

function ClientBody({
  tab,
  onTab,
  node,
  view,
}: {
  readonly tab: ClientTab
  readonly onTab: (tab: ClientTab) => void
  readonly node: NodeView
  readonly view: ClusterView
}) {
  return (
    <>
      <Tabs
        label="What the client does"
        selected={tab}
        onSelect={onTab}
        tabs={[
          { id: 'write', title: 'Write', content: <WriteForm node={node} /> },
          { id: 'read', title: 'Read', content: <ReadForm node={node} /> },
          { id: 'views', title: 'Read views', content: <ViewsForm node={node} view={view} /> },
          { id: 'workload', title: 'Workload', content: <WorkloadForm key={node.name} node={node} /> },
        ]}
      />
      <OutcomeList />
    </>
  )
}

/** The node to ask where none was chosen: an active Primary, else the first that is configured as one. */
function primaryOf(view: ClusterView) {
  return (
    view.nodes.find((node) => standingOf(node) === 'PrimaryActive') ??
    view.nodes.find(({ name, configuration }) => configuration.primaries.some((primary) => primary === name)) ??
    view.nodes[0]
  )
}
