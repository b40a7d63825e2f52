import type { FoundHistory } from '../../cluster/search/worker/search-messages.ts'
import { Button } from '../design/Button.tsx'
import { EmptyState } from '../design/EmptyState.tsx'
import { openHistory } from '../runs/run-commands.ts'
import { exportTrace } from './export-trace.ts'
import styles from './Search.module.css'
import { type SearchRun, useSearch } from './search-store.ts'

const MILLIS_A_SECOND = 1000

/** How far the search has come, and what it found. */
export function SearchOutcome() {
  const run = useSearch((state) => state.run)
  if (run === null) {
    return (
      <EmptyState title="Nothing has been searched yet">
        A search looks at every state that the cluster can reach, breadth first: what it finds to be wrong is the shortest history
        that leads there.
      </EmptyState>
    )
  }
  const { found } = run
  return (
    <section className={styles.outcome} aria-label="What the search found">
      <p className={styles.verdict} data-tone={toneOf(run)} role="status">
        {verdictOf(run)}
      </p>
      <p className={styles.says}>{run.scope}</p>
      <Counts run={run} />
      {found === null ? null : (
        <>
          <ol className={styles.history}>
            {found.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the history
              <li key={index}>{step}</li>
            ))}
          </ol>
          <div className={styles.actions}>
            <Button look="primary" onPress={() => openFound(found)} hint="Step through it, verify it, branch from it">
              Open as a run
            </Button>
            <Button onPress={() => exportTrace(found)}>Export as a trace</Button>
          </div>
        </>
      )}
    </section>
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
          <dd>{count.toLocaleString('en')}</dd>
        </div>
      ))}
    </dl>
  )
}

function toneOf({ kind, found }: SearchRun): 'plain' | 'healthy' | 'wrong' {
  if (found !== null || kind === 'failed') return 'wrong'
  return kind === 'ended' ? 'healthy' : 'plain'
}

function verdictOf({ kind, progress, found, message }: SearchRun): string {
  switch (kind) {
    case 'running':
      return 'Searching …'
    case 'stopped':
      return '○ Stopped. Nothing was wrong in the states that were found.'
    case 'failed':
      return `✕ The search could not go on: ${message ?? ''}`
    case 'ended':
      if (found !== null) return `✕ ${found.invariant} is broken, in ${found.steps.length} steps and no fewer`
      return progress?.kind === 'exhausted'
        ? '✓ Every state was found, and every invariant holds in all of them.'
        : '○ The bound on states was reached: every invariant holds in the states that were found.'
  }
}
