import type { Cluster } from '../../cluster/cluster.ts'
import { Button } from '../design/Button.tsx'
import { counted } from '../design/counted.ts'
import { Section } from '../inspector/Section.tsx'
import { useEverySecond } from '../pictures/use-every-second.ts'
import { useExplorer } from '../store/explorer-store.ts'
import { Invariants } from './Invariants.tsx'
import { Progress } from './Progress.tsx'
import styles from './Runs.module.css'
import { exportLiveRun, verifyLiveRun } from './run-commands.ts'
import { useRuns } from './runs-store.ts'

/** A recording is said to fill up once so much of it is used. */
const FILLING = 0.5

/** What happens on the page now: recorded, judged as it goes, and ready to be lived again. */
export function LiveRun() {
  const cluster = useExplorer((state) => state.cluster)
  return (
    <Section title="This run">
      {cluster === null ? <p className={styles.quiet}>No cluster runs on this page.</p> : <Recorded cluster={cluster} />}
    </Section>
  )
}

const same = (before: unknown, now: unknown) => JSON.stringify(before) === JSON.stringify(now)

function Recorded({ cluster }: { readonly cluster: Cluster }) {
  const { steps, share, complete } = useEverySecond(() => cluster.recording(), same)
  const verdicts = useEverySecond(() => cluster.invariants(), same)
  const exporting = useRuns((state) => state.exporting)
  const blocked = complete
    ? null
    : { reason: 'The recording grew too long and stopped: create a cluster, or reload the page, to begin a new one.' }
  return (
    <>
      <p>
        <b>{counted(steps, 'step', 'steps')}</b> recorded since the page loaded, or the cluster was created.
      </p>
      {complete ? null : (
        <p className={styles.warning}>
          The recording grew too long, and stopped. What is recorded is a part, and a part can't be replayed. Create a cluster, or
          reload the page, to begin a new one.
        </p>
      )}
      {complete && share >= FILLING ? (
        <p className={styles.warning}>{Math.round(share * 100)} % of what a recording may hold. It stops when that is full.</p>
      ) : null}
      <Invariants verdicts={verdicts} />
      <div className={styles.actions}>
        <Button look="primary" blocked={blocked} onPress={() => void verifyLiveRun()}>
          Verify this run
        </Button>
        <Button blocked={blocked} isPending={exporting !== null} onPress={() => void exportLiveRun()}>
          Export its trace
        </Button>
      </div>
      {exporting === null ? null : <Progress label="Writing the trace" share={exporting} />}
      <p className={styles.quiet}>
        Verifying lives all of it again in the simulator, and compares every effect and every digest, step by step. The cluster
        goes on meanwhile.
      </p>
    </>
  )
}
