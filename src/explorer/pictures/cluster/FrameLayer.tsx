import { type MouseEvent, useEffect, useRef, useState } from 'react'
import type { Cluster } from '../../../cluster/cluster.ts'
import { lightOf, useExplorer } from '../../store/explorer-store.ts'
import { prefersReducedMotion } from '../reduced-motion.ts'
import styles from './FrameLayer.module.css'
import { FramePainter, type FrameScene, frameSelection } from './frame-painter.ts'
import { FrameTraffic } from './frame-traffic.ts'
import type { LanePath } from './lane-path.ts'

const CLASSES = { capsule: styles.capsule ?? '', trail: styles.trail ?? '' }
const COUNT_MILLIS = 500

/** Frames on their way. They are drawn by hand at each animation frame for as long as anything moves; React renders this once. */
export function FrameLayer({
  cluster,
  lanes,
  detail,
  onNotDrawn,
}: {
  readonly cluster: Cluster
  readonly lanes: ReadonlyMap<string, LanePath>
  readonly detail: FrameScene['detail']
  /** Frames of the last second that were not drawn, whenever that number changes. */
  readonly onNotDrawn: (framesPerSecond: number) => void
}) {
  const group = useRef<SVGGElement>(null)
  const scene = useRef({ lanes, detail })
  const repaint = useRef<() => void>(() => undefined)
  const [painter, setPainter] = useState<FramePainter | null>(null)

  useEffect(() => {
    scene.current = { lanes, detail }
    repaint.current()
  }, [lanes, detail])

  useEffect(() => {
    if (group.current === null) return undefined
    const traffic = new FrameTraffic()
    const drawing = new FramePainter(group.current, CLASSES)
    setPainter(drawing)
    let request: number | null = null
    const paint = () => {
      request = null
      const now = performance.now()
      const light = useExplorer.getState()
      const motion = prefersReducedMotion() ? 'jumps' : 'travels'
      drawing.paint(traffic.capsules(now), { ...scene.current, motion, lightOf: (selection) => lightOf(light, selection) }, now)
      if (traffic.moving(now)) schedule()
    }
    const schedule = () => {
      request ??= requestAnimationFrame(paint)
    }
    repaint.current = schedule
    const stopFrames = cluster.onFrames((frames, unlisted) => {
      traffic.accept(frames, unlisted, performance.now())
      schedule()
    })
    const stopSelection = useExplorer.subscribe((now, before) => {
      if (now.selection !== before.selection || now.hover !== before.hover) schedule()
    })
    const counting = setInterval(() => {
      const now = performance.now()
      for (const { from, to, inFlight, held } of cluster.view().links) {
        if (inFlight === 0) traffic.settle(from, to, now)
        if (held === 0) traffic.letGo(from, to, now)
      }
      schedule()
      onNotDrawn(traffic.notDrawn(now))
    }, COUNT_MILLIS)
    return () => {
      stopFrames()
      stopSelection()
      clearInterval(counting)
      if (request !== null) cancelAnimationFrame(request)
      repaint.current = () => undefined
      drawing.clear()
    }
  }, [cluster, onNotDrawn])

  const toggle = (event: MouseEvent<SVGGElement>) => {
    const capsule = event.target instanceof Element ? (painter?.capsuleOf(event.target) ?? null) : null
    if (capsule !== null) useExplorer.getState().toggle(frameSelection(capsule))
  }
  // biome-ignore lint/a11y/noStaticElementInteractions: frames pass too quickly for a keyboard; events and records carry the same selection
  return <g ref={group} onClick={toggle} />
}
