import { EmptyState } from '../design/EmptyState.tsx'
import { ImportArea } from './ImportArea.tsx'
import { LiveRun } from './LiveRun.tsx'
import { RunCard } from './RunCard.tsx'
import styles from './Runs.module.css'
import { useRuns } from './runs-store.ts'

/** This run, and every run that was verified or imported: what each replays to, where it stood at any step, and its other futures. */
export function Runs() {
  const runs = useRuns((state) => state.runs)
  return (
    <div className={styles.runs}>
      <LiveRun />
      <ImportArea />
      {runs.length === 0 ? (
        <EmptyState title="No run has been verified or imported yet">
          A verified run is kept here: see whether it replays identically, where every node stood at any step, and what would have
          happened otherwise.
        </EmptyState>
      ) : (
        runs.map((run) => <RunCard key={run.id} run={run} />)
      )}
    </div>
  )
}
