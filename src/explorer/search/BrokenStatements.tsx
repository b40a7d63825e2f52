import { BREACH_KINDS } from '../../simulation/search/breaches.ts'
import styles from './Search.module.css'

/** What had to hold, and did not. */
export function BrokenStatements({ ids }: { readonly ids: readonly string[] }) {
  return BREACH_KINDS.filter(({ id }) => ids.includes(id)).map(({ id, statement }) => (
    <p key={id} className={styles.says}>
      <b>{id}</b>
      {`: ${statement}`}
    </p>
  ))
}
