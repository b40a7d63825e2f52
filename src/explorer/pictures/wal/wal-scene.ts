import type { Cluster } from '../../../cluster/cluster.ts'
import type { CommitId, Lsn, NodeName } from '../../../cluster/contract.ts'
import { lightOf, useExplorer } from '../../store/explorer-store.ts'
import { type AxisLimits, type AxisView, toNumber, toPixel, visibleNumbers } from '../axis-view.ts'
import { type CanvasPalette, readPalette, watchTheme } from '../canvas-palette.ts'
import { preparedContext } from '../canvas-surface.ts'
import { FollowedAxis } from '../followed-axis.ts'
import type { Size } from '../size.ts'
import { NARROWEST_CELL_PIXELS } from './density.ts'
import type { Fork } from './fork.ts'
import { type LaneFacts, laneEnd } from './lane-facts.ts'
import { LogReading } from './log-reading.ts'
import { notLoaded } from './paint-density.ts'
import { paintWal } from './paint-wal.ts'
import type { CachedRecord } from './record-cache.ts'
import { recordAt, type WalGeometry } from './wal-geometry.ts'
import type { WalPainting } from './wal-picture.ts'

/** Wide enough for a CommitId of the size that there is. */
const CHOSEN_PIXELS = { least: 18.6, perDigit: 6, around: 6.5, most: 37 }
const MOST_PIXELS_PER_RECORD = 64
/** A window of more records than this is drawn from positions, and from what happens to be loaded. */
const RECORDS_FETCHED_FOR = 4096
const READOUT_MILLIS = 150
/** Fetched beyond each edge of the window, in windows. */
const MARGIN = 0.15

export interface WalReadout {
  readonly first: Lsn
  readonly last: Lsn
  readonly newest: Lsn
  readonly following: boolean
  /** Records per second for which the picture stepped back; null while it shows the scale that was chosen. */
  readonly steppedBackFor: number | null
  /** Far out, where records are drawn together: how many of those in the picture were not fetched. */
  readonly notLoaded: { readonly records: number; readonly of: number } | null
  readonly forks: readonly Fork[]
}

export interface WalSceneListener {
  readout(readout: WalReadout): void
  /** What is under the pointer: it changes when the pointer moves, and when the picture moves under it. */
  pointed(place: RecordPlace | null): void
}

export interface RecordPlace {
  readonly node: NodeName
  readonly lsn: Lsn
}

/** The log's picture, alive: what it shows, what it asks nodes for, and when it paints. One for each canvas and cluster. */
export class WalScene {
  readonly #canvas: HTMLCanvasElement
  readonly #log: LogReading
  readonly #axis: FollowedAxis
  readonly #stops: readonly (() => void)[]
  readonly #listener: WalSceneListener
  #palette: CanvasPalette
  #size: Size = { width: 0, height: 0 }
  #geometry: WalGeometry = { pitch: 0, cellHeight: 0, height: 0, lanes: [] }
  #cursor: RecordPlace | null = null
  #pointer: { readonly x: number; readonly y: number } | null = null
  #pointed: RecordPlace | null = null
  #request: number | null = null
  #toldAt = 0
  #told = ''
  #later: ReturnType<typeof setTimeout> | null = null

  constructor(canvas: HTMLCanvasElement, cluster: Cluster, listener: WalSceneListener) {
    this.#canvas = canvas
    this.#listener = listener
    this.#palette = readPalette(canvas)
    const changed = () => this.schedule()
    this.#log = new LogReading(cluster, changed)
    this.#axis = new FollowedAxis(canvas, {
      defaultScale: () => defaultScale(this.#newestCommit()),
      changed,
      ignores: () => false,
    })
    this.#stops = [
      useExplorer.subscribe(changed),
      watchTheme(() => {
        this.#palette = readPalette(canvas)
        changed()
      }),
    ]
    changed()
  }

  release(): void {
    for (const stop of this.#stops) stop()
    this.#axis.release()
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
    this.#axis.follow()
  }

  zoomBy(factor: number): void {
    const { width } = this.#size
    const at = this.#cursor === null ? width / 2 : toPixel(this.#axis.view, this.#cursor.lsn + 0.5)
    this.#axis.zoomBy(factor, Math.min(width, Math.max(0, at)))
  }

  showAll(): void {
    this.#axis.showAll()
  }

  placeAt(x: number, y: number): RecordPlace | null {
    const place = recordAt(this.#geometry, this.#axis.view, x, y)
    const facts = this.#log.lanes.find(({ node }) => node === place?.node)
    return place === null || facts === undefined || place.lsn > laneEnd(facts) ? null : place
  }

  /** Null where it is not loaded. */
  recordAt(place: RecordPlace): CachedRecord | null {
    return this.#log.records(place.node).at(place.lsn)
  }

  factsOf(node: NodeName): LaneFacts | null {
    return this.#log.lanes.find((lane) => lane.node === node) ?? null
  }

  get cursor(): RecordPlace | null {
    return this.#cursor
  }

  get nodes(): readonly NodeName[] {
    return this.#geometry.lanes.map(({ node }) => node)
  }

  get visible(): { readonly first: Lsn; readonly last: Lsn } {
    const { first, last } = visibleNumbers(this.#axis.view, this.#size.width)
    return { first: Math.max(1, first), last: Math.max(1, Math.min(last, this.#axis.limits.last)) }
  }

  /** Null when the pointer has left. */
  putPointer(pointer: { readonly x: number; readonly y: number } | null): void {
    this.#pointer = pointer
    this.#point()
  }

  /** Null takes the cursor away. */
  putCursor(place: RecordPlace | null): void {
    this.#cursor = place
    if (place === null) this.schedule()
    else this.#axis.reveal(place.lsn)
  }

  #frame(now: number): void {
    const { view: cluster, frames } = useExplorer.getState()
    if (cluster === null || this.#size.width === 0) return
    this.#log.observe(cluster, frames)
    const view = this.#axis.settle(this.#limits(), this.#size.width, now)
    const painting = this.#painting(view)
    this.#askFor(view)
    const context = preparedContext(this.#canvas, { width: this.#size.width, height: this.#geometry.height })
    if (context !== null) paintWal(context, painting)
    this.#point()
    this.#report(painting, now)
  }

  #point(): void {
    const place = this.#pointer === null ? null : this.placeAt(this.#pointer.x, this.#pointer.y)
    if (place?.node === this.#pointed?.node && place?.lsn === this.#pointed?.lsn) return
    this.#pointed = place
    this.#listener.pointed(place)
  }

  #newestCommit(): CommitId {
    return Math.max(0, ...(useExplorer.getState().view?.nodes ?? []).map(({ position }) => position?.appliedCommitId ?? 0))
  }

  #limits(): AxisLimits {
    const last = Math.max(1, ...this.#log.lanes.map(laneEnd))
    const first = Math.min(...this.#log.lanes.map(({ retainedFrom }) => retainedFrom), last)
    return { mostPixelsPerUnit: MOST_PIXELS_PER_RECORD, comfortPixelsPerUnit: CHOSEN_PIXELS.least, first, last }
  }

  #painting(view: AxisView): WalPainting {
    const { selection, hover } = useExplorer.getState()
    const lit = selection !== null && selection.kind !== 'node' && selection.kind !== 'link' && selection.kind !== 'view'
    return {
      view,
      width: this.#size.width,
      geometry: this.#geometry,
      lanes: this.#log.lanes.map((facts) => ({ facts, records: this.#log.records(facts.node) })),
      reference: this.#log.reference,
      commits: this.#log.commits,
      forks: this.#log.forks(this.visible),
      cursor: this.#cursor,
      lightOf:
        lit || hover !== null
          ? (node, { lsn, commitId, key }) => lightOf({ selection, hover }, { kind: 'record', node, lsn, commitId, key })
          : null,
      dims: lit,
      palette: this.#palette,
    }
  }

  #askFor(view: AxisView): void {
    const { width } = this.#size
    const margin = (width / view.pixelsPerUnit) * MARGIN
    const first = Math.floor(view.origin - margin)
    const last = Math.ceil(toNumber(view, width) + margin)
    if (last - first <= RECORDS_FETCHED_FOR) this.#log.want({ first, last })
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
      newest: this.#axis.limits.last,
      following: this.#axis.following,
      steppedBackFor: this.#axis.steppedBackFor,
      notLoaded: painting.view.pixelsPerUnit < NARROWEST_CELL_PIXELS ? notLoaded(painting) : null,
      forks: painting.forks,
    }
    const told = JSON.stringify(readout)
    if (told === this.#told) return
    this.#told = told
    this.#listener.readout(readout)
  }
}

function defaultScale(newestCommit: CommitId): number {
  const digits = `${newestCommit}`.length
  return Math.min(CHOSEN_PIXELS.most, Math.max(CHOSEN_PIXELS.least, digits * CHOSEN_PIXELS.perDigit + CHOSEN_PIXELS.around))
}
