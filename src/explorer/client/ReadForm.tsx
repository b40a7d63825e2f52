import { useState } from 'react'
import { availabilityOfRead, type ReadPlace } from '../../cluster/availability.ts'
import type { NodeView } from '../../cluster/cluster.ts'
import { read } from '../commands/client-commands.ts'
import { Button } from '../design/Button.tsx'
import { Select } from '../design/Select.tsx'
import { TextField } from '../design/TextField.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import { AskAnyway } from './AskAnyway.tsx'
import styles from './ClientPanel.module.css'
import { commitIdOfDraft, keyFault } from './document-draft.ts'

const NEWEST = 'newest'
const AT_COMMIT = 'commit'

/** Reads one document at the node's newest commit, at a CommitId, or through an open read view. */
export function ReadForm({ node }: { readonly node: NodeView }) {
  const [collection, setCollection] = useState('notes')
  const [id, setId] = useState('k1')
  const [place, setPlace] = useState<string>(NEWEST)
  const [commitText, setCommitText] = useState('')
  const views = node.position?.readViews ?? []
  const commit = commitIdOfDraft(commitText)
  const fault = keyFault(collection, id) ?? (place === AT_COMMIT && !commit.sound ? commit.fault : null)
  const at = readPlace(place, commit.sound ? commit.value : null)
  const blocked = availabilityOfRead(node, at)
  const send = () => {
    const argument = at.kind === 'newest' ? null : at.kind === 'commit' ? at.commitId : at.view
    void read(node.name, collection, id, argument).then(showNewest)
  }
  return (
    <form className={styles.form} onSubmit={(event) => event.preventDefault()}>
      <div className={styles.pair}>
        <TextField label="Collection" value={collection} onChange={setCollection} words="data" />
        <TextField label="Id" value={id} onChange={setId} words="data" />
      </div>
      <div className={styles.pair}>
        <Select
          label="At"
          value={place}
          onChange={setPlace}
          choices={[
            { value: NEWEST, label: 'the newest' },
            { value: AT_COMMIT, label: 'a CommitId' },
            ...views.map((view) => ({ value: `view ${view.id}`, label: `read view ${view.id} @ ${view.bound}` })),
          ]}
        />
        {place === AT_COMMIT ? (
          <TextField
            label="CommitId"
            value={commitText}
            onChange={setCommitText}
            words="data"
            error={commit.sound ? null : commit.fault}
          />
        ) : null}
      </div>
      <div className={styles.row}>
        <Button
          type="submit"
          look="primary"
          label={`Read the document on ${node.name}`}
          blocked={fault === null ? blocked : { reason: fault }}
          onPress={send}
        >
          Read
        </Button>
      </div>
      {blocked === null || fault !== null ? null : (
        <AskAnyway blocked={blocked} label={`Read the document on ${node.name} anyway`} onPress={send} />
      )}
    </form>
  )
}

function readPlace(place: string, commitId: number | null): ReadPlace {
  if (place === AT_COMMIT && commitId !== null) return { kind: 'commit', commitId }
  if (place.startsWith('view ')) return { kind: 'view', view: place.slice('view '.length) }
  return { kind: 'newest' }
}

/** A read is asked for to be seen: its outcome is selected at once. */
function showNewest(): void {
  const { outcomes, select } = useExplorer.getState()
  const [newest] = outcomes
  if (newest !== undefined) select({ kind: 'request', number: newest.number, node: newest.node })
}
