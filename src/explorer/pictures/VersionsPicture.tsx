import { useState, useSyncExternalStore } from 'react'
import type { ClusterView } from '../../cluster/cluster.ts'
import { Button } from '../design/Button.tsx'
import { Panel } from '../design/Panel.tsx'
import { Select } from '../design/Select.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import { spaced } from './spaced-number.ts'
import { useCalmView } from './use-calm-view.ts'
import styles from './VersionsPicture.module.css'
import { VersionsArea } from './versions/VersionsArea.tsx'
import type { VersionsScene, VersionsSnapshot } from './versions/versions-scene.ts'

const MORE_ROWS = 8
const AUTOMATIC = 'automatic'

/** Versions of the keys changed last on one axis of CommitIds, and at which bound each node and each read view sees them. */
export function VersionsPicture() {
  const cluster = useExplorer((state) => state.cluster)
  const view = useCalmView()
  const [scene, setScene] = useState<VersionsScene | null>(null)
  const [chosen, setChosen] = useState(AUTOMATIC)
  const [extraRows, setExtraRows] = useState(0)
  const snapshot = useSyncExternalStore(scene?.subscribe ?? subscribeToNothing, scene?.snapshot ?? nothing)
  return (
    <Panel
      title="Versions and visibility"
      says={<Says snapshot={snapshot} />}
      controls={
        view === null || scene === null || snapshot === null ? undefined : (
          <Controls
            view={view}
            scene={scene}
            snapshot={snapshot}
            chosen={chosen}
            onChosen={setChosen}
            onMore={() => setExtraRows(extraRows + MORE_ROWS)}
          />
        )
      }
    >
      {cluster === null || view === null ? null : (
        <VersionsArea
          key={view.clusterId}
          cluster={cluster}
          view={view}
          source={chosen === AUTOMATIC ? null : chosen}
          extraRows={extraRows}
          onScene={setScene}
        />
      )}
    </Panel>
  )
}

function Says({ snapshot }: { readonly snapshot: VersionsSnapshot | null }) {
  return (
    <>
      a read view sees the bar that it crosses
      {snapshot === null || snapshot.source === null ? null : ` · as ${snapshot.source} holds them`}
      {snapshot === null || snapshot.steppedBackFor === null
        ? null
        : ` · stepped back: ${spaced(snapshot.steppedBackFor)} commits/s`}
    </>
  )
}

function Controls({
  view,
  scene,
  snapshot,
  chosen,
  onChosen,
  onMore,
}: {
  readonly view: ClusterView
  readonly scene: VersionsScene
  readonly snapshot: VersionsSnapshot
  readonly chosen: string
  readonly onChosen: (source: string) => void
  readonly onMore: () => void
}) {
  const sources = [{ value: AUTOMATIC, label: 'newest' }, ...view.nodes.map(({ name }) => ({ value: name, label: name }))]
  return (
    <>
      {snapshot.moreKeys === 'more' ? (
        <Button size="small" look="quiet" onPress={onMore}>
          More keys
        </Button>
      ) : null}
      <span className={styles.source}>
        <Select label="Whose versions" labelled="unseen" value={chosen} choices={sources} onChange={onChosen} />
      </span>
      <Button size="small" look="quiet" label="Zoom out of the versions" onPress={() => scene.zoomBy(0.5)}>
        −
      </Button>
      <Button size="small" look="quiet" label="Zoom into the versions" onPress={() => scene.zoomBy(2)}>
        +
      </Button>
      <Button size="small" look="quiet" label="Show all commits" onPress={() => scene.showAll()}>
        All
      </Button>
      {snapshot.following ? (
        <span className={styles.following}>following</span>
      ) : (
        <Button size="small" label="Follow the newest commit" onPress={() => scene.follow()}>
          Follow
        </Button>
      )}
    </>
  )
}

const subscribeToNothing = () => () => undefined
const nothing = () => null
