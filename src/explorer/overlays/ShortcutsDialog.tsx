import { Dialog } from '../design/Dialog.tsx'
import { Kbd } from '../design/Kbd.tsx'
import { closeOverlay } from './close-overlay.ts'
import styles from './Form.module.css'
import { SHORTCUTS } from './shortcuts.ts'

export function ShortcutsDialog() {
  return (
    <Dialog title="Keyboard" isOpen onClose={closeOverlay}>
      <dl className={styles.keys}>
        {SHORTCUTS.map(({ keys, says }) => (
          <div key={keys} style={{ display: 'contents' }}>
            <dt>
              <Kbd>{keys}</Kbd>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
