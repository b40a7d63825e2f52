import { X } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { IconButton } from '../design/IconButton.tsx'
import { Futures } from './Futures.tsx'
import { FutureView } from './FutureView.tsx'
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
  const isNewest = useRuns(({ newest }) => newest === run.id)
  useEffect(() => {
    if (!isNewest) return
    card.current?.scrollIntoView({ block: 'start' })
    useRuns.getState().seen()
  }, [isNewest])
  return (
    <section ref={card} className={styles.card} aria-labelledby={titleId}>
      <header className={styles.cardHeader}>
        <h3 id={titleId} className={styles.cardTitle}>
          {run.name}
        </h3>
        <IconButton icon={X} label={`Close ${run.name}`} onPress={() => forget(run)} />
      </header>
      {without === null ? null : <Weakened without={without} />}
      {run.futures.length > 1 ? <Futures run={run} /> : null}
      {shown === null ? null : <FutureView run={run} future={shown} />}
    </section>
  )
}
