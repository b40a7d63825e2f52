import { useState } from 'react'
import { availabilityOfWrite } from '../../cluster/availability.ts'
import type { NodeView } from '../../cluster/cluster.ts'
import { write } from '../commands/client-commands.ts'
import { Button } from '../design/Button.tsx'
import { TextField } from '../design/TextField.tsx'
import { AskAnyway } from './AskAnyway.tsx'
import styles from './ClientPanel.module.css'
import { commitIdOfDraft, documentOfDraft, keyFault } from './document-draft.ts'
import { nextNote } from './note.ts'

/** Writes one document, or deletes it. The database decides; what can't be sent says why. */
export function WriteForm({ node }: { readonly node: NodeView }) {
  const [collection, setCollection] = useState('notes')
  const [id, setId] = useState('k1')
  const [text, setText] = useState('{ "text": "hello" }')
  const [basedOnText, setBasedOnText] = useState('')
  const key = keyFault(collection, id)
  const draft = documentOfDraft(id, text)
  const basedOn = commitIdOfDraft(basedOnText)
  const blocked = availabilityOfWrite(node)
  const base = basedOn.sound ? basedOn.value : null
  const unsound = key ?? (basedOn.sound ? null : basedOn.fault)
  const put = unsound ?? (draft.sound ? null : draft.fault)
  const sendPut = () => {
    if (draft.sound) void write(node.name, { op: 'put', collection, document: draft.value }, base)
  }
  return (
    <form className={styles.form} onSubmit={(event) => event.preventDefault()}>
      <div className={styles.triple}>
        <TextField label="Collection" value={collection} onChange={setCollection} words="data" error={id === '' ? null : key} />
        <TextField label="Id" value={id} onChange={setId} words="data" error={id === '' ? key : null} />
        <TextField
          label="Based on"
          value={basedOnText}
          onChange={setBasedOnText}
          words="data"
          placeholder="CommitId"
          help="A CommitId, or nothing. The write is rejected if the document has a newer commit (MVCC-4)."
          error={basedOn.sound ? null : basedOn.fault}
        />
      </div>
      <TextField
        label="Document, as JSON"
        value={text}
        onChange={setText}
        lines="many"
        words="data"
        error={draft.sound ? null : draft.fault}
      />
      <div className={styles.row}>
        <Button
          type="submit"
          look="primary"
          label={`Put the document on ${node.name}`}
          blocked={put === null ? blocked : { reason: put }}
          onPress={sendPut}
        >
          Put
        </Button>
        <Button
          label={`Delete the document on ${node.name}`}
          blocked={unsound === null ? blocked : { reason: unsound }}
          onPress={() => void write(node.name, { op: 'delete', collection, id }, base)}
        >
          Delete
        </Button>
        <Button
          label={`Write a note on ${node.name}`}
          blocked={blocked}
          hint="Puts a small document of its own, at once"
          onPress={() => void write(node.name, { op: 'put', collection: 'notes', document: nextNote() }, null)}
        >
          Write a note
        </Button>
      </div>
      {blocked === null || put !== null ? null : (
        <AskAnyway blocked={blocked} label={`Put the document on ${node.name} anyway`} onPress={sendPut} />
      )}
    </form>
  )
}
