import type { Lsn } from '../../../cluster/contract.ts'
import { type AxisView, toNumber, toPixel } from '../axis-view.ts'
import type { RecordType } from './record-cache.ts'
import type { RecordLookup } from './record-lookup.ts'

/** Narrower than this, records are drawn together. */
export const NARROWEST_CELL_PIXELS = 5
/** Width of a column that stands for several records. */
const COLUMN_PIXELS = 4

/** All records of one node that fall into one column of the picture. */
export interface DensityColumn {
  readonly x: number
  readonly width: number
  readonly first: Lsn
  readonly last: Lsn
  readonly loaded: number
  readonly commits: number
  readonly versions: number
  /** Records rare enough that they must not drown: markers, genesis, gc. */
  readonly rare: RecordType | null
}

/** The columns of a range, left to right. Every LSN of the range falls into exactly one of them. */
export function densityColumns(
  view: AxisView,
  width: number,
  range: { readonly first: Lsn; readonly last: Lsn },
  records: RecordLookup,
): readonly DensityColumn[] {
  const from = Math.max(range.first, Math.floor(view.origin))
  const to = Math.min(range.last, Math.ceil(toNumber(view, width)))
  const columns: DensityColumn[] = []
  let first = from
  while (first <= to) {
    // Columns keep their place in the log while the picture moves, so that nothing flickers.
    const span = Math.max(1, Math.round(COLUMN_PIXELS / view.pixelsPerUnit))
    const last = Math.min(to, Math.floor(first / span) * span + span - 1)
    columns.push(column(view, first, last, records))
    first = last + 1
  }
  return columns
}

function column(view: AxisView, first: Lsn, last: Lsn, records: RecordLookup): DensityColumn {
  let loaded = 0
  let commits = 0
  let versions = 0
  let rare: RecordType | null = null
  records.eachLoaded(first, last, (_lsn, type) => {
    loaded += 1
    if (type === 'commit') commits += 1
    else if (type === 'genesis' || type === 'marker' || type === 'gc') rare = type
    else versions += 1
  })
  const x = toPixel(view, first)
  return { x, width: toPixel(view, last + 1) - x, first, last, loaded, commits, versions, rare }
}
