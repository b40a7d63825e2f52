import type { ClusterView } from '../../cluster/cluster.ts'
import { useCalmView } from '../store/calm-view.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import type { Selection } from '../store/selection.ts'
import { CommitInspector } from './CommitInspector.tsx'
import { EventInspector } from './EventInspector.tsx'
import { FrameInspector } from './FrameInspector.tsx'
import styles from './Inspector.module.css'
import { LinkInspector } from './LinkInspector.tsx'
import { NodeInspector } from './NodeInspector.tsx'
import { NothingSelected } from './NothingSelected.tsx'
import { RecordInspector } from './RecordInspector.tsx'
import { RequestInspector } from './RequestInspector.tsx'
import { VersionInspector } from './VersionInspector.tsx'
import { ViewInspector } from './ViewInspector.tsx'

/** What is selected, from within: where it stands, why, and what can be done with it. */
export function Inspector() {
  const selection = useExplorer((state) => state.selection)
  const view = useCalmView()
  return <div className={styles.inspector}>{view === null ? null : <Selected selection={selection} view={view} />}</div>
}

function Selected({ selection, view }: { readonly selection: Selection | null; readonly view: ClusterView }) {
  if (selection === null) return <NothingSelected view={view} />
  switch (selection.kind) {
    case 'node': {
      const node = view.nodes.find(({ name }) => name === selection.node)
      return node === undefined ? <NothingSelected view={view} /> : <NodeInspector key={node.name} node={node} view={view} />
    }
    case 'link':
      return <LinkInspector from={selection.from} to={selection.to} view={view} />
    case 'record':
      return <RecordInspector selection={selection} view={view} />
    case 'commit':
      return <CommitInspector selection={selection} view={view} />
    case 'version':
      return <VersionInspector selection={selection} view={view} />
    case 'frame':
      return <FrameInspector selection={selection} view={view} />
    case 'event':
      return <EventInspector selection={selection} />
    case 'request':
      return <RequestInspector number={selection.number} />
    case 'view':
      return <ViewInspector selection={selection} view={view} />
  }
}
