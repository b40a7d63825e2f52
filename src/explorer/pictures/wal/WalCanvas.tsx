import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Cluster, ClusterView } from '../../../cluster/cluster.ts'
import { useExplorer } from '../../store/explorer-store.ts'
import type { Selection } from '../../store/selection.ts'
import { PictureSurface } from '../PictureSurface.tsx'
import { useSize } from '../use-size.ts'
import { useStable } from '../use-stable.ts'
import { RecordTooltip } from './RecordTooltip.tsx'
import { recordWords } from './record-words.ts'
import styles from './WalCanvas.module.css'
import { WalLaneLabels } from './WalLaneLabels.tsx'
import { WalTable } from './WalTable.tsx'
import { walGeometry } from './wal-geometry.ts'
import { cursorMove } from './wal-keyboard.ts'
import { type RecordPlace, type WalReadout, WalScene } from './wal-scene.ts'

/** The canvas with its labels, its tooltip, and what a keyboard and a screen reader get of it. */
export function WalCanvas({
  cluster,
  view,
  onReadout,
  onScene,
}: {
  readonly cluster: Cluster
  readonly view: ClusterView
  readonly onReadout: (readout: WalReadout) => void
  readonly onScene: (scene: WalScene | null) => void
}) {
  const { ref, size } = useSize<HTMLDivElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [scene, setScene] = useState<WalScene | null>(null)
  const [pointer, setPointer] = useState<{ readonly x: number; readonly y: number } | null>(null)
  const [pointed, setPointed] = useState<RecordPlace | null>(null)
  const [spoken, setSpoken] = useState('')
  const named = view.nodes.map(({ name }) => name)
  const nodes = useStable(named, named.join())
  const geometry = useMemo(() => (size === null ? null : walGeometry(nodes, size.height)), [nodes, size])

  useEffect(() => {
    if (canvas.current === null) return undefined
    const made = new WalScene(canvas.current, cluster, {
      readout: onReadout,
      pointed(place) {
        setPointed(place)
        useExplorer.getState().setHover(place === null ? null : selectionOf(made, place))
      },
    })
    setScene(made)
    onScene(made)
    return () => {
      made.release()
      setScene(null)
      onScene(null)
    }
  }, [cluster, onReadout, onScene])

  useEffect(() => {
    if (scene !== null && geometry !== null && size !== null) scene.place(geometry, size)
  }, [scene, geometry, size])

  const point = (at: { readonly x: number; readonly y: number } | null) => {
    setPointer(at)
    scene?.putPointer(at)
  }
  const press = ({ x, y }: { readonly x: number; readonly y: number }) => {
    const place = scene?.placeAt(x, y) ?? null
    if (scene !== null && place !== null) useExplorer.getState().toggle(selectionOf(scene, place))
  }
  const key = (event: KeyboardEvent) => {
    if (scene === null) return
    const move = cursorMove(event, scene)
    if (move === null) return
    event.preventDefault()
    switch (move.kind) {
      case 'cursor':
        scene.putCursor(move.place)
        setSpoken(inWords(scene, move.place))
        return
      case 'select':
        useExplorer.getState().toggle(selectionOf(scene, move.place))
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
        useExplorer.getState().select(null)
    }
  }

  return (
    <div className={styles.area}>
      {geometry === null ? null : <WalLaneLabels view={view} geometry={geometry} />}
      <div ref={ref} className={styles.drawing}>
        <PictureSurface
          canvas={canvas}
          height={geometry?.height ?? 0}
          kind="log picture"
          label={`Write-ahead log of ${nodes.join(', ')}. Arrow keys move from record to record and from node to node, Home and End to the first and the newest, plus and minus zoom, Enter selects, F follows.`}
          onPoint={point}
          onPress={press}
          onKey={key}
          onLeave={() => scene?.putCursor(null)}
        />
        {scene === null || pointed === null || pointer === null || size === null ? null : (
          <RecordTooltip scene={scene} place={pointed} x={pointer.x} y={pointer.y} bounds={size} />
        )}
      </div>
      <p className={styles.unseen} aria-live="polite">
        {spoken}
      </p>
      {scene === null ? null : <WalTable scene={scene} />}
    </div>
  )
}

function selectionOf(scene: WalScene, { node, lsn }: RecordPlace): Selection {
  const record = scene.recordAt({ node, lsn })
  return { kind: 'record', node, lsn, commitId: record?.commitId ?? null, key: record?.key ?? null }
}

function inWords(scene: WalScene, place: RecordPlace): string {
  const facts = scene.factsOf(place.node)
  if (facts === null) return ''
  const { title, stage, content } = recordWords(facts, place.lsn, scene.recordAt(place))
  return [title, content, stage].filter((words) => words !== null).join(', ')
}
