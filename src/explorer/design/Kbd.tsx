import { Keyboard } from 'react-aria-components'
import styles from './Kbd.module.css'

/** A key, or keys pressed together. */
export function Kbd({ children }: { readonly children: string }) {
  return <Keyboard className={styles.key ?? ''}>{children}</Keyboard>
}
