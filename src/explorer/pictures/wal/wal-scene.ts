import type { Position } from '../../../aerodb/observation.ts'
import type { Cluster, ClusterView } from '../../../cluster/cluster.ts'
import type { Lsn, NodeName } from '../../../cluster/contract.ts'
import { lightOf, useExplorer } from '../../store/explorer-store.ts'
import { type AxisGestures, bindAxisGestures } from '../axis-gestures.ts'
import {
  type AxisLimits,
  type AxisView,
  confined,
  followed,
  revealing,
  showsNewest,
  toNumber,
  visibleNumbers,
  zoomedAbout,
} from '../axis-view.ts'
import { type CanvasPalette, readPalette, watchTheme } from '../canvas-palette.ts'
import { preparedContext } from '../canvas-surface.ts'
import type { Size } from '../size.ts'
import { NARROWEST_CELL_PIXELS } from './density.ts'
import { GrowthRate, stepsBack } from './follow-scale.ts'
import type { Fork } from './fork.ts'
import { ForkWatch } from './fork-watch.ts'
import { type LaneFacts, laneEnd, laneFacts } from './lane-facts.ts'
import { notLoaded } from './paint-density.ts'
import { paintWal } from './paint-wal.ts'
import type { CachedRecord } from './record-cache.ts'
import { recordAt, type WalGeometry } from './wal-geometry.ts'
import { WalLoader } from './wal-loader.ts'
import type { WalPainting } from './wal-picture.ts'

/** Wide enough for a CommitId of the size that there is. */
const CHOSEN_PIXELS = { least: 18.6, perDigit: 6, around: 6, most: 34 }
const MOST_PIXELS_PER_RECORD = 64
/** A window of more records than this is drawn from positions, and from what happens to be loaded. */
const RECORDS_FETCHED_FOR = 4096
const READOUT_MILLIS = 150
/** Prefetched beyond each edge of the window, in windows. */
const MARGIN = 0.15

export interface WalReadout {
  readonly first: Lsn
  readonly last: Lsn
  readonly newest: Lsn
  readonly following: boolean
  /** Records per second for which the picture stepped back; null while it shows the scale that was chosen. */
  readonly steppedBackFor: number | null
  readonly notLoaded: { readonly records: number; readonly of: number } | null
  readonly forks: readonly Fork[]
}

export interface RecordPlace {
  readonly node: NodeName
  readonly lsn: Lsn
}

/** The log's picture, alive: what it shows, what it asks nodes for, and when it paints. One for each canvas and cluster. */
export class WalScene {
  readonly #canvas: HTMLCanvasElement
  readonly #loader: WalLoader
  readonly #forkWatch: ForkWatch
  readonly #gestures: AxisGestures
  readonly #stops: (() => void)[] = []
  readonly #rate = new GrowthRate()
  readonly #seen = new Map<NodeName, { readonly starts: number; readonly historyId: string | null; readonly durableLsn: Lsn }>()
  readonly #withLog = new Map<NodeName, Position>()
  readonly #tell: (readout: WalReadout) => void
  #palette: CanvasPalette
  #size: Size = { width: 0, height: 0 }
  #geometry: WalGeometry = { pitch: 0, cellHeight: 0, height: 0, lanes: [] }
  #view: AxisView = { origin: 1, pixelsPerUnit: CHOSEN_PIXELS.least }
  /** The scale that a person, or the number of digits, has chosen; while following, the picture may step back from it. */
  #chosenScale: number | null = null
  #stepsBack = 0
  #recordsPerSecond = 0
  #following = true
  #lanes: readonly LaneFacts[] = []
  #cursor: RecordPlace | null = null
  #request: number | null = null
  #toldAt = 0
  #told = ''
  #later: ReturnType<typeof setTimeout> | null = null

  constructor(canvas: HTMLCanvasElement, cluster: Cluster, tell: (readout: WalReadout) => void) {
    this.#canvas = canvas
    this.#tell = tell
    this.#palette = readPalette(canvas)
    this.#loader = new WalLoader(
      (node, range) => cluster.wal(node, range),
      () => this.schedule(),
    )
    this.#forkWatch = new ForkWatch(
      (node, range) => cluster.wal(node, range),
      () => this.schedule(),
    )
    this.#gestures = bindAxisGestures(canvas, { moved: (view, how) => this.#moved(view, how), ignores: () => false })
    this.#stops.push(
      useExplorer.subscribe(() => this.schedule()),
      watchTheme(() => {
        this.#palette = readPalette(canvas)
        this.schedule()
      }),
      () => this.#gestures.release(),
    )
    this.schedule()
  }

  release(): void {
    for (const stop of this.#stops) stop()
    if (this.#request !== null) cancelAnimationFrame(this.#request)
    if (this.#later !== null) clearTimeout(this.#later)
  }

  place(geometry: WalGeometry, size: Size): void {
    this.#geometry = geometry
    this.#size = size
    this.schedule()
  }

  /** Paints at the next animation frame, once. */
  schedule(): void {
    this.#request ??= requestAnimationFrame(() => {
      this.#request = null
      this.#frame(performance.now())
    })
  }

  follow(): void {
    this.#following = true
    this.schedule()
  }

  zoomBy(factor: number): void {
    const { width } = this.#size
    const at =
      this.#cursor === null
        ? width / 2
        : Math.min(width, Math.max(0, (this.#cursor.lsn + 0.5 - this.#view.origin) * this.#view.pixelsPerUnit))
    this.#view = this.#moved(zoomedAbout(this.#view, factor, at), 'zoomed')
    this.schedule()
  }

  showAll(): void {
    this.#following = false
    this.#view = confined({ origin: 1, pixelsPerUnit: 0 }, this.#limits(), this.#size.width)
    this.schedule()
  }

  reveal(lsn: Lsn): void {
    this.#following = false
    this.#view = confined(revealing(this.#view, lsn, this.#size.width), this.#limits(), this.#size.width)
    this.schedule()
  }

  placeAt(x: number, y: number): RecordPlace | null {
    const place = recordAt(this.#geometry, this.#view, x, y)
    const facts = this.#lanes.find(({ node }) => node === place?.node)
    return place === null || facts === undefined || place.lsn > laneEnd(facts) ? null : place
  }

  recordAt(place: RecordPlace): CachedRecord | null {
    return this.#loader.cache(place.node).at(place.lsn)
  }

  factsOf(node: NodeName): LaneFacts | null {
    return this.#lanes.find((lane) => lane.node === node) ?? null
  }

  get cursor(): RecordPlace | null {
    return this.#cursor
  }

  get nodes(): readonly NodeName[] {
    return this.#geometry.lanes.map(({ node }) => node)
  }

  get visible(): { readonly first: Lsn; readonly last: Lsn } {
    const { first, last } = visibleNumbers(this.#view, this.#size.width)
    return { first: Math.max(1, first), last: Math.max(1, Math.min(last, this.#limits().last)) }
  }

  /** Null takes the cursor away. */
  putCursor(place: RecordPlace | null): void {
    this.#cursor = place
    if (place !== null) this.#view = revealing(this.#view, place.lsn, this.#size.width)
    if (place !== null && place.lsn < this.#limits().last) this.#following = false
    this.schedule()
  }

  #frame(now: number): void {
    const { view: cluster } = useExplorer.getState()
    if (cluster === null || this.#size.width === 0) return
    this.#observe(cluster)
    const limits = this.#limits()
    this.#settleView(limits, now)
    const painting = this.#painting(cluster)
    this.#askFor(painting)
    const context = preparedContext(this.#canvas, { width: this.#size.width, height: this.#geometry.height })
    if (context !== null) paintWal(context, painting)
    this.#report(painting, now)
  }

  /** Takes over the newest positions; a log that was replaced or cut short is forgotten. */
  #observe(cluster: ClusterView): void {
    for (const node of cluster.nodes) {
      const { position } = node
      if (position === null || position.role === 'StartRefused') continue
      const before = this.#seen.get(node.name)
      const now = { starts: node.starts, historyId: position.historyId, durableLsn: position.durableLsn }
      if (
        before !== undefined &&
        (before.starts !== now.starts || before.historyId !== now.historyId || before.durableLsn > now.durableLsn)
      )
        if (node.life !== 'dead') this.#loader.forget(node.name)
      this.#seen.set(node.name, now)
      if (position.durableLsn > 0) this.#withLog.set(node.name, position)
    }
    this.#lanes = cluster.nodes.map((node) => laneFacts(node, this.#withLog.get(node.name) ?? null, cluster))
  }

  #limits(): AxisLimits {
    const last = Math.max(1, ...this.#lanes.map(laneEnd))
    const first = Math.min(...this.#lanes.map(({ retainedFrom }) => retainedFrom), last)
    return { mostPixelsPerUnit: MOST_PIXELS_PER_RECORD, first, last }
  }

  #settleView(limits: AxisLimits, now: number): void {
    this.#recordsPerSecond = this.#rate.sample(limits.last, now)
    if (!this.#following) {
      this.#view = confined(this.#view, limits, this.#size.width)
    } else {
      const scale = this.#chosenScale ?? defaultScale(limits.last)
      this.#stepsBack = stepsBack(this.#stepsBack, scale, this.#recordsPerSecond, this.#size.width)
      this.#view = followed({ ...this.#view, pixelsPerUnit: scale / 2 ** this.#stepsBack }, limits, this.#size.width)
    }
    this.#gestures.adopt(this.#view)
  }

  #moved(asked: AxisView, how: 'panned' | 'zoomed'): AxisView {
    const limits = this.#limits()
    const view = confined(asked, limits, this.#size.width)
    if (how === 'zoomed') {
      this.#chosenScale = view.pixelsPerUnit
      this.#stepsBack = 0
    } else {
      this.#following = showsNewest(view, limits, this.#size.width) && view.origin >= this.#view.origin
      if (this.#stepsBack > 0) this.#chosenScale = view.pixelsPerUnit
    }
    this.#view = this.#following ? followed(view, limits, this.#size.width) : view
    this.schedule()
    return this.#view
  }

  #painting(cluster: ClusterView): WalPainting {
    const state = useExplorer.getState()
    const { selection, hover } = state
    const primary = cluster.nodes.find(({ position }) => position?.role === 'PrimaryActive')
    const nothingLit = selection === null && (hover === null || hover.kind === 'node' || hover.kind === 'link')
    const window = this.visible
    return {
      view: this.#view,
      width: this.#size.width,
      geometry: this.#geometry,
      lanes: this.#lanes.map((facts) => ({ facts, cache: this.#loader.cache(facts.node) })),
      reference: primary === undefined ? null : this.#loader.cache(primary.name),
      forks: this.#forkWatch.forks(this.#lanes, (node) => this.#loader.cache(node), window),
      cursor: this.#cursor,
      lightOf: nothingLit
        ? null
        : (node, { lsn, commitId, key }) => lightOf({ selection, hover: null }, { kind: 'record', node, lsn, commitId, key }),
      palette: this.#palette,
    }
  }

  #askFor({ view, width }: WalPainting): void {
    const margin = (width / view.pixelsPerUnit) * MARGIN
    const first = Math.floor(view.origin - margin)
    const last = Math.ceil(toNumber(view, width) + margin)
    if (last - first > RECORDS_FETCHED_FOR) return
    for (const facts of this.#lanes) {
      if (facts.standing === 'lastSeen') continue
      const asOf = `${facts.durableLsn}/${facts.retainedFrom}`
      this.#loader.want({
        node: facts.node,
        first: Math.max(first, facts.retainedFrom),
        last: Math.min(last, facts.durableLsn),
        asOf,
      })
    }
  }

  #report(painting: WalPainting, now: number): void {
    const wait = this.#toldAt + READOUT_MILLIS - now
    if (wait > 0) {
      this.#later ??= setTimeout(() => {
        this.#later = null
        this.schedule()
      }, wait)
      return
    }
    this.#toldAt = now
    const readout: WalReadout = {
      ...this.visible,
      newest: this.#limits().last,
      following: this.#following,
      steppedBackFor: this.#following && this.#stepsBack > 0 ? Math.round(this.#recordsPerSecond) : null,
      notLoaded: this.#view.pixelsPerUnit < NARROWEST_CELL_PIXELS ? notLoaded(painting) : null,
      forks: painting.forks,
    }
    const told = JSON.stringify(readout)
    if (told === this.#told) return
    this.#told = told
    this.#tell(readout)
  }
}

function defaultScale(newest: Lsn): number {
  // About every third record ends a commit: near enough to know how wide its number is.
  const digits = `${Math.ceil(newest / 3)}`.length
  return Math.min(CHOSEN_PIXELS.most, Math.max(CHOSEN_PIXELS.least, digits * CHOSEN_PIXELS.perDigit + CHOSEN_PIXELS.around))
}
