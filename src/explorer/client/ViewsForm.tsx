import { useState } from 'react'
import { availabilityOfRead } from '../../cluster/availability.ts'
import type { ClusterView, NodeView } from '../../cluster/cluster.ts'
import { closeReadView, openReadView } from '../commands/client-commands.ts'
import { Button } from '../design/Button.tsx'
import { TextField } from '../design/TextField.tsx'
import styles from './ClientPanel.module.css'
import { commitIdOfDraft } from './document-draft.ts'

/** Opens read views on a node, and closes those that are open anywhere. */
export function ViewsForm({ node, view }: { readonly node: NodeView; readonly view: ClusterView }) {
  const [text, setText] = useState('')
  const commit = commitIdOfDraft(text)
  const newest = node.position?.appliedCommitId
  const open = view.nodes.flatMap(({ name, position, life }) =>
    life === 'alive' ? (position?.readViews ?? []).map(({ id, bound }) => ({ name, id, bound })) : [],
  )
  return (
    <form className={styles.form} onSubmit={(event) => event.preventDefault()}>
      <TextField
        label={`Bound: a CommitId, or nothing for the newest${newest === undefined ? '' : `, ${newest}`}`}
        value={text}
        onChange={setText}
        words="data"
        error={commit.sound ? null : commit.fault}
      />
      <div className={styles.row}>
        <Button
          type="submit"
          look="primary"
          label={`Open a read view on ${node.name}`}
          blocked={commit.sound ? availabilityOfRead(node, { kind: 'newest' }) : { reason: commit.fault }}
          onPress={() => {
            if (commit.sound) void openReadView(node.name, commit.value)
          }}
        >
          Open a read view
        </Button>
      </div>
      {open.length === 0 ? (
        <p className={styles.says}>No read view is open. One keeps its bound while the log moves on.</p>
      ) : (
        <ul className={styles.list}>
          {open.map(({ name, id, bound }) => (
            <li key={`${name} ${id}`} className={styles.item}>
              <span>
                {id} on {name} @ {bound}
              </span>
              <Button
                size="small"
                look="quiet"
                label={`Close read view ${id} on ${name}`}
                onPress={() => closeReadView(name, id)}
              >
                Close
              </Button>
            </li>
          ))}
        </ul>
      )}
    </form>
  )
}
