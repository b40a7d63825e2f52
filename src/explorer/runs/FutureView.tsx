import { useRef } from 'react'
import { Badge } from '../design/Badge.tsx'
import { Button } from '../design/Button.tsx'
import { counted } from '../design/counted.ts'
import { asSentence } from '../design/sentence.ts'
import { ChooseNext } from './ChooseNext.tsx'
import { Judged } from './Judged.tsx'
import { Moment } from './Moment.tsx'
import { Progress } from './Progress.tsx'
import styles from './Runs.module.css'
import { exportFuture, stop, verifyFuture } from './run-commands.ts'
import { type Future, futureName, type Run, type Verdict } from './runs-store.ts'

/** One future: what it replays to, where it stood at the step that was chosen, and, of a branch, what may happen next. */
export function FutureView({ run, future }: { readonly run: Run; readonly future: Future }) {
  const { verdict, end } = future
  const shown = useRef<HTMLDivElement>(null)
  const stopReplay = () => {
    // The button goes with what it stops.
    shown.current?.focus()
    stop(run)
  }
  return (
    <>
      <div
        ref={shown}
        tabIndex={-1}
        className={styles.verdict}
        role="status"
        aria-label={`Verdict on ${run.name}, ${futureName(future)}`}
      >
        <VerdictView run={run} future={future} verdict={verdict} onStop={stopReplay} />
      </div>
      {end === null ? null : (
        <>
          <Moment run={run} future={future} last={end.steps} />
          {future.cut === null ? null : <ChooseNext run={run} future={future} />}
          <div className={styles.actions}>
            {future.cut === null ? null : (
              <Button onPress={() => void verifyFuture(run, future.id)}>Verify {futureName(future)}</Button>
            )}
            <Button onPress={() => void exportFuture(run, future.id)}>
              Export {future.cut === null ? 'its trace' : futureName(future)}
            </Button>
          </div>
        </>
      )}
    </>
  )
}

function VerdictView({
  run,
  future,
  verdict,
  onStop,
}: {
  readonly run: Run
  readonly future: Future
  readonly verdict: Verdict
  readonly onStop: () => void
}) {
  switch (verdict.kind) {
    case 'unasked':
      return future.cut === null ? null : <p className={styles.quiet}>Not verified since its last step.</p>
    case 'replaying': {
      const { share, steps, digests } = verdict.standing
      return (
        <>
          {/* How far it is can be asked for; only what it came to is announced. */}
          <div aria-live="off">
            <Progress
              label="Replaying"
              share={share}
              says={`${counted(steps, 'step', 'steps')}, ${counted(digests, 'digest', 'digests')}`}
            />
          </div>
          <div className={styles.actions}>
            <Button size="small" onPress={onStop}>
              Stop
            </Button>
          </div>
        </>
      )
    }
    case 'stopped':
      return (
        <p>
          <Badge hue="marker">Stopped</Badge> <span className={styles.quiet}>Nothing is said of it.</span>
        </p>
      )
    case 'refused':
      return (
        <>
          <p>
            <Badge hue="halted">Refused</Badge> {asSentence(verdict.report.message)}
          </p>
          {verdict.report.code === null ? null : <code className={styles.code}>{verdict.report.code}</code>}
        </>
      )
    case 'judged':
      return <Judged run={run} future={future} replay={verdict.replay} />
  }
}
