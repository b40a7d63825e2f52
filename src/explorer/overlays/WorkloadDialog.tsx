import type { NodeView } from '../../cluster/cluster.ts'
import { WorkloadForm } from '../client/WorkloadForm.tsx'
import { Dialog } from '../design/Dialog.tsx'
import { closeOverlay } from './close-overlay.ts'

export function WorkloadDialog({ node }: { readonly node: NodeView }) {
  return (
    <Dialog title={`Workload on ${node.name}`} isOpen onClose={closeOverlay}>
      <WorkloadForm node={node} />
    </Dialog>
  )
}
