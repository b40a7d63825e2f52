import type { Weakening } from '../../platform/trace/trace.ts'
import { Badge } from '../design/Badge.tsx'
import { RuleLink } from '../specs/RuleLink.tsx'
import styles from './Runs.module.css'

/** Says, of a run and of every future of it, that no live cluster can ever have it. */
export function Weakened({ without: { rule, guard } }: { readonly without: Weakening }) {
  return (
    <p className={styles.weakened}>
      <Badge hue="held">Simulated without {rule}</Badge> Its engine had <RuleLink rule={rule} /> taken away:{' '}
      {guard === null ? (
        'it was broken on purpose'
      ) : (
        <>
          the guard <code>{guard}</code> was always content
        </>
      )}
      . No live node can be like that.
    </p>
  )
}
