import { useMemo, useState } from 'react'
import type { ClusterView, LinkView } from '../../cluster/cluster.ts'
import { lagOf } from '../design/lag.ts'
import { Panel } from '../design/Panel.tsx'
import { useCalmView } from '../store/calm-view.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import styles from './ClusterPicture.module.css'
import { type Arrangement, type LayoutRequest, layOutCards } from './cluster/card-layout.ts'
import { FrameLayer } from './cluster/FrameLayer.tsx'
import { Lane } from './cluster/Lane.tsx'
import { LaneHandle } from './cluster/LaneHandle.tsx'
import { laneKey, layOutLanes } from './cluster/lane-path.ts'
import { NodeCard } from './cluster/NodeCard.tsx'
import { shownLinks } from './cluster/shown-links.ts'
import type { Size } from './size.ts'
import { spaced } from './spaced-number.ts'
import { useSize } from './use-size.ts'
import { useStable } from './use-stable.ts'

/** Nodes, both directions of every link between them, and the frames on their way. */
export function ClusterPicture() {
  const view = useCalmView()
  const { ref, size } = useSize<HTMLDivElement>()
  const [notDrawn, setNotDrawn] = useState(0)
  const says = notDrawn === 0 ? undefined : `${spaced(notDrawn)} frames/s more than can be drawn`
  return (
    <Panel title="Cluster" says={says}>
      <div ref={ref} className={styles.scroll}>
        {view === null || size === null ? null : <Scene view={view} size={size} onNotDrawn={setNotDrawn} />}
      </div>
    </Panel>
  )
}

function Scene({
  view,
  size,
  onNotDrawn,
}: {
  readonly view: ClusterView
  readonly size: Size
  readonly onNotDrawn: (framesPerSecond: number) => void
}) {
  const cluster = useExplorer((state) => state.cluster)
  const selection = useExplorer((state) => state.selection)
  const placed = sidesOf(view)
  const sides = useStable(placed, `${placed.primaries.join()} ${placed.replicas.join()}`)
  const layout = useMemo(() => layOutCards(sides, size), [sides, size])
  const links = shownLinks(view, selection)
  const ways = useStable(links, links.map(({ from, to }) => laneKey(from, to)).join())
  const lanes = useMemo(() => layOutLanes(layout, ways), [layout, ways])
  const drawn = links.flatMap((link) => {
    const path = lanes.get(laneKey(link.from, link.to))
    return path === undefined ? [] : [{ link, path, key: laneKey(link.from, link.to) }]
  })
  return (
    <div className={styles.scene} style={{ height: layout.height }}>
      <svg className={styles.drawing} width={size.width} height={layout.height} aria-hidden="true">
        <title>Links</title>
        {drawn.map(({ key, link, path }) => (
          <Lane key={key} link={link} path={path} />
        ))}
      </svg>
      {view.nodes.map((node) => {
        const box = layout.cards.get(node.name)
        const lag = lagOf(view, node)
        return box === undefined ? null : (
          <NodeCard
            key={node.name}
            node={node}
            box={box}
            detail={layout.detail}
            lagCommits={lag?.commits ?? 0}
            lagRecords={lag?.records ?? 0}
          />
        )
      })}
      {drawn.map(({ key, link, path }) => (
        <LaneHandle
          key={key}
          link={link}
          back={view.links.find(({ from, to }) => from === link.to && to === link.from) ?? null}
          path={path}
          speaks={manner(link, layout.arrangement)}
        />
      ))}
      <svg className={styles.frames} width={size.width} height={layout.height} aria-hidden="true">
        <title>Frames</title>
        {cluster === null ? null : (
          <FrameLayer
            key={view.clusterId}
            cluster={cluster}
            lanes={lanes}
            detail={layout.detail === 'slim' ? 'pills' : 'labels'}
            onNotDrawn={onNotDrawn}
          />
        )}
      </svg>
    </div>
  )
}

function manner(link: LinkView, arrangement: Arrangement): 'inWords' | 'briefly' | 'byGlyph' {
  if (link.partitioned && link.from > link.to) return 'byGlyph'
  return arrangement === 'side' ? 'inWords' : 'briefly'
}

/** By each node's own configuration: a node that is configured as Primary by mistake stands where it holds itself to be. */
function sidesOf(view: ClusterView): LayoutRequest {
  const isPrimary = ({ configuration }: ClusterView['nodes'][number]) => configuration.primaries.includes(configuration.node)
  return {
    primaries: view.nodes.filter(isPrimary).map(({ name }) => name),
    replicas: view.nodes.filter((node) => !isPrimary(node)).map(({ name }) => name),
  }
}
