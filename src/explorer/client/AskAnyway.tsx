import type { Blocked } from '../../cluster/availability.ts'
import { Button } from '../design/Button.tsx'
import { RuleLink } from '../specs/RuleLink.tsx'
import styles from './ClientPanel.module.css'

/** What the node would refuse, and the way to be refused: a client may ask for anything, and the refusal is worth seeing. */
export function AskAnyway({
  blocked,
  label,
  onPress,
}: {
  readonly blocked: Blocked
  readonly label: string
  readonly onPress: () => void
}) {
  return (
    <div className={styles.row}>
      <p className={styles.says}>
        {blocked.reason} {blocked.rule === undefined ? null : <RuleLink rule={blocked.rule} />}
      </p>
      {blocked.rule === undefined ? null : (
        <Button size="small" look="quiet" label={label} onPress={onPress}>
          Ask anyway
        </Button>
      )}
    </div>
  )
}
