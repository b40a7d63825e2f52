import { memo, useCallback, useState, useSyncExternalStore } from 'react'
import type { NodeName } from '../../cluster/contract.ts'
import { Button } from '../design/Button.tsx'
import { Panel } from '../design/Panel.tsx'
import { Select } from '../design/Select.tsx'
import { shortName } from '../design/short-name.ts'
import { useCalmView } from '../store/calm-view.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import { spaced } from './spaced-number.ts'
import { useStable } from './use-stable.ts'
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
  const named = view?.nodes.map(({ name }) => name) ?? []
  const nodes = useStable(named, named.join())
  const showMore = useCallback(() => setExtraRows((rows) => rows + MORE_ROWS), [])
  return (
    <Panel
      title="Versions and visibility"
      says={<Says snapshot={snapshot} />}
      controls={
        view === null || scene === null || snapshot === null ? undefined : (
          <Controls
            nodes={nodes}
            scene={scene}
            following={snapshot.following}
            moreKeys={snapshot.moreKeys}
            chosen={chosen}
            onChosen={setChosen}
            onMore={showMore}
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
      {snapshot === null || snapshot.source === null ? null : ` · as ${shortName(snapshot.source, 14)} holds them`}
      {snapshot === null || snapshot.steppedBackFor === null
        ? null
        : ` · stepped back: ${spaced(snapshot.steppedBackFor)} commits/s`}
    </>
  )
}

const Controls = memo(function Controls({
  nodes,
  scene,
  following,
  moreKeys,
  chosen,
  onChosen,
  onMore,
}: {
  readonly nodes: readonly NodeName[]
  readonly scene: VersionsScene
  readonly following: boolean
  readonly moreKeys: VersionsSnapshot['moreKeys']
  readonly chosen: string
  readonly onChosen: (source: string) => void
  readonly onMore: () => void
}) {
  const sources = [{ value: AUTOMATIC, label: 'newest' }, ...nodes.map((name) => ({ value: name, label: name }))]
  return (
    <>
      {moreKeys === 'more' ? (
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
      {following ? (
        <span className={styles.following}>following</span>
      ) : (
        <Button size="small" label="Follow the newest commit" onPress={() => scene.follow()}>
          Follow
        </Button>
      )}
    </>
  )
})

const subscribeToNothing = () => () => undefined
const nothing = () => null
