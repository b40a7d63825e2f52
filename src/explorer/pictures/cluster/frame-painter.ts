import type { Light } from '../../store/explorer-store.ts'
import type { Selection } from '../../store/selection.ts'
import { capsuleGlyph, capsuleLabels, capsuleTone } from './capsule-label.ts'
import { arrivalOf, TRAIL_MILLIS } from './capsule-motion.ts'
import { queueShares, widthThatPasses } from './capsule-place.ts'
import { CAPSULE_HEIGHT, CAPSULE_PADDING, capsuleSize, glyphRoom, wordsThatFit } from './capsule-size.ts'
import { type Capsule, phaseOf } from './frame-traffic.ts'
import { GLYPH_PATH, GLYPH_SIDE, type Glyph } from './glyph-path.ts'
import { type LanePath, laneKey, pointAlong, svgPath } from './lane-path.ts'

const SVG = 'http://www.w3.org/2000/svg'
/** A trail is this share of its lane. */
const TRAIL_SHARE = 0.16

interface Drawn {
  readonly group: SVGGElement
  readonly shape: SVGRectElement
  readonly text: SVGTextElement
  readonly glyph: SVGPathElement
  readonly trail: SVGPathElement
  said: string | null
  size: { readonly width: number; readonly height: number }
  along: LanePath | null
}

export interface FrameScene {
  readonly lanes: ReadonlyMap<string, LanePath>
  readonly motion: 'travels' | 'jumps'
  /** `pills`: frames that nothing was done to are drawn without their LSNs. */
  readonly detail: 'labels' | 'pills'
  lightOf(selection: Selection): Light
}

export interface FrameClasses {
  readonly capsule: string
  readonly trail: string
}

export function frameSelection(capsule: Capsule): Selection {
  const { from, to, incarnation, number, firstLsn, lastLsn } = capsule
  return { kind: 'frame', from, to, incarnation, number, firstLsn, lastLsn }
}

/** Draws capsules into an SVG group that is its own, at every animation frame: React never hears of a single frame. */
export class FramePainter {
  readonly #group: SVGGElement
  readonly #classes: FrameClasses
  readonly #drawn = new Map<number, Drawn>()
  readonly #rooms = new WeakMap<LanePath, number>()
  #capsules = new Map<number, Capsule>()

  constructor(group: SVGGElement, classes: FrameClasses) {
    this.#group = group
    this.#classes = classes
  }

  paint(capsules: Iterable<Capsule>, scene: FrameScene, now: number): void {
    const present = new Map<number, Capsule>()
    const queues = new Map<LanePath, Capsule[]>()
    for (const capsule of capsules) {
      const key = laneKey(capsule.from, capsule.to)
      const path = scene.lanes.get(key)
      if (path === undefined) continue
      present.set(capsule.key, capsule)
      const drawn = this.#dress(capsule, path, scene)
      const { phase, share } = phaseOf(capsule, now)
      if (phase === 'waiting') queues.set(path, [...(queues.get(path) ?? []), capsule])
      else this.#place(drawn, capsule, { path, scene, phase, share, now })
    }
    for (const [path, waiting] of queues) this.#queue(path, waiting)
    for (const [key, drawn] of this.#drawn) {
      if (present.has(key)) continue
      drawn.group.remove()
      drawn.trail.remove()
      this.#drawn.delete(key)
    }
    this.#capsules = present
  }

  /** The capsule that an element of the drawing belongs to. */
  capsuleOf(element: Element): Capsule | null {
    const group = element.closest('[data-capsule]')
    const key = group?.getAttribute('data-capsule')
    return key === null || key === undefined ? null : (this.#capsules.get(Number(key)) ?? null)
  }

  clear(): void {
    for (const { group, trail } of this.#drawn.values()) {
      group.remove()
      trail.remove()
    }
    this.#drawn.clear()
    this.#capsules.clear()
  }

  /** Its colours and its words, as many as there is room for between the lane and its twin. */
  #dress(capsule: Capsule, path: LanePath, scene: FrameScene): Drawn {
    const drawn = this.#drawn.get(capsule.key) ?? this.#create(capsule)
    if (drawn.along !== path) {
      drawn.along = path
      drawn.trail.setAttribute('d', svgPath(path))
    }
    const tone = capsuleTone(capsule)
    drawn.group.dataset.tone = tone
    drawn.group.dataset.light = scene.lightOf(frameSelection(capsule))
    drawn.trail.dataset.tone = tone
    const glyph = capsuleGlyph(capsule)
    const room = this.#roomOn(path, scene.lanes)
    const words = scene.detail === 'pills' && glyph === null ? '' : wordsThatFit(capsuleLabels(capsule), glyph, room)
    say(drawn, words, glyph)
    return drawn
  }

  #roomOn(path: LanePath, lanes: FrameScene['lanes']): number {
    const known = this.#rooms.get(path)
    if (known !== undefined) return known
    const room = widthThatPasses(path, lanes.get(laneKey(path.to, path.from)), CAPSULE_HEIGHT)
    this.#rooms.set(path, room)
    return room
  }

  #place(
    drawn: Drawn,
    capsule: Capsule,
    { path, scene, phase, share, now }: { path: LanePath; scene: FrameScene; now: number } & ReturnType<typeof phaseOf>,
  ): void {
    drawn.group.dataset.phase = phase
    drawn.group.style.display = phase === 'trail' || phase === 'due' ? 'none' : ''
    moveTo(drawn, path, scene.motion === 'jumps' && phase === 'moving' ? 0.5 : share)
    const trailing = scene.motion === 'travels' && (phase === 'moving' || phase === 'trail')
    drawn.trail.style.display = trailing ? '' : 'none'
    if (trailing) paintTrail(drawn.trail, capsule, share, now)
  }

  /** Held frames stand one behind the other; the lane's label counts those for which there is no room. */
  #queue(path: LanePath, waiting: readonly Capsule[]): void {
    const queued = waiting.flatMap(({ key, passage }) => {
      const drawn = this.#drawn.get(key)
      return drawn === undefined ? [] : [{ drawn, front: passage.startShare }]
    })
    const shares = queueShares(
      path,
      queued[0]?.front ?? 0,
      queued.map(({ drawn }) => drawn.size),
    )
    queued.forEach(({ drawn }, index) => {
      const share = shares[index]
      drawn.group.dataset.phase = 'waiting'
      drawn.trail.style.display = 'none'
      drawn.group.style.display = share === undefined ? 'none' : ''
      if (share !== undefined) moveTo(drawn, path, share)
    })
  }

  #create(capsule: Capsule): Drawn {
    const group = document.createElementNS(SVG, 'g')
    const shape = document.createElementNS(SVG, 'rect')
    const text = document.createElementNS(SVG, 'text')
    const glyph = document.createElementNS(SVG, 'path')
    const trail = document.createElementNS(SVG, 'path')
    group.setAttribute('class', this.#classes.capsule)
    group.setAttribute('data-capsule', `${capsule.key}`)
    text.setAttribute('text-anchor', 'middle')
    text.setAttribute('dy', '0.34em')
    trail.setAttribute('class', this.#classes.trail)
    trail.setAttribute('pathLength', '1')
    group.append(shape, glyph, text)
    this.#group.prepend(trail)
    this.#group.append(group)
    const drawn: Drawn = { group, shape, text, glyph, trail, said: null, size: { width: 0, height: 0 }, along: null }
    this.#drawn.set(capsule.key, drawn)
    return drawn
  }
}

function moveTo({ group }: Drawn, path: LanePath, share: number): void {
  const at = pointAlong(path, share)
  group.setAttribute('transform', `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`)
}

function say(drawn: Drawn, words: string, glyph: Glyph | null): void {
  const said = `${glyph ?? ''} ${words}`
  if (drawn.said === said) return
  drawn.said = said
  drawn.size = capsuleSize(words, glyph)
  const { width, height } = drawn.size
  drawn.text.textContent = words
  drawn.text.setAttribute('x', `${glyphRoom(words, glyph) / 2}`)
  drawn.glyph.setAttribute('d', glyph === null ? '' : GLYPH_PATH[glyph])
  drawn.glyph.setAttribute('transform', `translate(${-width / 2 + CAPSULE_PADDING - 2} ${-GLYPH_SIDE / 2})`)
  drawn.shape.setAttribute('x', `${-width / 2}`)
  drawn.shape.setAttribute('y', `${-height / 2}`)
  drawn.shape.setAttribute('width', `${width}`)
  drawn.shape.setAttribute('height', `${height}`)
  drawn.shape.setAttribute('rx', `${height / 2}`)
}

/** Behind a moving capsule; once it has arrived, the trail runs out into the receiver. */
function paintTrail(trail: SVGPathElement, capsule: Capsule, share: number, now: number): void {
  const arrival = arrivalOf(capsule.passage)
  const runOut = arrival === null || now < arrival ? 0 : Math.min(1, (now - arrival) / TRAIL_MILLIS)
  const start = Math.max(0, share - TRAIL_SHARE * (1 - runOut))
  trail.setAttribute('stroke-dasharray', `0 ${start.toFixed(3)} ${(share - start).toFixed(3)} 2`)
}
