import { useState } from 'react'
import { availabilityOfWorkload, availabilityOfWrite } from '../../cluster/availability.ts'
import type { NodeView, Workload } from '../../cluster/cluster.ts'
import { counted } from '../../cluster/counted.ts'
import { MOST_CLIENTS, MOST_COMMITS_PER_SECOND } from '../../cluster/limits.ts'
import { runWorkload, stopWorkload } from '../commands/node-commands.ts'
import { Button } from '../design/Button.tsx'
import { NumberField } from '../design/NumberField.tsx'
import styles from './ClientPanel.module.css'

const DEFAULT_RATE = 4
const DEFAULT_CLIENTS = 1

/** Clients that write on their own to one node: as many as here, and so many commits a second between them. */
export function WorkloadForm({ node }: { readonly node: NodeView }) {
  const running = node.workload
  const [rate, setRate] = useState(running?.commitsPerSecond ?? DEFAULT_RATE)
  const [clients, setClients] = useState(running?.clients ?? DEFAULT_CLIENTS)
  const blocked = availabilityOfWorkload(node)
  const refused = blocked === null ? availabilityOfWrite(node) : null
  return (
    <form className={styles.form} onSubmit={(event) => event.preventDefault()}>
      <div className={styles.pair}>
        <NumberField label="Commits a second" value={rate} onChange={setRate} minimum={1} maximum={MOST_COMMITS_PER_SECOND} />
        <NumberField label="Clients" value={clients} onChange={setClients} minimum={1} maximum={MOST_CLIENTS} />
      </div>
      <div className={styles.row}>
        <Button
          type="submit"
          look="primary"
          label={`${running === null ? 'Start' : 'Change'} the workload on ${node.name}`}
          blocked={blocked}
          onPress={() => runWorkload(node.name, { commitsPerSecond: rate, clients })}
        >
          {running === null ? 'Start' : 'Change'}
        </Button>
        <Button
          label={`Stop the workload on ${node.name}`}
          blocked={running === null ? { reason: `No workload runs on ${node.name}.` } : null}
          onPress={() => stopWorkload(node.name)}
        >
          Stop
        </Button>
      </div>
      <p className={styles.says}>
        {running === null ? `No workload runs on ${node.name}.` : workloadText(running)}
        {refused === null ? null : ` Its writes are refused: ${refused.rule}.`}
      </p>
    </form>
  )
}

function workloadText({ clients, commitsPerSecond }: Workload): string {
  return `${counted(clients, 'client asks', 'clients ask')} for ${counted(commitsPerSecond, 'commit')} a second.`
}
