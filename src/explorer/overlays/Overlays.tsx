import type { ClusterView, NodeView } from '../../cluster/cluster.ts'
import type { NodeName } from '../../cluster/contract.ts'
import { useExplorer } from '../store/explorer-store.ts'
import { useCalmView } from '../store/use-calm-view.ts'
import { BootstrapDialog, DiscardUnprovenDialog } from './BootstrapDialog.tsx'
import { ConfigureDialog } from './ConfigureDialog.tsx'
import { CrashDialog } from './CrashDialog.tsx'
import { DamageDialog } from './DamageDialog.tsx'
import { NewClusterDialog } from './NewClusterDialog.tsx'
import { Palette } from './Palette.tsx'
import { ResetDialog } from './ResetDialog.tsx'
import { ShortcutsDialog } from './ShortcutsDialog.tsx'
import { WorkloadDialog } from './WorkloadDialog.tsx'

/** Whatever lies above the page now: one thing at most. */
export function Overlays() {
  const overlay = useExplorer((state) => state.overlay)
  const view = useCalmView()
  if (overlay === null) return null
  switch (overlay.kind) {
    case 'palette':
      return <Palette />
    case 'shortcuts':
      return <ShortcutsDialog />
    case 'reset':
      return <ResetDialog />
    case 'newCluster':
      return <NewClusterDialog />
    default:
      return view === null ? null : <NodeOverlay kind={overlay.kind} name={overlay.node} view={view} />
  }
}

type NodeOverlayKind = 'damage' | 'configure' | 'crash' | 'workload' | 'bootstrap' | 'discardUnproven'

function NodeOverlay({
  kind,
  name,
  view,
}: {
  readonly kind: NodeOverlayKind
  readonly name: NodeName
  readonly view: ClusterView
}) {
  const node: NodeView | undefined = view.nodes.find((candidate) => candidate.name === name)
  if (node === undefined) return null
  switch (kind) {
    case 'damage':
      return <DamageDialog node={node} />
    case 'configure':
      return <ConfigureDialog node={node} view={view} />
    case 'crash':
      return <CrashDialog node={node} />
    case 'workload':
      return <WorkloadDialog node={node} />
    case 'bootstrap':
      return <BootstrapDialog node={node} />
    case 'discardUnproven':
      return <DiscardUnprovenDialog node={node} />
  }
}
