import { Check, Minus, ShieldAlert, X } from 'lucide-react'
import { Fragment } from 'react'
import type { InvariantVerdict } from '../../cluster/contract.ts'
import { INVARIANTS } from '../../invariants/invariants.ts'
import { classes } from '../design/classes.ts'
import { spaced } from '../pictures/spaced-number.ts'
import { RuleLink } from '../specs/RuleLink.tsx'
import styles from './Invariants.module.css'
import { invariantsSay } from './invariants-say.ts'

const MARKS = {
  holds: { icon: Check, says: 'holds' },
  untested: { icon: Minus, says: 'not tested yet' },
  excused: { icon: ShieldAlert, says: 'broken by damage' },
  broken: { icon: X, says: 'broken' },
} as const

type Standing = keyof typeof MARKS

function standingOf({ holds, checks, excusedBy }: InvariantVerdict): Standing {
  if (!holds) return excusedBy === undefined ? 'broken' : 'excused'
  return checks === 0 ? 'untested' : 'holds'
}

/** What is broken stands first, however long the list. */
const WORST_FIRST = ['broken', 'excused'] as const satisfies readonly Standing[]

/** What holds, and how often each was held against something that it could have failed on. Each opens to what it says. */
export function Invariants({ verdicts }: { readonly verdicts: readonly InvariantVerdict[] }) {
  const ordered = [
    ...WORST_FIRST.flatMap((standing) => verdicts.filter((verdict) => standingOf(verdict) === standing)),
    ...verdicts.filter(({ holds }) => holds),
  ]
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
          {ordered.map((verdict) => (
            <Invariant key={verdict.id} verdict={verdict} />
          ))}
        </tbody>
      </table>
    </details>
  )
}

function Invariant({ verdict }: { readonly verdict: InvariantVerdict }) {
  const { id, checks, excusedBy } = verdict
  const standing = standingOf(verdict)
  const { icon: Icon, says } = MARKS[standing]
  return (
    <tr>
      {/* What folds names no header by itself. */}
      <th scope="row" aria-label={`${id}, ${says}`} className={classes(styles[standing])}>
        <details className={styles.one}>
          <summary>
            <Icon size={13} strokeWidth={2.25} role="img" aria-label={says} className={styles.mark} />
            {id}
          </summary>
          <Meaning id={id} />
        </details>
        {excusedBy === undefined ? null : <span className={styles.excuse}>{excusedBy}</span>}
      </th>
      <td>{spaced(checks)}</td>
    </tr>
  )
}

function Meaning({ id }: { readonly id: string }) {
  const invariant = INVARIANTS.find((each) => each.id === id)
  if (invariant === undefined) return null
  return (
    <p className={styles.meaning}>
      {invariant.statement} Follows from{' '}
      {invariant.rules.map((rule, index) => (
        <Fragment key={rule}>
          {index === 0 ? '' : ', '}
          <RuleLink rule={rule} />
        </Fragment>
      ))}
      .
    </p>
  )
}
