import { useEffect, useRef } from 'react'
import type { NextChoice } from '../../cluster/replay/worker/replay-messages.ts'
import { Button } from '../design/Button.tsx'
import styles from './ChooseNext.module.css'
import { choiceText } from './choice-text.ts'
import { look, take } from './run-commands.ts'
import { type Future, futureName, type Run, useRuns } from './runs-store.ts'

/** What may happen next in a branch, at its end: whoever looks at it decides. */
export function ChooseNext({ run, future }: { readonly run: Run; readonly future: Future }) {
  const { end } = future
  const choices = useRef<HTMLFieldSetElement>(null)
  const isNewest = useRuns(({ newestBranch }) => newestBranch?.run === run.id && newestBranch.future === future.id)
  useEffect(() => {
    if (!isNewest) return
    // A branch is cut to choose: what there is to choose from is brought into sight.
    choices.current?.focus()
    useRuns.getState().seenBranch()
  }, [isNewest])
  if (end === null) return null
  if (run.moment !== null && run.moment.step !== end.step)
    return (
      <Button size="small" onPress={() => void look(run, future.id, end.step)}>
        Go to the end of {futureName(future)} to choose what happens next
      </Button>
    )
  const choose = (choice: NextChoice) => {
    // What was chosen may be no choice any more: whoever uses the keyboard stays among them.
    choices.current?.focus()
    void take(run, future.id, choice)
  }
  return (
    <fieldset ref={choices} tabIndex={-1} className={styles.choices}>
      <legend className={styles.legend}>What happens next in {futureName(future)}</legend>
      {end.next.map((choice) => (
        <Button
          key={JSON.stringify(choice)}
          size="small"
          look={choice.kind === 'settle' || choice.kind === 'writeNote' ? 'plain' : 'quiet'}
          onPress={() => choose(choice)}
          className={styles.choice}
        >
          {choiceText(choice)}
        </Button>
      ))}
    </fieldset>
  )
}
