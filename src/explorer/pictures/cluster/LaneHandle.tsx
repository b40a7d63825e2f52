import { memo } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { LinkView } from '../../../cluster/cluster.ts'
import { classes } from '../../design/classes.ts'
import { Menu } from '../../design/Menu.tsx'
import { useExplorer, useLight } from '../../store/explorer-store.ts'
import { GLYPH_PATH, GLYPH_SIDE } from './glyph-path.ts'
import styles from './LaneHandle.module.css'
import { laneChoices } from './lane-choices.ts'
import { type LanePath, pointAlong } from './lane-path.ts'
import { laneState } from './lane-state.ts'
import { sameLink } from './same-link.ts'

/** How far from its lane a label stands. */
const LABEL_AWAY = 20

interface LaneHandleProps {
  readonly link: LinkView
  readonly back: LinkView | null
  readonly path: LanePath
  /** `byGlyph` where the other direction says the same, and says it for both; `briefly` where there is little room. */
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
  const inWords = state.label !== null && speaks !== 'byGlyph'
  const { x, y } = inWords ? besides(path) : pointAlong(path, path.handleAt)
  return (
    <div className={styles.place} style={{ left: x, top: y }}>
      <Menu
        label={`Link ${from} to ${to}`}
        choices={laneChoices(cluster, link, back)}
        onOpen={() => select({ kind: 'link', from, to })}
        trigger={
          <AriaButton
            className={classes(styles.handle, styles[state.kind], styles[light], inWords && styles.inWords)}
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
                {speaks === 'inWords' ? state.label.words : speaks === 'briefly' ? state.label.brief : null}
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

/** Beside the lane, on the side away from its twin: a lane runs at the right hand of the other. */
function besides(path: LanePath): { readonly x: number; readonly y: number } {
  const at = pointAlong(path, path.handleAt)
  const before = pointAlong(path, path.handleAt - 0.04)
  const length = Math.hypot(at.x - before.x, at.y - before.y)
  if (length === 0) return at
  const normal = { x: (at.y - before.y) / length, y: -(at.x - before.x) / length }
  return { x: at.x + normal.x * LABEL_AWAY, y: at.y + normal.y * LABEL_AWAY }
}
