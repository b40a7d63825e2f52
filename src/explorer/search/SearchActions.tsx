import { Button } from '../design/Button.tsx'
import styles from './Search.module.css'
import { helpFor, scopeProblem } from './scope-fields.ts'
import { useSearch } from './search-store.ts'

/** The buttons that begin a search and end it: always in sight, whatever is folded or scrolled. */
export function SearchActions() {
  const { scope, removed, run, asked, search, stop } = useSearch()
  const isRunning = run?.kind === 'running'
  const problem = scopeProblem(scope)
  const reason = isRunning ? 'A search is running: stop it first.' : problem
  return (
    <div className={styles.footer}>
      {asked === null ? null : <p className={styles.says}>{helpFor(asked)}</p>}
      {problem === null ? null : (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={styles.actions}>
        <Button look="primary" onPress={() => search(scope, removed)} blocked={reason === null ? null : { reason }}>
          Search every order
        </Button>
        <Button onPress={stop} blocked={isRunning ? null : { reason: 'No search is running.' }}>
          Stop
        </Button>
      </div>
    </div>
  )
}
