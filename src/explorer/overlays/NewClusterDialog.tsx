import { useState } from 'react'
import type { SyncPolicy } from '../../aerodb/configuration.ts'
import { LEAST_NODES, MOST_NODES } from '../../cluster/limits.ts'
import { createCluster } from '../commands/cluster-commands.ts'
import { Button } from '../design/Button.tsx'
import { Dialog, DialogActions } from '../design/Dialog.tsx'
import { NumberField } from '../design/NumberField.tsx'
import { Select } from '../design/Select.tsx'
import { closeOverlay } from './close-overlay.ts'
import styles from './Form.module.css'
import { SYNC_CHOICES } from './sync-choices.ts'

const DEFAULT_NODES = 3

export function NewClusterDialog() {
  const [size, setSize] = useState(DEFAULT_NODES)
  const [primary, setPrimary] = useState('n1')
  const [sync, setSync] = useState<SyncPolicy>('each')
  const nodes = Array.from({ length: size }, (_, index) => `n${index + 1}`)
  const named = nodes.includes(primary) ? primary : 'n1'
  return (
    <Dialog title="New cluster" isOpen onClose={closeOverlay}>
      <p className={styles.text}>
        It takes the place of the one on this page, which is destroyed, disks included. It starts without data and without a
        workload.
      </p>
      <div className={styles.pair}>
        <NumberField
          label={`Nodes, ${LEAST_NODES} to ${MOST_NODES}`}
          value={size}
          onChange={setSize}
          minimum={LEAST_NODES}
          maximum={MOST_NODES}
        />
        <Select
          label="Primary"
          value={named}
          onChange={setPrimary}
          choices={nodes.map((name) => ({ value: name, label: name }))}
        />
      </div>
      <Select label="Sync policy" value={sync} onChange={setSync} choices={SYNC_CHOICES} />
      <DialogActions>
        <Button onPress={closeOverlay}>Cancel</Button>
        <Button
          look="danger"
          onPress={() => {
            closeOverlay()
            createCluster({ nodes, primary: named, sync })
          }}
        >
          Destroy and create
        </Button>
      </DialogActions>
    </Dialog>
  )
}
