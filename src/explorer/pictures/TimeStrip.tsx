import { useEffect, useRef, useState } from 'react'
import type { Cluster } from '../../cluster/cluster.ts'
import { shortName } from '../design/short-name.ts'
import { useCalmView } from '../store/calm-view.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import { readPalette, watchTheme } from './canvas-palette.ts'
import { preparedContext } from './canvas-surface.ts'
import styles from './TimeStrip.module.css'
import { paintTime, timeGeometry } from './time/paint-time.ts'
import { TimeLine, type TimeMark } from './time/time-line.ts'
import { useSize } from './use-size.ts'
import { useStable } from './use-stable.ts'

const LEAST_SHOWN_MILLIS = 30_000
const MOST_SHOWN_MILLIS = 600_000
/** Time passes by itself: it is drawn now and then, not sixty times a second. */
const REDRAW_MILLIS = 500
/** Of what happened, this much is told to who can't see the strip. */
const MARKS_SPOKEN = 6

/** The lives of all nodes along the bottom, what befell them and their links, and frames between them: as seen since the page opened. */
export function TimeStrip() {
  const cluster = useExplorer((state) => state.cluster)
  const view = useCalmView()
  const named = view?.nodes.map(({ name }) => name) ?? []
  const nodes = useStable(named, named.join())
  if (cluster === null || view === null) return null
  return <Strip key={view.clusterId} cluster={cluster} nodes={nodes} />
}

function Strip({ cluster, nodes }: { readonly cluster: Cluster; readonly nodes: readonly string[] }) {
  const { ref, size } = useSize<HTMLDivElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [line] = useState(() => new TimeLine())
  const [marks, setMarks] = useState<readonly TimeMark[]>([])

  useEffect(() => {
    const observe = () => {
      const { view } = useExplorer.getState()
      if (view !== null) line.observe(view, performance.now())
      setMarks(line.marks)
    }
    observe()
    const stopViews = useExplorer.subscribe((now, before) => {
      if (now.view !== before.view) observe()
    })
    const stopFrames = cluster.onFrames((frames) => line.observeFrames(frames, performance.now()))
    return () => {
      stopViews()
      stopFrames()
    }
  }, [cluster, line])

  useEffect(() => {
    const { current } = canvas
    if (current === null || size === null) return undefined
    const paint = () => {
      const context = preparedContext(current, size)
      const now = performance.now()
      const began = line.beganMillis ?? now
      const shown = Math.min(MOST_SHOWN_MILLIS, Math.max(LEAST_SHOWN_MILLIS, now - began))
      if (context === null) return
      paintTime(context, { line, nodes, fromMillis: now - shown, untilMillis: now, ...size, palette: readPalette(current) })
    }
    paint()
    const timer = setInterval(paint, REDRAW_MILLIS)
    const stopTheme = watchTheme(paint)
    return () => {
      clearInterval(timer)
      stopTheme()
    }
  }, [line, nodes, size])

  const { pitch } = timeGeometry(nodes.length, size?.height ?? 0)
  return (
    <section className={styles.strip} aria-labelledby="time-strip">
      <h2 id="time-strip" className={styles.title}>
        Time
      </h2>
      <ul className={styles.nodes} aria-label="Nodes on the time strip">
        {pitch < 10
          ? null
          : nodes.map((node) => (
              <li key={node} style={{ height: pitch }}>
                <span title={node}>{shortName(node, 12)}</span>
              </li>
            ))}
      </ul>
      <div ref={ref} className={styles.drawing}>
        <canvas ref={canvas} className={styles.canvas} />
      </div>
      <span className={styles.live}>live</span>
      <ul className={styles.unseen} aria-label="What happened last">
        {marks.slice(-MARKS_SPOKEN).map((mark) => (
          <li key={`${mark.atMillis} ${mark.words}`}>{mark.words}</li>
        ))}
      </ul>
    </section>
  )
}
