import { type ReactNode, useId } from 'react'
import { classes } from './classes.ts'
import styles from './Panel.module.css'

/** A named region: its title, a word on what it shows, its controls, its content. The content fills what is left. */
export function Panel({
  title,
  says,
  controls,
  children,
  className,
}: {
  readonly title: string
  readonly says?: ReactNode
  readonly controls?: ReactNode
  readonly children: ReactNode
  readonly className?: string | undefined
}) {
  const titleId = useId()
  return (
    <section className={classes(styles.panel, className)} aria-labelledby={titleId}>
      <header className={styles.header}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        {says === undefined ? null : <span className={styles.says}>{says}</span>}
        {controls === undefined ? null : <div className={styles.controls}>{controls}</div>}
      </header>
      <div className={styles.content}>{children}</div>
    </section>
  )
}
