import { Check, ShieldAlert, X } from 'lucide-react'
import type { InvariantVerdict } from '../../cluster/contract.ts'
import { classes } from '../design/classes.ts'
import { spaced } from '../pictures/spaced-number.ts'
import styles from './Invariants.module.css'
import { invariantsSay } from './invariants-say.ts'

const MARKS = {
  holds: { icon: Check, says: 'holds' },
  excused: { icon: ShieldAlert, says: 'broken by damage' },
  broken: { icon: X, says: 'broken' },
} as const

/** What holds, and how often each was held against something that it could have failed on. */
export function Invariants({ verdicts }: { readonly verdicts: readonly InvariantVerdict[] }) {
  return (
    <details className={styles.invariants}>
      <summary>{invariantsSay(verdicts)}</summary>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Invariant</th>
            <th scope="col">checks</th>
          </tr>
        </thead>
        <tbody>
          {verdicts.map((verdict) => (
            <Invariant key={verdict.id} verdict={verdict} />
          ))}
        </tbody>
      </table>
    </details>
  )
}

function Invariant({ verdict: { id, holds, checks, excusedBy } }: { readonly verdict: InvariantVerdict }) {
  const standing = holds ? 'holds' : excusedBy === undefined ? 'broken' : 'excused'
  const { icon: Icon, says } = MARKS[standing]
  return (
    <tr>
      <th scope="row" className={classes(styles[standing])}>
        <Icon size={13} strokeWidth={2.25} role="img" aria-label={says} className={styles.mark} />
        {id}
        {excusedBy === undefined ? null : <span className={styles.excuse}>{excusedBy}</span>}
      </th>
      <td>{spaced(checks)}</td>
    </tr>
  )
}
