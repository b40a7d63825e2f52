import { memo } from 'react'
import type { LinkView } from '../../../cluster/cluster.ts'
import { classes } from '../../design/classes.ts'
import { useExplorer, useLight } from '../../store/explorer-store.ts'
import styles from './Lane.module.css'
import { type LanePath, svgPath } from './lane-path.ts'
import { laneState } from './lane-state.ts'
import { sameLink } from './same-link.ts'

interface LaneProps {
  readonly link: LinkView
  readonly path: LanePath
}

/** The line of one direction of a link. Its handle, which a keyboard reaches, stands beside it in HTML. */
export const Lane = memo(
  function Lane({ link, path }: LaneProps) {
    const selection = { kind: 'link', from: link.from, to: link.to } as const
    const light = useLight(selection)
    const toggle = useExplorer((store) => store.toggle)
    const d = svgPath(path)
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: a pointer's shortcut to what the lane's handle does for everyone
      <g
        className={classes(styles.lane, styles[laneState(link).kind], styles[light], !link.carriesLog && styles.faint)}
        onClick={() => toggle(selection)}
      >
        <path className={styles.reach} d={d} />
        <path className={styles.line} d={d} />
      </g>
    )
  },
  (before, now) => before.path === now.path && sameLink(before.link, now.link),
)
