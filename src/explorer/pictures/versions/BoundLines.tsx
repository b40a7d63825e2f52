import { X } from 'lucide-react'
import type { CSSProperties, KeyboardEvent, PointerEvent } from 'react'
import type { Cluster } from '../../../cluster/cluster.ts'
import type { CommitId } from '../../../cluster/contract.ts'
import { classes } from '../../design/classes.ts'
import { useExplorer } from '../../store/explorer-store.ts'
import type { Selection } from '../../store/selection.ts'
import { toNumber } from '../axis-view.ts'
import { perform } from '../perform.ts'
import styles from './BoundLines.module.css'
import type { BoundLine } from './bound-lines.ts'
import type { LinePlace } from './line-places.ts'
import type { Asking } from './use-question.ts'
import type { VersionsSnapshot } from './versions-scene.ts'

export const LABEL_ROW_PIXELS = 18

/** The vertical lines: each node's newest bound, which can be drawn along the axis to ask, and open read views, which stay where they are. */
export function BoundLines({
  cluster,
  places,
  snapshot,
  asking,
  onOver,
}: {
  readonly cluster: Cluster
  readonly places: readonly LinePlace[]
  readonly snapshot: VersionsSnapshot
  readonly asking: Asking
  /** The line that the pointer rests on. */
  readonly onOver: (line: BoundLine | null) => void
}) {
  return (
    <>
      {places.map(({ line, x, turn, beyond }) =>
        beyond !== null ? null : (
          <div
            key={line.id}
            className={classes(styles.line, styles[line.drawn], styles[line.hue], line.kind === 'readView' && styles.readView)}
            style={{ left: x, ...turnStyle(turn) }}
            {...(line.kind === 'newest' ? drag(line, snapshot, asking) : {})}
            onPointerEnter={() => onOver(line)}
            onPointerLeave={() => onOver(null)}
          />
        ),
      )}
      {places.map((place) => (
        <LineLabel key={place.line.id} cluster={cluster} place={place} snapshot={snapshot} asking={asking} onOver={onOver} />
      ))}
    </>
  )
}

/** Lines at one place take turns along it: one stroke each, over and over. */
const STROKE_PIXELS = 9

function turnStyle({ index, of }: LinePlace['turn']): CSSProperties {
  if (of === 1) return {}
  const from = index * STROKE_PIXELS
  const to = from + STROKE_PIXELS
  const period = of * STROKE_PIXELS
  const mask = `repeating-linear-gradient(to bottom, transparent 0 ${from}px, black ${from}px ${to}px, transparent ${to}px ${period}px)`
  return { maskImage: mask }
}

function LineLabel({
  cluster,
  place,
  snapshot,
  asking,
  onOver,
}: {
  readonly cluster: Cluster
  readonly place: LinePlace
  readonly snapshot: VersionsSnapshot
  readonly asking: Asking
  readonly onOver: (line: BoundLine | null) => void
}) {
  const { line, words } = place
  const toggle = useExplorer((state) => state.toggle)
  const selected = useExplorer((state) => state.selection)
  const selection = selectionOf(line)
  const isSelected = selected?.kind === selection.kind && JSON.stringify(selected) === JSON.stringify(selection)
  const style = { left: place.labelLeft, bottom: -(place.labelRow + 1) * LABEL_ROW_PIXELS }
  const look = classes(styles.label, styles[line.hue], line.kind === 'readView' && styles.readView, isSelected && styles.selected)
  const over = { onPointerEnter: () => onOver(line), onPointerLeave: () => onOver(null) }
  const { view } = line
  if (view !== null)
    return (
      <span className={look} style={style} {...over}>
        <button type="button" className={styles.words} aria-pressed={isSelected} onClick={() => toggle(selection)}>
          {words}
        </button>
        <button
          type="button"
          className={styles.close}
          aria-label={`Close ${line.label}`}
          onClick={() => perform(`Closing ${line.label}`, () => cluster.closeReadView(line.node, view))}
        >
          <X size={12} aria-hidden />
        </button>
      </span>
    )
  const at = asking.question?.node === line.node ? asking.question.at : line.bound
  return (
    <span className={look} style={style} {...over}>
      <span
        role="slider"
        tabIndex={0}
        className={styles.words}
        aria-label={`Newest bound of ${line.node}`}
        aria-valuemin={0}
        aria-valuemax={snapshot.newest + 1}
        aria-valuenow={at}
        aria-valuetext={at === line.bound ? `CommitId ${at}` : `what would be seen at CommitId ${at}`}
        onKeyDown={(event) => slide(event, line, at, snapshot, asking)}
        onClick={() => toggle(selection)}
        {...drag(line, snapshot, asking)}
      >
        {words}
      </span>
    </span>
  )
}

function selectionOf(line: BoundLine): Selection {
  return line.view === null ? { kind: 'node', node: line.node } : { kind: 'view', node: line.node, view: line.view }
}

/** Further than the newest commit by one, so that a person can see the refusal. */
function confinedBound(at: CommitId, { newest }: VersionsSnapshot): CommitId {
  return Math.min(newest + 1, Math.max(0, at))
}

function slide(event: KeyboardEvent, line: BoundLine, at: CommitId, snapshot: VersionsSnapshot, asking: Asking): void {
  const moves: Readonly<Record<string, CommitId>> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageDown: at - 10,
    PageUp: at + 10,
    Home: 1,
    End: snapshot.newest,
  }
  const next = moves[event.key]
  if (event.key === 'Escape') asking.stop()
  if (next === undefined) return
  event.preventDefault()
  asking.ask(line.node, confinedBound(next, snapshot))
}

/** Dragging a node's line asks at every bound that it passes. A press that does not move asks nothing. */
function drag(line: BoundLine, snapshot: VersionsSnapshot, asking: Asking) {
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      event.currentTarget.dataset.grasped = `${event.clientX}`
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { grasped } = event.currentTarget.dataset
      if (grasped === undefined || Math.abs(event.clientX - Number(grasped)) < 4) return
      const frame = event.currentTarget.closest('[data-lines]')?.getBoundingClientRect()
      if (frame === undefined) return
      asking.ask(line.node, confinedBound(Math.floor(toNumber(snapshot.view, event.clientX - frame.left)), snapshot))
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      delete event.currentTarget.dataset.grasped
    },
  }
}
