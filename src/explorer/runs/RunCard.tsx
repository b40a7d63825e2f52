import { X } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { IconButton } from '../design/IconButton.tsx'
import { Futures } from './Futures.tsx'
import { FutureView } from './FutureView.tsx'
import { focusLost } from './focus-lost.ts'
import styles from './Runs.module.css'
import { forget } from './run-commands.ts'
import { futureOf, type Run, useRuns, weakeningOf } from './runs-store.ts'
import { Weakened } from './Weakened.tsx'

/** One run that is kept, with its futures. */
export function RunCard({ run }: { readonly run: Run }) {
  const titleId = useId()
  const shown = futureOf(run, run.shown)
  const without = weakeningOf(run)
  const card = useRef<HTMLElement>(null)
  const title = useRef<HTMLHeadingElement>(null)
  const isNewest = useRuns(({ newest }) => newest === run.id)
  const close = () => {
    // On to what takes its place, or to what is left.
    const near = card.current?.nextElementSibling ?? card.current?.previousElementSibling
    near?.querySelector<HTMLElement>('h3[tabindex], button')?.focus()
    forget(run)
  }
  useEffect(() => {
    if (!isNewest) return
    card.current?.scrollIntoView({ block: 'start' })
    // Whoever pressed what is gone by now goes on from here; anyone else is left where they are.
    if (focusLost()) title.current?.focus({ preventScroll: true })
    useRuns.getState().seen()
  }, [isNewest])
  return (
    <section ref={card} className={styles.card} aria-labelledby={titleId}>
      <header className={styles.cardHeader}>
        <h3 ref={title} id={titleId} tabIndex={-1} className={styles.cardTitle}>
          {run.name}
        </h3>
        <IconButton icon={X} label={`Close ${run.name}`} onPress={close} />
      </header>
      {without === null ? null : <Weakened without={without} />}
      {run.futures.length > 1 ? <Futures run={run} /> : null}
      {shown === null ? null : <FutureView run={run} future={shown} />}
    </section>
  )
}
