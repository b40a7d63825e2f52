import type { ReactNode } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import { classes } from '../design/classes.ts'
import { Inspector } from '../inspector/Inspector.tsx'
import { ClusterPicture } from '../pictures/ClusterPicture.tsx'
import { VersionsPicture } from '../pictures/VersionsPicture.tsx'
import { WalPicture } from '../pictures/WalPicture.tsx'
import { NARROW, useMedia, WIDE } from '../store/media.ts'
import styles from './Workspace.module.css'

/** Sizes that a person has dragged are kept under this name, for each set of panels. */
const WIDE_LAYOUT = 'aerodb.layout.columns'
const PICTURES_LAYOUT = 'aerodb.layout.pictures'

export function Workspace() {
  const wide = useMedia(WIDE)
  const narrow = useMedia(NARROW)
  if (narrow) return <StackedPictures />
  if (wide) return <Columns />
  return (
    <main className={styles.work}>
      <Pictures />
    </main>
  )
}

function Columns() {
  const layout = useDefaultLayout({
    id: WIDE_LAYOUT,
    panelIds: ['pictures', 'inspector'],
    onlySaveAfterUserInteractions: true,
  })
  return (
    <Group className={classes(styles.work)} orientation="horizontal" {...layout}>
      <Panel id="pictures" minSize={480}>
        <main className={styles.centre}>
          <Pictures />
        </main>
      </Panel>
      <Handle between="pictures and inspector" />
      <Panel id="inspector" defaultSize={320} minSize={280} maxSize={520} groupResizeBehavior="preserve-pixel-size">
        <Inspector />
      </Panel>
    </Group>
  )
}

function Pictures() {
  const layout = useDefaultLayout({ id: PICTURES_LAYOUT, onlySaveAfterUserInteractions: true })
  return (
    <Group orientation="vertical" {...layout}>
      <Panel id="cluster" defaultSize="36" minSize={140}>
        <ClusterPicture />
      </Panel>
      <Handle between="cluster and write-ahead log" />
      <Panel id="wal" defaultSize="29" minSize={100}>
        <WalPicture />
      </Panel>
      <Handle between="write-ahead log and versions" />
      <Panel id="versions" defaultSize="35" minSize={100}>
        <VersionsPicture />
      </Panel>
    </Group>
  )
}

function StackedPictures(): ReactNode {
  return (
    <main className={classes(styles.work, styles.stacked)}>
      <div className={styles.picture}>
        <ClusterPicture />
      </div>
      <div className={styles.picture}>
        <WalPicture />
      </div>
      <div className={styles.picture}>
        <VersionsPicture />
      </div>
    </main>
  )
}

/** Between two panels: drag it, or move it with the arrow keys. */
export function Handle({ between }: { readonly between: string }) {
  return <Separator className={classes(styles.handle)} aria-label={`Resize ${between}`} />
}
