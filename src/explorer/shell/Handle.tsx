import { Separator } from 'react-resizable-panels'
import { classes } from '../design/classes.ts'
import styles from './Handle.module.css'

/** Between two panels: drag it, or move it with the arrow keys. */
export function Handle({ between }: { readonly between: string }) {
  return <Separator className={classes(styles.handle)} aria-label={`Resize ${between}`} />
}
