import type { ClusterView, LinkView, NodeView } from '../../../cluster/cluster.ts'
import type { NodeName } from '../../../cluster/contract.ts'
import type { FrameEvent } from '../../../cluster/frame-event.ts'
import { shortName } from '../../design/short-name.ts'
import { type Standing, standingOf } from '../../design/standing.ts'

const SPANS_KEPT = 400
const MARKS_KEPT = 120
const FRAMES_KEPT = 900
/** Of the frames of one direction, at most one in this time is drawn. */
const FRAME_SAMPLE_MILLIS = 120

/** A stretch of a node's life in one standing. `untilMillis` null: it lasts. */
export interface LifeSpan {
  readonly standing: Standing
  readonly fromMillis: number
  readonly untilMillis: number | null
}

export type TimeMarkKind = 'kill' | 'start' | 'halt' | 'refused' | 'cut' | 'heal'

/** Something that happened to a node or a link, worth a place on the strip. */
export interface TimeMark {
  readonly kind: TimeMarkKind
  readonly words: string
  readonly atMillis: number
}

export interface TimeFrame {
  readonly from: NodeName
  readonly to: NodeName
  readonly atMillis: number
}

/**
 * What the strip along the bottom shows, gathered from views as they come: the lives of nodes, what befell them and their links, and a
 * sample of frames. It begins when the page began to look. Bounded.
 */
export class TimeLine {
  readonly #spans = new Map<NodeName, LifeSpan[]>()
  readonly #lastFrame = new Map<string, number>()
  #marks: readonly TimeMark[] = []
  #frames: readonly TimeFrame[] = []
  #before: ClusterView | null = null
  #beganMillis: number | null = null

  /** When the first view was seen; null before. */
  get beganMillis(): number | null {
    return this.#beganMillis
  }

  get marks(): readonly TimeMark[] {
    return this.#marks
  }

  get frames(): readonly TimeFrame[] {
    return this.#frames
  }

  spans(node: NodeName): readonly LifeSpan[] {
    return this.#spans.get(node) ?? []
  }

  /** Takes a view; times never decrease. */
  observe(view: ClusterView, now: number): void {
    const before = this.#before
    this.#beganMillis ??= now
    for (const node of view.nodes) this.#observeNode(node, now)
    if (before !== null) {
      for (const node of view.nodes)
        this.#mark(
          nodeMarks(
            before.nodes.find(({ name }) => name === node.name),
            node,
          ),
          now,
        )
      for (const link of view.links) this.#mark(linkMarks(before.links.find(sameDirection(link)), link), now)
    }
    this.#before = view
  }

  observeFrames(frames: readonly FrameEvent[], now: number): void {
    const sampled = frames.flatMap(({ from, to, fate, kind }): TimeFrame[] => {
      const key = `${from}>${to}`
      const last = this.#lastFrame.get(key) ?? Number.NEGATIVE_INFINITY
      if (fate !== 'delivered' || kind !== 'records' || now - last < FRAME_SAMPLE_MILLIS) return []
      this.#lastFrame.set(key, now)
      return [{ from, to, atMillis: now }]
    })
    if (sampled.length > 0) this.#frames = [...this.#frames, ...sampled].slice(-FRAMES_KEPT)
  }

  #observeNode(node: NodeView, now: number): void {
    const standing = standingOf(node)
    const spans = this.#spans.get(node.name) ?? []
    const last = spans.at(-1)
    if (last?.standing === standing) return
    if (last !== undefined) spans[spans.length - 1] = { ...last, untilMillis: now }
    spans.push({ standing, fromMillis: now, untilMillis: null })
    this.#spans.set(node.name, spans.slice(-SPANS_KEPT))
  }

  #mark(marks: readonly Omit<TimeMark, 'atMillis'>[], now: number): void {
    if (marks.length > 0) this.#marks = [...this.#marks, ...marks.map((mark) => ({ ...mark, atMillis: now }))].slice(-MARKS_KEPT)
  }
}

type Unplaced = Omit<TimeMark, 'atMillis'>

/** A mark has little room for words. */
const NAME_LETTERS = 10

function nodeMarks(before: NodeView | undefined, now: NodeView): readonly Unplaced[] {
  if (before === undefined) return []
  const was = standingOf(before)
  const is = standingOf(now)
  const name = shortName(now.name, NAME_LETTERS)
  if (was === is) return before.starts === now.starts ? [] : [{ kind: 'start', words: `${name} restarted` }]
  if (is === 'Dead') return [{ kind: 'kill', words: now.death === null ? `${name} killed` : `${name} died` }]
  if (is === 'ReplicationHalted') return [{ kind: 'halt', words: `${name} halted` }]
  if (is === 'StartRefused') return [{ kind: 'refused', words: `${name} refused to start` }]
  if (was === 'Dead') return [{ kind: 'start', words: `${name} started` }]
  return []
}

function linkMarks(before: LinkView | undefined, now: LinkView): readonly Unplaced[] {
  if (before === undefined) return []
  const [from, to] = [shortName(now.from, NAME_LETTERS), shortName(now.to, NAME_LETTERS)]
  // A partition is of both directions, and is said once.
  if (now.partitioned !== before.partitioned && now.from < now.to)
    return [
      now.partitioned ? { kind: 'cut', words: `${from} and ${to} parted` } : { kind: 'heal', words: `${from} and ${to} healed` },
    ]
  if (now.condition.kind === before.condition.kind || now.partitioned || before.partitioned) return []
  if (now.condition.kind === 'pass')
    return before.condition.kind === 'cut' ? [{ kind: 'heal', words: `${from} to ${to} passes` }] : []
  return [{ kind: 'cut', words: `${from} to ${to}: ${now.condition.kind}` }]
}

const sameDirection =
  ({ from, to }: LinkView) =>
  (link: LinkView) =>
    link.from === from && link.to === to
