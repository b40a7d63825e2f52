import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Cluster, ClusterView } from '../../../cluster/cluster.ts'
import { EmptyState } from '../../design/EmptyState.tsx'
import { shortName } from '../../design/short-name.ts'
import { useExplorer } from '../../store/explorer-store.ts'
import type { Selection } from '../../store/selection.ts'
import { displayKey } from '../display-key.ts'
import { PictureSurface } from '../PictureSurface.tsx'
import tooltipStyles from '../PictureTooltip.module.css'
import { useSize } from '../use-size.ts'
import { BoundLines, LABEL_ROW_PIXELS } from './BoundLines.tsx'
import { boundLines } from './bound-lines.ts'
import { linePlaces } from './line-places.ts'
import { QuestionCard, QuestionLine } from './QuestionOverlay.tsx'
import { useQuestion } from './use-question.ts'
import styles from './VersionsArea.module.css'
import { VersionsTable } from './VersionsTable.tsx'
import { cursorMove } from './versions-keyboard.ts'
import { COMMIT_AXIS_HEIGHT, type VersionPlace, VersionsScene } from './versions-scene.ts'

const LEAST_PITCH = 26
const MOST_PITCH = 42
const LEAST_ROWS = 4
const LABEL_ROWS = 2
/** Of a key, in the room beside its versions: what tells keys apart is often their end. */
const KEY_LETTERS = 16

/** The rows with their axis, the lines over them, and what a keyboard and a screen reader get of it. */
export function VersionsArea({
  cluster,
  view,
  source,
  extraRows,
  onScene,
}: {
  readonly cluster: Cluster
  readonly view: ClusterView
  /** Whose versions to draw; null leaves it to the picture. */
  readonly source: string | null
  readonly extraRows: number
  readonly onScene: (scene: VersionsScene | null) => void
}) {
  const { ref, size } = useSize<HTMLDivElement>()
  const { ref: plotRef, size: plotSize } = useSize<HTMLDivElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  const axisCanvas = useRef<HTMLCanvasElement>(null)
  const [scene, setScene] = useState<VersionsScene | null>(null)
  const [pointer, setPointer] = useState<{ readonly x: number; readonly y: number } | null>(null)
  const [pointed, setPointed] = useState<VersionPlace | null>(null)
  const [overId, setOverId] = useState<string | null>(null)
  const [spoken, setSpoken] = useState('')
  const snapshot = useSyncExternalStore(scene?.subscribe ?? subscribeToNothing, scene?.snapshot ?? nothing)
  const rows = snapshot?.rows ?? NO_ROWS
  const asking = useQuestion(
    cluster,
    rows.map(({ key }) => key),
  )
  const selectedView = useExplorer((state) => (state.selection?.kind === 'view' ? state.selection : null))
  const lines = boundLines(view)
  // By its name: a line that is gone can't tell that the pointer has left it.
  const over = lines.find(({ id }) => id === overId)
  const room = (size?.height ?? 0) - COMMIT_AXIS_HEIGHT - LABEL_ROWS * LABEL_ROW_PIXELS - 6
  const fitting = Math.max(LEAST_ROWS, Math.floor(room / 38))
  const pitch = Math.min(MOST_PITCH, Math.max(LEAST_PITCH, room / Math.max(1, Math.min(fitting, rows.length || fitting))))

  useEffect(() => {
    if (canvas.current === null || axisCanvas.current === null) return undefined
    const made = new VersionsScene(canvas.current, axisCanvas.current, cluster, (place) => {
      setPointed(place)
      useExplorer.getState().setHover(place === null ? null : selectionOf(place))
    })
    setScene(made)
    onScene(made)
    return () => {
      made.release()
      setScene(null)
      onScene(null)
    }
  }, [cluster, onScene])

  useEffect(() => {
    if (scene !== null && plotSize !== null) scene.place(plotSize, pitch, fitting + extraRows)
  }, [scene, plotSize, pitch, fitting, extraRows])
  useEffect(() => scene?.showThoseOf(source), [scene, source])

  const selectedLine = lines.find(
    (line) => line.view !== null && line.view === selectedView?.view && line.node === selectedView.node,
  )
  const crossing = asking.question?.at ?? over?.bound ?? selectedLine?.bound ?? null
  useEffect(() => scene?.cross(crossing), [scene, crossing])

  const point = (at: { readonly x: number; readonly y: number } | null) => {
    setPointer(at)
    scene?.putPointer(at)
  }
  const press = ({ x, y }: { readonly x: number; readonly y: number }) => {
    const place = scene?.placeAt(x, y) ?? null
    if (place !== null) useExplorer.getState().toggle(selectionOf(place))
  }
  const key = (event: KeyboardEvent) => {
    const move = scene === null ? null : cursorMove(event, rows, scene.cursor)
    if (scene === null || move === null) return
    event.preventDefault()
    switch (move.kind) {
      case 'cursor':
        scene.putCursor(move.place)
        setSpoken(versionWords(move.place).join(', '))
        return
      case 'select':
        useExplorer.getState().toggle(selectionOf(move.place))
        return
      case 'zoom':
        scene.zoomBy(move.factor)
        return
      case 'follow':
        scene.putCursor(null)
        scene.follow()
        return
      case 'leave':
        scene.putCursor(null)
        asking.stop()
        useExplorer.getState().select(null)
    }
  }

  return (
    <div ref={ref} className={styles.area}>
      <div className={styles.scroll}>
        <div className={styles.axisRow}>
          <canvas ref={axisCanvas} className={styles.axis} />
        </div>
        <div className={styles.body} style={{ height: Math.max(rows.length, 1) * pitch }}>
          <ul className={styles.keys} aria-label="Keys">
            {rows.map((row) => (
              <li key={row.key} style={{ height: pitch }} title={displayKey(row.key)}>
                <span className={styles.key}>{shortName(displayKey(row.key), KEY_LETTERS)}</span>
              </li>
            ))}
          </ul>
          <div ref={plotRef} className={styles.plot} data-lines>
            <PictureSurface
              canvas={canvas}
              height={Math.max(rows.length, 1) * pitch}
              kind="version picture"
              label="Versions by key. Arrow keys move from version to version and from key to key, plus and minus zoom, Enter selects, F follows."
              onPoint={point}
              onPress={press}
              onKey={key}
              onLeave={() => scene?.putCursor(null)}
            />
            {snapshot === null || rows.length === 0 ? null : (
              <div className={styles.overlay}>
                <BoundLines
                  cluster={cluster}
                  places={linePlaces(lines, snapshot)}
                  snapshot={snapshot}
                  asking={asking}
                  onOver={(line) => setOverId(line?.id ?? null)}
                />
                {asking.question === null ? null : <QuestionLine question={asking.question} snapshot={snapshot} pitch={pitch} />}
              </div>
            )}
            {pointed === null || pointer === null || plotSize === null ? null : (
              <div
                className={tooltipStyles.tooltip}
                data-side={pointer.x > plotSize.width / 2 ? 'left' : 'right'}
                data-rise={pointer.y > (rows.length * pitch) / 2 ? 'up' : 'down'}
                style={{ left: pointer.x, top: pointer.y }}
                aria-hidden="true"
              >
                {versionWords(pointed).map((words, index) =>
                  index === 0 ? <strong key={words}>{words}</strong> : <span key={words}>{words}</span>,
                )}
              </div>
            )}
          </div>
        </div>
      </div>
      {snapshot?.source === null || snapshot === null || rows.length > 0 ? null : (
        <div className={styles.empty}>
          <EmptyState title="No version yet">Write a document, and its first version appears here at its CommitId.</EmptyState>
        </div>
      )}
      {asking.question === null ? null : <QuestionCard question={asking.question} cluster={cluster} onDone={asking.stop} />}
      <p className={styles.unseen} aria-live="polite">
        {spoken}
      </p>
      {snapshot === null ? null : <VersionsTable snapshot={snapshot} lines={lines} />}
    </div>
  )
}

const NO_ROWS: readonly VersionPlace['row'][] = []
const subscribeToNothing = () => () => undefined
const nothing = () => null

function selectionOf({ row, bar }: VersionPlace): Selection {
  return { kind: 'version', key: row.key, commitId: bar.commitId, lsn: bar.lsn }
}

function versionWords({ row, bar }: VersionPlace): readonly string[] {
  const what = bar.tombstone ? `deleted by commit ${bar.commitId}` : `version ${bar.commitId}`
  const until = bar.until === null ? 'newest' : `superseded by commit ${bar.until}`
  return [`${displayKey(row.key)} ${what}`, until, `LSN ${bar.lsn}`]
}
