import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../design/IconButton.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import styles from './Head.module.css'

/** What is selected: its kind, its name, a way to let go of it, and what is said of it first. */
export function Head({
  kind,
  name,
  badge,
  children,
}: {
  readonly kind: string
  readonly name: ReactNode
  readonly badge?: ReactNode
  readonly children?: ReactNode
}) {
  const select = useExplorer((state) => state.select)
  return (
    <header className={styles.head}>
      <div>
        <p className={styles.kind}>{kind}</p>
        <div className={styles.close}>
          <IconButton icon={X} label="Clear the selection" onPress={() => select(null)} placement="left" />
        </div>
        <h2 className={styles.name}>
          <span>{name}</span>
          {badge}
        </h2>
      </div>
      {children}
    </header>
  )
}

/** A sentence under the name. */
export function Says({ children }: { readonly children: ReactNode }) {
  return <p className={styles.says}>{children}</p>
}
