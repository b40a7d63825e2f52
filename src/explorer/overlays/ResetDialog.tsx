import { createDemo } from '../commands/cluster-commands.ts'
import { Confirm } from '../design/Dialog.tsx'
import { closeOverlay } from './close-overlay.ts'

export function ResetDialog() {
  return (
    <Confirm
      isOpen
      title="Start the demo again?"
      confirmLabel="Destroy and start again"
      onClose={closeOverlay}
      onConfirm={createDemo}
      says="The cluster on this page is destroyed, disks included. A fresh one starts: three nodes, a little data, a gentle workload."
    />
  )
}
