import { useEffect, useRef } from 'react'
import { Group, Panel, useDefaultLayout } from 'react-resizable-panels'
import { classes } from '../design/classes.ts'
import { Hint } from '../hint/Hint.tsx'
import { ClusterPicture } from '../pictures/ClusterPicture.tsx'
import { VersionsPicture } from '../pictures/VersionsPicture.tsx'
import { WalPicture } from '../pictures/WalPicture.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import { NARROW, useMedia, WIDE } from '../store/media.ts'
import { Handle } from './Handle.tsx'
import { InspectorPane } from './InspectorPane.tsx'
import { Mishap } from './Mishap.tsx'
import { Side } from './Side.tsx'
import styles from './Workspace.module.css'

/** Sizes that a person has dragged are kept under these names, for each set of panels. */
const COLUMNS_LAYOUT = 'aerodb.layout.columns'
const PICTURES_LAYOUT = 'aerodb.layout.pictures'

/** The pictures, with what is open beside them. Where there is little room, it folds into drawers; an open one covers none of the pictures. */
export function Workspace() {
  const wide = useMedia(WIDE)
  return wide ? <Columns /> : <Folded />
}

function Columns() {
  const side = useExplorer((state) => state.side)
  const panelIds = side === null ? ['pictures', 'inspector'] : ['side', 'pictures', 'inspector']
  const layout = useDefaultLayout({ id: COLUMNS_LAYOUT, panelIds, onlySaveAfterUserInteractions: true })
  return (
    <main className={styles.work}>
      <Group orientation="horizontal" {...layout}>
        {side === null ? null : (
          <>
            <Panel id="side" defaultSize={400} minSize={300} maxSize={720} groupResizeBehavior="preserve-pixel-size">
              <Side side={side} />
            </Panel>
            <Handle between="side and pictures" />
          </>
        )}
        <Panel id="pictures" minSize={420}>
          <Centre />
        </Panel>
        <Handle between="pictures and inspector" />
        <Panel id="inspector" defaultSize={340} minSize={300} maxSize={560} groupResizeBehavior="preserve-pixel-size">
          <InspectorPane client="open" />
        </Panel>
      </Group>
    </main>
  )
}

function Folded() {
  const narrow = useMedia(NARROW)
  const side = useExplorer((state) => state.side)
  const drawerOpen = useExplorer((state) => state.drawerOpen)
  return (
    <main className={classes(styles.work, styles.folded)}>
      {side === null ? null : (
        <div className={styles.sideDrawer}>
          <Side side={side} />
        </div>
      )}
      <div className={styles.main}>{narrow ? <Stacked /> : <Centre />}</div>
      {drawerOpen ? (
        <div className={styles.drawer}>
          <InspectorPane client={narrow ? 'folded' : 'open'} />
        </div>
      ) : null}
    </main>
  )
}

function Centre() {
  const layout = useDefaultLayout({ id: PICTURES_LAYOUT, onlySaveAfterUserInteractions: true })
  return (
    <div className={styles.centre}>
      <Hint />
      <Group className={classes(styles.pictures)} orientation="vertical" {...layout}>
        <Panel id="cluster" defaultSize="36" minSize={140}>
          <Mishap>
            <ClusterPicture />
          </Mishap>
        </Panel>
        <Handle between="cluster and write-ahead log" />
        <Panel id="wal" defaultSize="29" minSize={100}>
          <Mishap>
            <WalPicture />
          </Mishap>
        </Panel>
        <Handle between="write-ahead log and versions" />
        <Panel id="versions" defaultSize="35" minSize={100}>
          <Mishap>
            <VersionsPicture />
          </Mishap>
        </Panel>
      </Group>
    </div>
  )
}

/** At phone width the pictures stack, and the page scrolls through them. */
function Stacked() {
  const scroller = useRef<HTMLDivElement>(null)
  const selection = useExplorer((state) => state.selection)
  useEffect(() => {
    // The drawer takes room, and what was selected is to stay in sight above it.
    if (selection?.kind === 'node') scroller.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [selection])
  return (
    <div ref={scroller} className={styles.stacked}>
      <Hint />
      <div className={styles.picture}>
        <Mishap>
          <ClusterPicture />
        </Mishap>
      </div>
      <div className={styles.picture}>
        <Mishap>
          <WalPicture />
        </Mishap>
      </div>
      <div className={styles.picture}>
        <Mishap>
          <VersionsPicture />
        </Mishap>
      </div>
    </div>
  )
}
