import { memo } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { LinkView } from '../../../cluster/cluster.ts'
import { classes } from '../../design/classes.ts'
import { Menu } from '../../design/Menu.tsx'
import { useExplorer, useLight } from '../../store/explorer-store.ts'
import { isFolded } from '../../store/media.ts'
import { besideLane } from './capsule-place.ts'
import { CAPSULE_HEIGHT } from './capsule-size.ts'
import { GLYPH_PATH, GLYPH_SIDE } from './glyph-path.ts'
import styles from './LaneHandle.module.css'
import { laneChoices } from './lane-choices.ts'
import { type LanePath, pointAlong } from './lane-path.ts'
import { type LaneState, laneState } from './lane-state.ts'
import { sameLink } from './same-link.ts'

/** What a label beside a lane has to be clear of: a capsule as wide as most are. */
const USUAL_CAPSULE = { width: 66, height: CAPSULE_HEIGHT }

interface LaneHandleProps {
  readonly link: LinkView
  readonly back: LinkView | null
  readonly path: LanePath
  /** `byGlyph` where the other direction says the same, and says it for both; `briefly`, on the lane itself, where there is little room. */
  readonly speaks: 'inWords' | 'briefly' | 'byGlyph'
}

/** What a direction of a link says of itself, and the menu of what can be done to it. */
export const LaneHandle = memo(function LaneHandle({ link, back, path, speaks }: LaneHandleProps) {
  const state = laneState(link)
  const { from, to } = link
  const cluster = useExplorer((store) => store.cluster)
  const select = useExplorer((store) => store.select)
  const light = useLight({ kind: 'link', from, to })
  if (cluster === null) return null
  const says = wordsOf(state, speaks)
  const { x, y } = speaks === 'inWords' && says !== null ? besideLane(path, says, USUAL_CAPSULE) : pointAlong(path, path.handleAt)
  return (
    <div className={styles.place} style={{ left: x, top: y }}>
      <Menu
        label={`Link ${from} to ${to}`}
        form="palette"
        choices={laneChoices(cluster, link, back)}
        onOpen={() => {
          // Where the inspector folds, it would open over half of the page beside a menu that offers the same.
          if (!isFolded()) select({ kind: 'link', from, to })
        }}
        trigger={
          <AriaButton
            className={classes(styles.handle, styles[state.kind], styles[light], says !== null && styles[speaks])}
            aria-label={`Link ${from} to ${to}`}
          >
            {state.label === null ? (
              <span className={styles.dots} aria-hidden />
            ) : (
              <span className={styles.says} aria-hidden>
                <svg width={GLYPH_SIDE} height={GLYPH_SIDE} viewBox={`0 0 ${GLYPH_SIDE} ${GLYPH_SIDE}`} aria-hidden="true">
                  <path
                    d={GLYPH_PATH[state.label.glyph]}
                    fill="none"
                    stroke="currentColor"
                    strokeWidth={1.3}
                    strokeLinejoin="round"
                  />
                </svg>
                {says}
              </span>
            )}
            <span className={styles.spoken}>{state.spoken}</span>
          </AriaButton>
        }
      />
    </div>
  )
}, sameProps)

function sameProps(before: LaneHandleProps, now: LaneHandleProps): boolean {
  return (
    before.path === now.path && before.speaks === now.speaks && sameLink(before.link, now.link) && sameLink(before.back, now.back)
  )
}

function wordsOf({ label }: LaneState, speaks: LaneHandleProps['speaks']): string | null {
  if (label === null || speaks === 'byGlyph') return null
  return speaks === 'inWords' ? label.words : label.brief
}
