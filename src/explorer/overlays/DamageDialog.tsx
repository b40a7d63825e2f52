import { useState } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { availabilityOfRecordDamage } from '../../cluster/availability.ts'
import type { NodeView } from '../../cluster/cluster.ts'
import type { DiskDamage } from '../../cluster/contract.ts'
import { damage } from '../commands/node-commands.ts'
import { Button } from '../design/Button.tsx'
import { Dialog, DialogActions } from '../design/Dialog.tsx'
import { NumberField } from '../design/NumberField.tsx'
import { closeOverlay } from './close-overlay.ts'
import styles from './Form.module.css'

const KINDS = [
  { kind: 'flipBit', label: 'Flip one bit of a record', says: 'What no checksum may miss. The next start must find it.' },
  { kind: 'loseTail', label: 'Lose the tail', says: 'Batches that were reported durable are gone; what is left is consistent.' },
  { kind: 'wipe', label: 'Wipe the disk', says: 'Its identity goes too.' },
] as const satisfies readonly { readonly kind: DiskDamage['kind']; readonly label: string; readonly says: string }[]

type Kind = (typeof KINDS)[number]['kind']

/** What a disk does beyond its contract, done to the disk of a dead node. */
export function DamageDialog({ node }: { readonly node: NodeView }) {
  const last = node.position?.durableLsn ?? 0
  const first = node.position?.retainedFrom ?? 1
  const [kind, setKind] = useState<Kind>('flipBit')
  const [lsn, setLsn] = useState(Math.max(first, last - 2))
  const blocked = kind === 'wipe' ? null : availabilityOfRecordDamage(node)
  const how: DiskDamage = kind === 'flipBit' ? { kind, lsn } : kind === 'loseTail' ? { kind, fromLsn: lsn } : { kind }
  return (
    <Dialog title={`Damage the disk of ${node.name}`} isOpen onClose={closeOverlay}>
      <RadioGroup
        className={styles.choices ?? ''}
        value={kind}
        onChange={(value) => setKind(KINDS.find((candidate) => candidate.kind === value)?.kind ?? kind)}
      >
        <Label className={styles.label ?? ''}>Damage</Label>
        {KINDS.map(({ kind: value, label, says }) => (
          <Radio key={value} value={value} className={styles.choice ?? ''}>
            <span className={styles.dot} />
            <span>
              {label}
              <span className={styles.says}>{says}</span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
      {kind === 'wipe' || last === 0 ? null : (
        <NumberField
          label={`${kind === 'flipBit' ? 'In the record at LSN' : 'From the batch that holds LSN'}, ${first} to ${last} as last seen`}
          value={lsn}
          onChange={setLsn}
          minimum={first}
          maximum={Math.max(first, last)}
        />
      )}
      <DialogActions>
        <Button onPress={closeOverlay}>Cancel</Button>
        <Button
          look="danger"
          blocked={blocked}
          onPress={() => {
            closeOverlay()
            damage(node.name, how)
          }}
        >
          Damage the disk
        </Button>
      </DialogActions>
    </Dialog>
  )
}
