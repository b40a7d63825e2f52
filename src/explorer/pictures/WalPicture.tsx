import { memo, useState } from 'react'
import { Button } from '../design/Button.tsx'
import { Panel } from '../design/Panel.tsx'
import { useCalmView } from '../store/calm-view.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import { spaced } from './spaced-number.ts'
import styles from './WalPicture.module.css'
import { WalCanvas } from './wal/WalCanvas.tsx'
import { WalLegend } from './wal/WalLegend.tsx'
import type { WalReadout, WalScene } from './wal/wal-scene.ts'

/** The logs of all nodes on one axis of LSNs: who is ahead, where a gap, a fork or damage is, and each record under the pointer. */
export function WalPicture() {
  const cluster = useExplorer((state) => state.cluster)
  const view = useCalmView()
  const [readout, setReadout] = useState<WalReadout | null>(null)
  const [scene, setScene] = useState<WalScene | null>(null)
  return (
    <Panel
      title="Write-ahead log"
      says={readout === null ? undefined : <Says readout={readout} />}
      controls={readout === null || scene === null ? undefined : <Controls following={readout.following} scene={scene} />}
    >
      <div className={styles.picture}>
        {cluster === null || view === null ? null : (
          <WalCanvas key={view.clusterId} cluster={cluster} view={view} onReadout={setReadout} onScene={setScene} />
        )}
        <WalLegend />
      </div>
    </Panel>
  )
}

function Says({ readout }: { readonly readout: WalReadout }) {
  const { first, last, newest, steppedBackFor, notLoaded, forks } = readout
  const fork = forks[0]
  return (
    <>
      LSN {spaced(first)} to {spaced(Math.min(last, newest))}
      {steppedBackFor === null && notLoaded === null ? ' · one axis for all nodes' : null}
      {steppedBackFor === null ? null : ` · stepped back: ${spaced(steppedBackFor)} records/s`}
      {notLoaded === null || notLoaded.records === 0
        ? null
        : ` · ${spaced(notLoaded.records)} of ${spaced(notLoaded.of)} drawn from positions alone`}
      {fork === undefined ? null : (
        <strong className={styles.fork}>
          {' '}
          · {fork.a} and {fork.b} fork {fork.found === 'at' ? 'at' : 'at or before'} LSN {spaced(fork.lsn)}
        </strong>
      )}
    </>
  )
}

const Controls = memo(function Controls({ following, scene }: { readonly following: boolean; readonly scene: WalScene }) {
  return (
    <>
      <Button size="small" look="quiet" label="Zoom out" onPress={() => scene.zoomBy(0.5)}>
        −
      </Button>
      <Button size="small" look="quiet" label="Zoom in" onPress={() => scene.zoomBy(2)}>
        +
      </Button>
      <Button size="small" look="quiet" label="Show the whole log" onPress={() => scene.showAll()}>
        All
      </Button>
      {following ? (
        <span className={styles.following}>following</span>
      ) : (
        <Button size="small" onPress={() => scene.follow()}>
          Follow
        </Button>
      )}
    </>
  )
})
