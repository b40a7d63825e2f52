import { Button } from '../design/Button.tsx'
import { asSentence } from '../design/sentence.ts'
import { useExplorer } from '../store/explorer-store.ts'
import styles from './Start.module.css'

/** What is seen while there is no cluster on the page: why, and what can be done. */
export function Start() {
  const start = useExplorer((state) => state.start)
  return (
    <main className={styles.start}>
      <h1 className={styles.brand}>
        Aero<span className={styles.db}>DB</span> Explorer
      </h1>
      <div className={styles.body} role="status">
        <StartBody start={start} />
      </div>
    </main>
  )
}

function StartBody({ start }: { readonly start: ReturnType<typeof useExplorer.getState>['start'] }) {
  switch (start.kind) {
    case 'starting':
      return (
        <>
          <p className={styles.title}>The cluster starts</p>
          <p className={styles.text}>
            Each node is a worker of its own. It reads its disk, and checks every record before it takes a role.
          </p>
        </>
      )
    case 'occupied':
      return (
        <>
          <p className={styles.title}>{start.isFree ? 'The other tab has let go' : 'Another tab runs this cluster'}</p>
          <p className={styles.text}>
            {start.isFree
              ? 'Its disks are as it left them. This tab can recover the cluster from them.'
              : 'A cluster runs in one tab at a time, and nothing was touched here. Close the other tab, and go on in this one.'}
          </p>
          <Button
            look="primary"
            blocked={start.isFree ? null : { reason: 'The other tab holds the disks of the nodes.' }}
            onPress={start.takeOver}
          >
            Run the cluster here
          </Button>
        </>
      )
    case 'failed':
      return (
        <>
          <p className={styles.title}>The cluster can't start in this browser</p>
          <p className={styles.text}>{asSentence(start.message)}</p>
          {start.code === null ? null : <code className={styles.code}>{start.code}</code>}
          {start.retry === null ? null : <Button onPress={start.retry}>Try again</Button>}
        </>
      )
  }
}
