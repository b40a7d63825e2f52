import { Label, ProgressBar } from 'react-aria-components'
import styles from './Progress.module.css'

/** How far something has come. `share`: 0 to 1. */
export function Progress({ label, share, says }: { readonly label: string; readonly share: number; readonly says?: string }) {
  return (
    <ProgressBar className={styles.progress ?? ''} value={share * 100}>
      <Label className={styles.label ?? ''}>
        {label} <b>{Math.floor(share * 100)} %</b>
      </Label>
      {says === undefined ? null : <span className={styles.says}>{says}</span>}
      <div className={styles.track}>
        <div className={styles.done} style={{ width: `${share * 100}%` }} />
      </div>
    </ProgressBar>
  )
}
