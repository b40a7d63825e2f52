import type { NodeName } from '../../../cluster/contract.ts'
import type { Size } from '../size.ts'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** How much a card says: all of it, without its sentence, or its name, role and CommitId only. */
export type CardDetail = 'full' | 'compact' | 'slim'

/**
 * - `side`: Primary left, Replicas right, in one column or two staggered ones.
 * - `above`: Primary above, Replicas in one row beneath it.
 * - `gutter`: all cards in one column; links run down the left edge.
 */
export type Arrangement = 'side' | 'above' | 'gutter'

export interface ClusterLayout {
  readonly arrangement: Arrangement
  readonly detail: CardDetail
  readonly cards: ReadonlyMap<NodeName, Box>
  /** At least the panel's height; more where the cards don't fit, and then the panel scrolls. */
  readonly height: number
  /** In `side`: where the first column of Replicas begins, and every link to a later column has to run level. */
  readonly levelFrom: number
}

export interface LayoutRequest {
  /** Those that hold themselves for Primary; usually one. */
  readonly primaries: readonly NodeName[]
  readonly replicas: readonly NodeName[]
}

const CARD: Readonly<Record<CardDetail, Size>> = {
  full: { width: 232, height: 106 },
  compact: { width: 204, height: 76 },
  slim: { width: 186, height: 40 },
}
const DETAILS: readonly CardDetail[] = ['full', 'compact', 'slim']

const EDGE = 6
const ROW_GAP = 10
/** Between two cards of a column, so that the links to the column behind them pass. */
const PASSAGE = 18
const COLUMN_GAP = 44
/** Room at the right for links between Replicas. */
const ARC_ROOM = 44
const SHORTEST_LINK = 130
const LONGEST_LINK = 420
const NARROWEST_CARD = 168
const GUTTER_LANE = 9
const ABOVE_LINK = 104
/** Names up to this long have room on every card. */
const SHORT_NAME_LETTERS = 4
const NAME_LETTER_PIXELS = 8
const MOST_NAME_PIXELS = 96

/** Places every node in the panel. Deterministic; no two cards overlap. */
export function layOutCards(request: LayoutRequest, panel: Size): ClusterLayout {
  const { primaries, replicas } = sides(request)
  const wider = roomForNames([...primaries, ...replicas])
  for (const detail of DETAILS)
    for (const width of [CARD[detail].width + wider, CARD[detail].width]) {
      const side = placeAtSides(primaries, replicas, panel, detail, width)
      if (side !== null && side.height <= panel.height) return side
    }
  const above = placeAbove(primaries, replicas, panel)
  if (above !== null) return above
  return placeAtSides(primaries, replicas, panel, 'slim', CARD.slim.width) ?? placeByGutter(primaries, replicas, panel)
}

/** What cards are wider by, so that more of a long name is read. In pixels. */
function roomForNames(names: readonly NodeName[]): number {
  const longest = Math.max(0, ...names.map((name) => name.length))
  return Math.min(MOST_NAME_PIXELS, Math.max(0, longest - SHORT_NAME_LETTERS) * NAME_LETTER_PIXELS)
}

/** A cluster in which no node, or every node, holds itself for Primary still needs two sides. */
function sides(request: LayoutRequest): LayoutRequest {
  const { primaries, replicas } = request
  if (primaries.length === 0) return { primaries: replicas.slice(0, 1), replicas: replicas.slice(1) }
  if (replicas.length === 0) return { primaries: primaries.slice(0, 1), replicas: primaries.slice(1) }
  return request
}

function columnHeight(cards: number, height: number, gap: number): number {
  return cards * height + Math.max(0, cards - 1) * gap
}

function placeAtSides(
  primaries: readonly NodeName[],
  replicas: readonly NodeName[],
  panel: Size,
  detail: CardDetail,
  width: number,
): ClusterLayout | null {
  const card = { width, height: CARD[detail].height }
  const inner = panel.height - 2 * EDGE
  const oneColumn = columnHeight(replicas.length, card.height, ROW_GAP) <= inner || replicas.length < 3
  const columns = oneColumn ? 1 : 2
  const rows = Math.ceil(replicas.length / columns)
  const rowGap = columns === 1 ? ROW_GAP : Math.max(PASSAGE, card.height / 4)
  const pitch = card.height + rowGap
  const stagger = columns === 1 ? 0 : pitch / 2
  const replicaHeight =
    replicas.length === 0 ? 0 : columnHeight(rows, card.height, rowGap) + (replicas.length > rows ? stagger : 0)
  const primaryHeight = columnHeight(primaries.length, card.height, ROW_GAP)
  const height = Math.max(panel.height, Math.max(replicaHeight, primaryHeight) + 2 * EDGE)

  const cardsWidth = card.width + columns * card.width + (columns - 1) * COLUMN_GAP
  const arcRoom = replicas.length > 1 ? ARC_ROOM : 0
  const room = panel.width - cardsWidth - 2 * EDGE - arcRoom
  if (room < SHORTEST_LINK) return null
  const link = Math.min(LONGEST_LINK, Math.max(SHORTEST_LINK, room * 0.8))
  const taken = replicas.length === 0 ? card.width : cardsWidth + link + arcRoom / 2
  const left = (panel.width - taken) / 2
  const levelFrom = left + card.width + link

  const cards = new Map<NodeName, Box>()
  const primaryTop = (height - primaryHeight) / 2
  primaries.forEach((name, index) => {
    cards.set(name, { x: left, y: primaryTop + index * (card.height + ROW_GAP), ...card })
  })
  const spread = columns === 1 ? spreadGap(replicas.length, card.height, height) : rowGap
  const replicaTop = (height - (columns === 1 ? columnHeight(rows, card.height, spread) : replicaHeight)) / 2
  replicas.forEach((name, index) => {
    const column = index % columns
    const row = Math.floor(index / columns)
    cards.set(name, {
      x: levelFrom + column * (card.width + COLUMN_GAP),
      y: replicaTop + row * (card.height + spread) + column * stagger,
      ...card,
    })
  })
  return { arrangement: 'side', detail, cards, height, levelFrom }
}

/** Cards stand a little apart where there is room, so that the lanes to them open like a fan. */
function spreadGap(cards: number, cardHeight: number, height: number): number {
  if (cards < 2) return ROW_GAP
  const free = (height - 2 * EDGE - cards * cardHeight) / (cards - 1)
  return Math.min(Math.max(ROW_GAP, free), 40)
}

function placeAbove(primaries: readonly NodeName[], replicas: readonly NodeName[], panel: Size): ClusterLayout | null {
  const most = Math.max(primaries.length, replicas.length)
  const available = (panel.width - 2 * EDGE - (most - 1) * ROW_GAP) / Math.max(1, most)
  if (available < NARROWEST_CARD) return null
  const detail: CardDetail = available >= CARD.full.width - 16 ? 'full' : 'compact'
  const card = { width: Math.min(available, CARD.full.width), height: CARD[detail].height }
  const arcRoom = replicas.length > 1 ? 30 : 0
  const needed = 2 * card.height + ABOVE_LINK + 2 * EDGE + arcRoom
  const height = Math.max(panel.height, needed)
  const link = Math.min(height - needed + ABOVE_LINK, 190)
  const top = (height - 2 * card.height - link - arcRoom) / 2

  const cards = new Map<NodeName, Box>()
  const placeRow = (names: readonly NodeName[], y: number) => {
    const pitch = (panel.width - 2 * EDGE) / Math.max(1, names.length)
    names.forEach((name, index) => {
      cards.set(name, { x: EDGE + pitch * (index + 0.5) - card.width / 2, y, ...card })
    })
  }
  placeRow(primaries, top)
  placeRow(replicas, top + card.height + link)
  return { arrangement: 'above', detail, cards, height, levelFrom: 0 }
}

function placeByGutter(primaries: readonly NodeName[], replicas: readonly NodeName[], panel: Size): ClusterLayout {
  const gutter = Math.min(28 + replicas.length * 2 * GUTTER_LANE, panel.width * 0.28)
  const detail: CardDetail = 'compact'
  const height = CARD[detail].height
  const wide = Math.min(CARD.full.width, panel.width - 2 * EDGE)
  const cards = new Map<NodeName, Box>()
  let y = EDGE
  for (const name of primaries) {
    cards.set(name, { x: EDGE, y, width: wide, height })
    y += height + ROW_GAP
  }
  y += PASSAGE
  for (const name of replicas) {
    cards.set(name, { x: EDGE + gutter, y, width: Math.min(wide, panel.width - gutter - 2 * EDGE), height })
    y += height + PASSAGE
  }
  return { arrangement: 'gutter', detail, cards, height: Math.max(panel.height, y), levelFrom: 0 }
}
