import { visibleVersion } from '../../../aerodb/mvcc/visibility.ts'
import type { Cluster, ClusterView, NodeView } from '../../../cluster/cluster.ts'
import type { CommitId, NodeName } from '../../../cluster/contract.ts'
import { lightOf, useExplorer } from '../../store/explorer-store.ts'
import type { Selection } from '../../store/selection.ts'
import { type AxisView, toPixel } from '../axis-view.ts'
import { type CanvasPalette, readPalette, watchTheme } from '../canvas-palette.ts'
import { preparedContext } from '../canvas-surface.ts'
import { FollowedAxis } from '../followed-axis.ts'
import type { Size } from '../size.ts'
import { ChainLoader } from './chain-loader.ts'
import { CommitsByHand } from './commits-by-hand.ts'
import { barAt, paintCommitAxis, paintVersions } from './paint-versions.ts'
import { exchangedKeys, shownKeys } from './shown-keys.ts'
import { type VersionBar, type VersionRow, versionRow } from './version-bars.ts'

export const COMMIT_AXIS_HEIGHT = 24
const CHOSEN_PIXELS = 60
const MOST_PIXELS_PER_COMMIT = 120
/** Keys asked for beyond those that have a row, so that a row does not go for one burst of others. */
const KEYS_IN_RESERVE = 16
/** Versions of each key asked for. A node that is asked for many has less time for its clients. */
const VERSIONS_AT_FIRST = 256
const VERSIONS_AT_MOST = 8192
/** A row changes its key no more often than this. */
const EXCHANGE_MILLIS = 1500
/** While the picture follows by itself, lines and labels are laid out anew no more often than this. */
const PUBLISH_MILLIS = 66

/** Rows are kept for the documents of this many write sets that a person made. */
const COMMITS_BY_HAND = 3

/** What the page has to know of the picture to draw lines and labels over it. Another object whenever something changed. */
export interface VersionsSnapshot {
  readonly view: AxisView
  readonly width: number
  readonly rows: readonly VersionRow[]
  readonly newest: CommitId
  readonly following: boolean
  readonly steppedBackFor: number | null
  /** Whose versions are drawn; null before the first were seen. */
  readonly source: NodeName | null
  /** Whether there are more keys than rows. */
  readonly moreKeys: 'more' | 'all'
}

export interface VersionPlace {
  readonly row: VersionRow
  readonly bar: VersionBar
}

/** The picture of versions, alive: what it shows, whom it asks, and when it paints. One for each pair of canvases and cluster. */
export class VersionsScene {
  readonly #cluster: Cluster
  readonly #canvas: HTMLCanvasElement
  readonly #axisCanvas: HTMLCanvasElement
  readonly #axis: FollowedAxis
  readonly #loader: ChainLoader
  readonly #stops: readonly (() => void)[]
  readonly #tellPointed: (place: VersionPlace | null) => void
  readonly #listeners = new Set<() => void>()
  #palette: CanvasPalette
  #width = 0
  #pitch = 0
  #rowsWanted = 0
  #chosenSource: NodeName | null = null
  #rows: readonly VersionRow[] = []
  #drawnFrom: { readonly loaded: unknown; readonly rows: number; readonly selection: Selection | null } | null = null
  #exchangedAt = 0
  #versions = VERSIONS_AT_FIRST
  #crossing: CommitId | null = null
  #pointer: { readonly x: number; readonly y: number } | null = null
  #pointed: VersionPlace | null = null
  #cursor: { readonly key: string; readonly commitId: CommitId } | null = null
  readonly #byHand = new CommitsByHand(COMMITS_BY_HAND)
  #snapshot: VersionsSnapshot | null = null
  #publishedAt = Number.NEGATIVE_INFINITY
  #request: number | null = null
  #later: ReturnType<typeof setTimeout> | null = null

  /** `pointed` is called with what is under the pointer: when the pointer moves, and when the picture moves under it. */
  constructor(
    canvas: HTMLCanvasElement,
    axisCanvas: HTMLCanvasElement,
    cluster: Cluster,
    pointed: (place: VersionPlace | null) => void,
  ) {
    this.#tellPointed = pointed
    this.#cluster = cluster
    this.#canvas = canvas
    this.#axisCanvas = axisCanvas
    this.#palette = readPalette(canvas)
    const changed = () => this.schedule()
    this.#loader = new ChainLoader((node, selection) => cluster.chains(node, selection), changed)
    this.#axis = new FollowedAxis(canvas, { defaultScale: () => CHOSEN_PIXELS, changed, ignores: () => false })
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

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  readonly snapshot = (): VersionsSnapshot | null => this.#snapshot

  place(size: Size, pitch: number, rows: number): void {
    this.#width = size.width
    this.#pitch = pitch
    this.#rowsWanted = rows
    this.schedule()
  }

  /** Whose versions to draw; null leaves it to the picture: the Primary, or who is furthest. */
  showThoseOf(node: NodeName | null): void {
    this.#chosenSource = node
    this.schedule()
  }

  /** The bars that a line at this bound crosses stand out; null lets go. */
  cross(bound: CommitId | null): void {
    if (this.#crossing === bound) return
    this.#crossing = bound
    this.schedule()
  }

  /** Null when the pointer has left. */
  putPointer(pointer: { readonly x: number; readonly y: number } | null): void {
    this.#pointer = pointer
    this.#point()
  }

  putCursor(place: VersionPlace | null): void {
    this.#cursor = place === null ? null : { key: place.row.key, commitId: place.bar.commitId }
    if (place === null) this.schedule()
    else this.#axis.reveal(place.bar.commitId)
  }

  get cursor(): VersionPlace | null {
    const row = this.#rows.find(({ key }) => key === this.#cursor?.key)
    const bar = row?.bars.find(({ commitId }) => commitId === this.#cursor?.commitId)
    return row === undefined || bar === undefined ? null : { row, bar }
  }

  placeAt(x: number, y: number): VersionPlace | null {
    return barAt({ view: this.#axis.view, rows: this.#rows, pitch: this.#pitch }, x, y)
  }

  follow(): void {
    this.#versions = VERSIONS_AT_FIRST
    this.#axis.follow()
  }

  zoomBy(factor: number): void {
    this.#axis.zoomBy(factor, this.#width / 2)
  }

  showAll(): void {
    this.#axis.showAll()
  }

  /** Paints at the next animation frame, once. */
  schedule(): void {
    this.#request ??= requestAnimationFrame(() => {
      this.#request = null
      this.#frame(performance.now())
    })
  }

  #frame(now: number): void {
    const { view: cluster } = useExplorer.getState()
    if (cluster === null || this.#width === 0) return
    const newest = Math.max(1, ...cluster.nodes.map(({ position }) => position?.appliedCommitId ?? 0))
    const view = this.#axis.settle(
      { mostPixelsPerUnit: MOST_PIXELS_PER_COMMIT, comfortPixelsPerUnit: CHOSEN_PIXELS, first: 1, last: newest },
      this.#width,
      now,
    )
    this.#ask(cluster, now)
    this.#chooseRows(now)
    this.#paint(view, cluster)
    this.#point()
    this.#publish(view, newest, now)
  }

  #point(): void {
    const place = this.#pointer === null ? null : this.placeAt(this.#pointer.x, this.#pointer.y)
    const same = place?.row.key === this.#pointed?.row.key && place?.bar.commitId === this.#pointed?.bar.commitId
    if (same && place?.bar.until === this.#pointed?.bar.until) return
    this.#pointed = place
    this.#tellPointed(place)
  }

  #ask(cluster: ClusterView, now: number): void {
    const source = sourceNode(cluster, this.#chosenSource)
    if (source === null) return
    const asOf = `${source.starts}/${source.position?.appliedCommitId ?? 0}`
    const limit = this.#rowsWanted + KEYS_IN_RESERVE
    const again = this.#loader.want({ node: source.name, limit, versions: this.#versionsWanted(), asOf }, now)
    if (again === null || this.#later !== null) return
    this.#later = setTimeout(() => {
      this.#later = null
      this.schedule()
    }, again)
  }

  /** Enough of each chain for what is in the picture: twice as many whenever a row begins within it and has older versions. */
  #versionsWanted(): number {
    const { origin } = this.#axis.view
    const wantsMore = this.#rows.some(({ bars, olderVersions }) => olderVersions > 0 && (bars[0]?.commitId ?? 0) > origin)
    const most = Math.max(0, ...this.#rows.map(({ bars }) => bars.length))
    if (this.#axis.following && this.#axis.steppedBackFor !== null) return VERSIONS_AT_FIRST
    if (wantsMore && most >= this.#versions) this.#versions = Math.min(VERSIONS_AT_MOST, this.#versions * 2)
    return this.#versions
  }

  #chooseRows(now: number): void {
    const loaded = this.#loader.chains
    const { selection } = useExplorer.getState()
    const isSame =
      this.#drawnFrom?.loaded === loaded && this.#drawnFrom.rows === this.#rowsWanted && this.#drawnFrom.selection === selection
    if (loaded === null || isSame) return
    this.#drawnFrom = { loaded, rows: this.#rowsWanted, selection }
    const pinned = this.#pinnedKeys()
    const recent = loaded.chains.map(({ key }): string => key)
    const held = pinned.filter((key) => recent.includes(key))
    let keys = shownKeys(
      this.#rows.map(({ key }) => key),
      recent,
      held,
      this.#rowsWanted,
    )
    if (now - this.#exchangedAt > EXCHANGE_MILLIS) {
      this.#exchangedAt = now
      keys = exchangedKeys(keys, recent, held)
    }
    this.#rows = keys.flatMap((key) => {
      const chain = loaded.chains.find((candidate) => candidate.key === key)
      return chain === undefined ? [] : [versionRow(chain)]
    })
  }

  /** What is selected, and what a person has just written, has a row. */
  #pinnedKeys(): readonly string[] {
    const { selection } = useExplorer.getState()
    const selected = selection?.kind === 'version' || selection?.kind === 'record' ? selection.key : null
    const commits = this.#byHand.take(this.#cluster.events().events)
    const written = (this.#loader.chains?.chains ?? []).filter(({ versions }) =>
      versions.some(({ commitId }) => commits.has(commitId)),
    )
    const keys = written.map(({ key }): string => key).slice(0, Math.max(0, this.#rowsWanted - 1))
    return selected === null ? keys : [selected, ...keys]
  }

  #paint(view: AxisView, cluster: ClusterView): void {
    const { selection, hover } = useExplorer.getState()
    const source = cluster.nodes.find(({ name }) => name === this.#loader.chains?.node)
    const crossing = this.#crossing
    const palette = this.#palette
    const lit = selection !== null || hover !== null
    const height = Math.max(1, this.#rows.length * this.#pitch)
    const context = preparedContext(this.#canvas, { width: this.#width, height })
    const axisContext = preparedContext(this.#axisCanvas, { width: this.#width, height: COMMIT_AXIS_HEIGHT })
    if (context === null || axisContext === null) return
    paintCommitAxis(axisContext, { view, width: this.#width, palette })
    paintVersions(context, {
      view,
      width: this.#width,
      pitch: this.#pitch,
      rows: this.#rows,
      manner: source?.life === 'alive' ? 'shown' : 'dimmed',
      crossed: crossing === null ? null : (row) => visibleVersion(row.bars, crossing),
      lightOf: lit ? (key, { commitId, lsn }) => lightOf({ selection, hover }, { kind: 'version', key, commitId, lsn }) : null,
      palette,
    })
    this.#paintCursor(context, view)
  }

  #paintCursor(context: CanvasRenderingContext2D, view: AxisView): void {
    const { cursor } = this
    if (cursor === null) return
    const left = Math.max(1, toPixel(view, cursor.bar.commitId) - 3)
    const right = cursor.bar.until === null ? this.#width - 1 : Math.min(this.#width - 1, toPixel(view, cursor.bar.until) + 1)
    context.strokeStyle = this.#palette.accent
    context.lineWidth = 2
    context.beginPath()
    context.roundRect(left, this.#rows.indexOf(cursor.row) * this.#pitch + 1, Math.max(4, right - left), this.#pitch - 2, 8)
    context.stroke()
  }

  #publish(view: AxisView, newest: CommitId, now: number): void {
    const before = this.#snapshot
    const wait = this.#axis.following && before?.following === true ? this.#publishedAt + PUBLISH_MILLIS - now : 0
    if (wait > 0) {
      this.#later ??= setTimeout(() => {
        this.#later = null
        this.schedule()
      }, wait)
      return
    }
    const next: VersionsSnapshot = {
      view,
      width: this.#width,
      rows: this.#rows,
      newest,
      following: this.#axis.following,
      steppedBackFor: this.#axis.steppedBackFor,
      source: this.#loader.chains?.node ?? null,
      moreKeys: (this.#loader.chains?.chains.length ?? 0) > this.#rows.length ? 'more' : 'all',
    }
    const same =
      before !== null &&
      before.view.origin === view.origin &&
      before.view.pixelsPerUnit === view.pixelsPerUnit &&
      before.width === next.width &&
      before.rows === next.rows &&
      before.newest === newest &&
      before.following === next.following &&
      before.steppedBackFor === next.steppedBackFor &&
      before.source === next.source &&
      before.moreKeys === next.moreKeys
    if (same) return
    this.#publishedAt = now
    this.#snapshot = next
    for (const listener of this.#listeners) listener()
  }
}

/** The chosen node if it can answer, else the Primary, else the living node that has applied most; null where none is alive. */
function sourceNode(cluster: ClusterView, chosen: NodeName | null): NodeView | null {
  const alive = cluster.nodes.filter(
    ({ life, position }) => life === 'alive' && position !== null && position.role !== 'StartRefused',
  )
  const primary = alive.find(({ position }) => position?.role === 'PrimaryActive')
  const furthest = alive.toSorted((a, b) => (b.position?.appliedCommitId ?? 0) - (a.position?.appliedCommitId ?? 0))[0]
  return alive.find(({ name }) => name === chosen) ?? primary ?? furthest ?? null
}
