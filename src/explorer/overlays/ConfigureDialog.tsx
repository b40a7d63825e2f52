import { useState } from 'react'
import type { ClusterView, NodeView } from '../../cluster/cluster.ts'
import type { NodeName } from '../../cluster/contract.ts'
import { configure } from '../commands/node-commands.ts'
import { Button } from '../design/Button.tsx'
import { Checkbox } from '../design/Checkbox.tsx'
import { Dialog, DialogActions } from '../design/Dialog.tsx'
import { Select } from '../design/Select.tsx'
import { RuleLink } from '../specs/RuleLink.tsx'
import { closeOverlay } from './close-overlay.ts'
import styles from './Form.module.css'
import { SYNC_CHOICES } from './sync-choices.ts'

/** What one node alone is told at its next start: as an operator's mistake would be, or to undo one. */
export function ConfigureDialog({ node, view }: { readonly node: NodeView; readonly view: ClusterView }) {
  const members = view.nodes.map(({ name }) => name)
  const [primaries, setPrimaries] = useState<ReadonlySet<NodeName>>(new Set(node.configuration.primaries))
  const [sync, setSync] = useState(node.configuration.sync)
  const named = members.filter((name) => primaries.has(name))
  const toggle = (name: NodeName, isNamed: boolean) => {
    const next = new Set(primaries)
    if (isNamed) next.add(name)
    else next.delete(name)
    setPrimaries(next)
  }
  return (
    <Dialog title={`Configure ${node.name}`} isOpen onClose={closeOverlay}>
      <p className={styles.text}>
        Only {node.name} is told. Authority is configuration: one Primary must be named (<RuleLink rule="MODEL-1" />
        ), the same on every node (<RuleLink rule="MODEL-9" />
        ).
      </p>
      <fieldset className={styles.checks} style={{ border: 0, margin: 0, padding: 0 }}>
        <legend className={styles.label}>Named as Primary</legend>
        {members.map((name) => (
          <Checkbox key={name} label={name} isSelected={primaries.has(name)} onChange={(isNamed) => toggle(name, isNamed)} />
        ))}
      </fieldset>
      <Select label="Sync policy" value={sync} onChange={setSync} choices={SYNC_CHOICES} />
      <DialogActions>
        <Button onPress={closeOverlay}>Cancel</Button>
        <Button
          look="primary"
          onPress={() => {
            closeOverlay()
            configure(node.name, { primary: named, sync })
          }}
        >
          Configure {node.name}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
