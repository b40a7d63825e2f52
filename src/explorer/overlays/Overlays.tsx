import { Suspense } from 'react'
import type { ClusterView, NodeView } from '../../cluster/cluster.ts'
import type { NodeName } from '../../cluster/contract.ts'
import { lazily } from '../shell/lazily.ts'
import { useCalmView } from '../store/calm-view.tsx'
import { useExplorer } from '../store/explorer-store.ts'

const Palette = lazily(async () => (await import('./Palette.tsx')).Palette)
const BootstrapDialog = lazily(async () => (await import('./BootstrapDialog.tsx')).BootstrapDialog)
const DiscardUnprovenDialog = lazily(async () => (await import('./BootstrapDialog.tsx')).DiscardUnprovenDialog)
const ConfigureDialog = lazily(async () => (await import('./ConfigureDialog.tsx')).ConfigureDialog)
const CrashDialog = lazily(async () => (await import('./CrashDialog.tsx')).CrashDialog)
const DamageDialog = lazily(async () => (await import('./DamageDialog.tsx')).DamageDialog)
const NewClusterDialog = lazily(async () => (await import('./NewClusterDialog.tsx')).NewClusterDialog)
const ResetDialog = lazily(async () => (await import('./ResetDialog.tsx')).ResetDialog)
const ShortcutsDialog = lazily(async () => (await import('./ShortcutsDialog.tsx')).ShortcutsDialog)
const WorkloadDialog = lazily(async () => (await import('./WorkloadDialog.tsx')).WorkloadDialog)

/** Whatever lies above the page now: one thing at most. */
export function Overlays() {
  return (
    <Suspense>
      <Overlay />
    </Suspense>
  )
}

function Overlay() {
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
