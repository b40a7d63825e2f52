import { Ellipsis } from 'lucide-react'
import {
  availabilityOfBootstrap,
  availabilityOfCancel,
  availabilityOfConfigure,
  availabilityOfDamage,
  availabilityOfKill,
  availabilityOfRestart,
  availabilityOfResume,
} from '../../cluster/availability.ts'
import type { ClusterView, NodeView } from '../../cluster/cluster.ts'
import { counted } from '../../cluster/counted.ts'
import { cancel, kill, restart, resume } from '../commands/node-commands.ts'
import { Button } from '../design/Button.tsx'
import { Menu } from '../design/Menu.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import styles from './NodeActions.module.css'

/** What an operator, or a fault, can do to a node. What can't be done now says why. */
export function NodeActions({ node, view }: { readonly node: NodeView; readonly view: ClusterView }) {
  const show = useExplorer((state) => state.show)
  const { name } = node
  const resumable = availabilityOfResume(view, node)
  return (
    <div className={styles.actions}>
      {node.life === 'dead' ? (
        <Button look="primary" label={`Restart ${name}`} blocked={availabilityOfRestart(node)} onPress={() => restart(name)}>
          Restart
        </Button>
      ) : (
        <Button look="danger" label={`Kill ${name}`} blocked={availabilityOfKill(node)} onPress={() => kill(name)}>
          Kill
        </Button>
      )}
      <Button
        look={resumable === null ? 'primary' : 'plain'}
        label={`Validate and resume ${name}`}
        blocked={resumable}
        onPress={() => resume(name)}
      >
        Validate and resume
      </Button>
      <Button
        label={`Bootstrap ${name} again`}
        blocked={availabilityOfBootstrap(view, node)}
        onPress={() => show({ kind: 'bootstrap', node: name })}
      >
        Bootstrap again
      </Button>
      <Menu
        label={`More for ${name}`}
        trigger={
          <Button label={`More for ${name}`}>
            <Ellipsis size={16} aria-hidden />
          </Button>
        }
        choices={[
          {
            id: 'cancel',
            label: 'Cancel what waits',
            says: node.operatorWaits === null ? 'A resume or a bootstrap' : `A ${node.operatorWaits}, for its Primary's answer`,
            blocked: availabilityOfCancel(node),
            onAction: () => cancel(name),
          },
          {
            id: 'damage',
            label: 'Damage its disk…',
            says: 'Flip a bit, lose the tail, or wipe it',
            blocked: availabilityOfDamage(node),
            onAction: () => show({ kind: 'damage', node: name }),
          },
          {
            id: 'configure',
            label: 'Configure…',
            says: 'As a mistake would, or to undo one',
            blocked: availabilityOfConfigure(node),
            onAction: () => show({ kind: 'configure', node: name }),
          },
          {
            id: 'crash',
            label: 'Arm a crash point…',
            says: node.armedCrash === null ? 'It dies there, once' : `Armed: ${node.armedCrash}`,
            onAction: () => show({ kind: 'crash', node: name }),
          },
          {
            id: 'workload',
            label: 'Workload…',
            says:
              node.workload === null
                ? 'Clients that write on their own'
                : `${counted(node.workload.commitsPerSecond, 'commit')} a second wanted`,
            onAction: () => show({ kind: 'workload', node: name }),
          },
        ]}
      />
    </div>
  )
}
