import { DropZone, FileTrigger } from 'react-aria-components'
import { Button } from '../design/Button.tsx'
import { Section } from '../inspector/Section.tsx'
import styles from './Runs.module.css'
import { importFile } from './run-commands.ts'

const TRACE_FILES = ['.json', '.gz', 'application/json', 'application/gzip']

/** Takes a trace that was exported here or elsewhere, chosen or dropped. */
export function ImportArea() {
  return (
    <Section title="Import">
      <DropZone
        aria-label="Drop a trace here"
        className={styles.drop ?? ''}
        onDrop={({ items }) => {
          for (const item of items) if (item.kind === 'file') item.getFile().then(importFile).catch(reportError)
        }}
      >
        <span className={styles.quiet}>Drop a trace here, or</span>
        <FileTrigger
          acceptedFileTypes={TRACE_FILES}
          onSelect={(files) => {
            for (const file of files ?? []) importFile(file)
          }}
        >
          <Button>Choose a file</Button>
        </FileTrigger>
      </DropZone>
    </Section>
  )
}
