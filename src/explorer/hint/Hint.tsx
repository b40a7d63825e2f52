import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { nextNote } from '../client/note.ts'
import { write } from '../commands/client-commands.ts'
import { Button } from '../design/Button.tsx'
import { IconButton } from '../design/IconButton.tsx'
import { shortName } from '../design/short-name.ts'
import { useEvents } from '../events/use-events.ts'
import { useCalmView } from '../store/calm-view.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import { remembered } from '../store/remembered.ts'
import styles from './Hint.module.css'
import { type Cast, castOf, HINT_STEPS, type HintStep, nextStep } from './hint-steps.ts'

/** How many steps are done; all of them once the hint was dismissed. */
const rememberedStep = remembered<number>(
  'aerodb.hint',
  0,
  (stored) => {
    const step = Number(stored)
    return Number.isInteger(step) && step >= 0 ? step : null
  },
  String,
)

/** What to try first, in one line; the next once it is done. */
export function Hint() {
  const [passed, setPassed] = useState(() => rememberedStep.read())
  const pass = (step: number) => {
    rememberedStep.write(step)
    setPassed(step)
  }
  return passed >= HINT_STEPS.length ? null : <Hinting passed={passed} onPass={pass} />
}

function Hinting({ passed, onPass }: { readonly passed: number; readonly onPass: (step: number) => void }) {
  const view = useCalmView()
  const outcomes = useExplorer((state) => state.outcomes)
  const { events } = useEvents()
  const cast = view === null ? null : castOf(view)
  const writes = outcomes.filter(({ outcome }) => outcome.outcome === 'acknowledged').length
  const reached = view === null || cast === null ? passed : nextStep(passed, { view, events, writes }, cast)
  useEffect(() => {
    if (reached !== passed) onPass(reached)
  }, [reached, passed, onPass])
  const step = HINT_STEPS[reached]
  if (view === null || cast === null || step === undefined) return null
  return (
    <section className={styles.hint} aria-label="What to try">
      <span className={styles.count}>
        Try {reached + 1} of {HINT_STEPS.length}
      </span>
      <span className={styles.says}>{step.says(shortened(cast), view)}</span>
      <StepButton step={step} cast={cast} />
      <span className={styles.close}>
        <IconButton icon={X} label="Dismiss what to try" onPress={() => onPass(HINT_STEPS.length)} />
      </span>
    </section>
  )
}

/** For words only: in a line there is little room. */
function shortened({ primary, first, last }: Cast): Cast {
  return { primary: shortName(primary, 14), first: shortName(first, 14), last: shortName(last, 14) }
}

function StepButton({ step, cast }: { readonly step: HintStep; readonly cast: Cast }) {
  const select = useExplorer((state) => state.select)
  const selection = step.at(cast)
  if (selection === null)
    return (
      <Button
        size="small"
        onPress={() => void write(cast.primary, { op: 'put', collection: 'notes', document: nextNote() }, null)}
      >
        Write a note
      </Button>
    )
  return (
    <Button size="small" onPress={() => select(selection)}>
      Show where
    </Button>
  )
}
