import styles from '../PictureTooltip.module.css'
import type { Size } from '../size.ts'
import { recordWords } from './record-words.ts'
import type { RecordPlace, WalScene } from './wal-scene.ts'

/** A record in words, beside the pointer. What it says can also be had by keyboard and from the table. */
export function RecordTooltip({
  scene,
  place,
  x,
  y,
  bounds,
}: {
  readonly scene: WalScene
  readonly place: RecordPlace
  readonly x: number
  readonly y: number
  readonly bounds: Size
}) {
  const facts = scene.factsOf(place.node)
  if (facts === null) return null
  const { title, stage, content } = recordWords(facts, place.lsn, scene.recordAt(place))
  return (
    <div
      className={styles.tooltip}
      data-side={x > bounds.width / 2 ? 'left' : 'right'}
      data-rise={y > bounds.height / 2 ? 'up' : 'down'}
      style={{ left: x, top: y }}
      aria-hidden="true"
    >
      <strong>{title}</strong>
      {content === null ? null : <span>{content}</span>}
      <span>{stage}</span>
    </div>
  )
}
