import { useState } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { availabilityOfCrashPoint } from '../../cluster/availability.ts'
import type { NodeView } from '../../cluster/cluster.ts'
import type { CrashPoint } from '../../cluster/contract.ts'
import { armCrash, CRASH_POINT_SAYS, disarm } from '../commands/node-commands.ts'
import { Button } from '../design/Button.tsx'
import { Dialog, DialogActions } from '../design/Dialog.tsx'
import { closeOverlay } from './close-overlay.ts'
import styles from './Form.module.css'

const POINTS = [
  'beforeWalDurable',
  'afterWalDurable',
  'afterAcknowledge',
  'duringShipping',
  'beforeReplicaAppend',
  'afterReplicaAppend',
  'afterApply',
  'duringRecovery',
  'beforeHaltDurable',
  'beforeOperationDurable',
  'afterOperationDurable',
] as const satisfies readonly CrashPoint[]

/** A place among a node's effects at which it dies, once. Only those that it can come to are offered. (CLUSTER-8) */
export function CrashDialog({ node }: { readonly node: NodeView }) {
  const reachable = POINTS.filter((candidate) => availabilityOfCrashPoint(node, candidate) === null)
  const [point, setPoint] = useState<CrashPoint>(node.armedCrash ?? reachable[0] ?? 'duringRecovery')
  return (
    <Dialog title={`Arm a crash point on ${node.name}`} isOpen onClose={closeOverlay}>
      <p className={styles.text}>At this point no further effect is performed; then the worker is terminated. It is met once.</p>
      <RadioGroup
        className={styles.choices ?? ''}
        value={point}
        onChange={(value) => setPoint(POINTS.find((candidate) => candidate === value) ?? point)}
      >
        <Label className={styles.label ?? ''}>Crash point</Label>
        {reachable.map((candidate) => (
          <Radio key={candidate} value={candidate} className={styles.choice ?? ''} aria-label={candidate}>
            <span className={styles.dot} />
            <span>
              <code>{candidate}</code>
              <span className={styles.says}>{CRASH_POINT_SAYS[candidate]}</span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
      <DialogActions>
        <Button onPress={closeOverlay}>Cancel</Button>
        {node.armedCrash === null ? null : (
          <Button
            onPress={() => {
              closeOverlay()
              disarm(node.name)
            }}
          >
            Disarm
          </Button>
        )}
        <Button
          look="danger"
          onPress={() => {
            closeOverlay()
            armCrash(node.name, point)
          }}
        >
          Arm it
        </Button>
      </DialogActions>
    </Dialog>
  )
}
