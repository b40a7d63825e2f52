import type { ReactNode } from 'react'
import styles from './Badge.module.css'
import { classes } from './classes.ts'
import type { Hue } from './standing.ts'

/** A short word in a hue. The word says it all; the hue repeats it. */
export function Badge({ hue, children }: { readonly hue: Hue; readonly children: ReactNode }) {
  return <span className={classes(styles.badge, styles[hue])}>{children}</span>
}
