import type { Light } from '../../store/explorer-store.ts'
import type { Selection } from '../../store/selection.ts'
import { capsuleGlyph, capsuleLabel, capsuleTone } from './capsule-label.ts'
import { arrivalOf, TRAIL_MILLIS } from './capsule-motion.ts'
import { type Capsule, phaseOf } from './frame-traffic.ts'
import { GLYPH_PATH, GLYPH_SIDE, type Glyph } from './glyph-path.ts'
import { type LanePath, laneKey, pointAlong, svgPath } from './lane-path.ts'

const SVG = 'http://www.w3.org/2000/svg'
const HEIGHT = 18
const LETTER_WIDTH = 6.35
const PADDING = 9
/** A pill stands for a capsule where there is no room to write. */
const PILL = { width: 18, height: 7 }
/** Held frames stand one behind the other. */
const QUEUE_PIXELS = 13
/** A trail is this share of its lane. */
const TRAIL_SHARE = 0.16

interface Drawn {
  readonly group: SVGGElement
  readonly shape: SVGRectElement
  readonly text: SVGTextElement
  readonly glyph: SVGPathElement
  readonly trail: SVGPathElement
  said: string | null
  place: number
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
  #capsules = new Map<number, Capsule>()

  constructor(group: SVGGElement, classes: FrameClasses) {
    this.#group = group
    this.#classes = classes
  }

  paint(capsules: Iterable<Capsule>, scene: FrameScene, now: number): void {
    const present = new Map<number, Capsule>()
    const queues = new Map<string, number>()
    for (const capsule of capsules) {
      const key = laneKey(capsule.from, capsule.to)
      const path = scene.lanes.get(key)
      if (path === undefined) continue
      const place = queues.get(key) ?? 0
      if (capsule.waiting) queues.set(key, place + 1)
      present.set(capsule.key, capsule)
      this.#paintOne(capsule, path, place, scene, now)
    }
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

  #paintOne(capsule: Capsule, path: LanePath, place: number, scene: FrameScene, now: number): void {
    const drawn = this.#drawn.get(capsule.key) ?? this.#create(capsule)
    if (drawn.along !== path) {
      drawn.along = path
      drawn.trail.setAttribute('d', svgPath(path))
    }
    const { phase, share } = phaseOf(capsule, now)
    const tone = capsuleTone(capsule)
    drawn.group.dataset.tone = tone
    drawn.group.dataset.phase = phase
    drawn.group.dataset.light = scene.lightOf(frameSelection(capsule))
    drawn.trail.dataset.tone = tone
    const glyph = capsuleGlyph(capsule)
    say(drawn, scene.detail === 'pills' && glyph === null ? '' : capsuleLabel(capsule), glyph)
    // Held frames stand behind the one that was held first.
    if (capsule.waiting && place > 0 && drawn.place !== place) this.#group.prepend(drawn.group)
    drawn.place = place

    const queued = path.length === 0 ? 0 : (place * QUEUE_PIXELS) / path.length
    const drawnShare = scene.motion === 'jumps' && phase === 'moving' ? 0.5 : capsule.waiting ? share - queued : share
    const at = pointAlong(path, drawnShare)
    drawn.group.setAttribute('transform', `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`)
    drawn.group.style.opacity = phase === 'trail' ? '0' : ''

    const trailing = scene.motion === 'travels' && (phase === 'moving' || phase === 'trail')
    drawn.trail.style.display = trailing ? '' : 'none'
    if (trailing) paintTrail(drawn.trail, capsule, share, now)
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
    const drawn: Drawn = { group, shape, text, glyph, trail, said: null, place: 0, along: null }
    this.#drawn.set(capsule.key, drawn)
    return drawn
  }
}

function say(drawn: Drawn, words: string, glyph: Glyph | null): void {
  const said = `${glyph ?? ''} ${words}`
  if (drawn.said === said) return
  drawn.said = said
  const lettersWidth = words.length * LETTER_WIDTH
  const glyphWidth = glyph === null ? 0 : GLYPH_SIDE + 3
  const empty = words === '' && glyph === null
  const width = empty ? PILL.width : lettersWidth + glyphWidth + 2 * PADDING
  const height = empty ? PILL.height : HEIGHT
  drawn.text.textContent = words
  drawn.text.setAttribute('x', `${glyphWidth / 2}`)
  drawn.glyph.setAttribute('d', glyph === null ? '' : GLYPH_PATH[glyph])
  drawn.glyph.setAttribute('transform', `translate(${-width / 2 + PADDING - 2} ${-GLYPH_SIDE / 2})`)
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
