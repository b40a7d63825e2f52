import { classes } from '../design/classes.ts'
import type { ClientOutcome } from '../store/client-outcome.ts'
import { useExplorer, useLight } from '../store/explorer-store.ts'
import type { Selection } from '../store/selection.ts'
import styles from './OutcomeList.module.css'
import { outcomeText } from './outcome-text.ts'

/** What was asked by hand and what came of it, newest first. Each opens its explanation. */
export function OutcomeList() {
  const outcomes = useExplorer((state) => state.outcomes)
  if (outcomes.length === 0) return null
  return (
    <ul className={styles.list} aria-label="Outcomes, newest first">
      {outcomes.map((kept) => (
        <Outcome key={kept.number} kept={kept} />
      ))}
    </ul>
  )
}

function selectionOf({ number, node, outcome }: ClientOutcome): Selection {
  return outcome.outcome === 'acknowledged'
    ? { kind: 'request', number, node, commitId: outcome.commitId }
    : { kind: 'request', number, node }
}

function Outcome({ kept }: { readonly kept: ClientOutcome }) {
  const selection = selectionOf(kept)
  const light = useLight(selection)
  const select = useExplorer((state) => state.select)
  const setHover = useExplorer((state) => state.setHover)
  const { text, tone } = outcomeText(kept.outcome)
  return (
    <li>
      <button
        type="button"
        className={classes(styles.outcome, light !== 'plain' && styles[light])}
        onClick={() => select(selection)}
        onPointerEnter={() => setHover(selection)}
        onPointerLeave={() => setHover(null)}
      >
        <span className={styles.asked}>
          {kept.asked} → {kept.node}
        </span>
        <span className={styles[tone]}>{text}</span>
      </button>
    </li>
  )
}
