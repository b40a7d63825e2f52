import { type ReactNode, useId } from 'react'
import styles from './Section.module.css'

/** One part of the inspector: a small heading, and what stands under it. */
export function Section({
  title,
  aside,
  children,
}: {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  const titleId = useId()
  return (
    <section className={styles.section} aria-labelledby={titleId}>
      <header className={styles.header}>
        <h3 id={titleId} className={styles.title}>
          {title}
        </h3>
        {aside}
      </header>
      {children}
    </section>
  )
}
