import { useEffect, useRef } from 'react'
import type { FoundHistory } from '../../cluster/search/worker/search-messages.ts'
import { Button } from '../design/Button.tsx'
import { spaced } from '../pictures/spaced-number.ts'
import { openHistory } from '../runs/run-commands.ts'
import { BrokenStatements } from './BrokenStatements.tsx'
import { exportTrace } from './export-trace.ts'
import { History } from './History.tsx'
import styles from './Search.module.css'
import { type SearchRun, useSearch } from './search-store.ts'
import { verdictText, verdictTone } from './verdict-text.ts'

const MILLIS_A_SECOND = 1000

/** How far the search has come, and what it found. It stands above all else: nobody has to look for it. */
export function SearchOutcome() {
  const run = useSearch((state) => state.run)
  if (run === null) {
    return (
      <section className={styles.outcome} aria-label="What the search found">
        <p className={styles.verdict}>Nothing has been searched yet</p>
        <p className={styles.says}>
          A search goes through every order of every event within the bounds, over the engine that runs here, in workers of its
          own. Breadth first: what it finds to be wrong is the shortest history that leads there. The live cluster goes on
          meanwhile.
        </p>
      </section>
    )
  }
  const { found } = run
  return (
    <section className={styles.outcome} aria-label="What the search found">
      <Verdict run={run} />
      <p className={styles.says}>{run.scope}</p>
      {found === null ? null : (
        <>
          <BrokenStatements ids={[found.invariant]} />
          <div className={styles.actions}>
            <Button look="primary" onPress={() => openFound(found)} hint="Step through it, verify it, branch from it">
              Open as a run
            </Button>
            <Button onPress={() => exportTrace(found)}>Export as a trace</Button>
          </div>
          <History steps={found.steps} />
        </>
      )}
      <Counts run={run} />
    </section>
  )
}

/** Whoever began the search is led here, and hears of it when it ends. */
function Verdict({ run }: { readonly run: SearchRun }) {
  const verdict = useRef<HTMLParagraphElement>(null)
  const isNew = useSearch((state) => state.isNew)
  useEffect(() => {
    if (!isNew) return
    verdict.current?.focus()
    useSearch.getState().seen()
  }, [isNew])
  return (
    <p ref={verdict} tabIndex={-1} className={styles.verdict} data-tone={verdictTone(run)} role="status">
      {verdictText(run)}
    </p>
  )
}

function openFound({ invariant, trace }: FoundHistory): void {
  openHistory(trace.without === undefined ? `Breaks ${invariant}` : `Without ${trace.without.rule}: ${invariant}`, trace)
}

function Counts({ run: { progress, elapsedMillis, workers } }: { readonly run: SearchRun }) {
  const seconds = elapsedMillis / MILLIS_A_SECOND
  const states = progress?.states ?? 0
  const counts = [
    ['States found', states],
    ['States a second', seconds > 0 ? Math.round(states / seconds) : 0],
    ['Depth, steps', progress?.depth ?? 0],
    ['Waiting states', progress?.frontier ?? 0],
    ['Transitions', progress?.transitions ?? 0],
    ['Workers', workers],
  ] as const
  return (
    <dl className={styles.counts}>
      {counts.map(([name, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{spaced(count)}</dd>
        </div>
      ))}
    </dl>
  )
}
