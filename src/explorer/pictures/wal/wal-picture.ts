import type { Lsn, NodeName } from '../../../cluster/contract.ts'
import type { Light } from '../../store/explorer-store.ts'
import type { AxisView } from '../axis-view.ts'
import type { CanvasPalette } from '../canvas-palette.ts'
import type { CommitSamples } from './commit-samples.ts'
import type { Fork } from './fork.ts'
import type { LaneFacts } from './lane-facts.ts'
import type { CachedRecord } from './record-cache.ts'
import type { RecordLookup } from './record-lookup.ts'
import type { WalGeometry } from './wal-geometry.ts'

/** All that one painting of the log depends on. */
export interface WalPainting {
  readonly view: AxisView
  readonly width: number
  readonly geometry: WalGeometry
  readonly lanes: readonly { readonly facts: LaneFacts; readonly records: RecordLookup }[]
  /** Of the Primary, or the node that stands in for it: says what type a record has that its own node does not tell yet. */
  readonly reference: RecordLookup | null
  readonly commits: CommitSamples
  readonly forks: readonly Fork[]
  readonly cursor: { readonly node: NodeName; readonly lsn: Lsn } | null
  /** Null while nothing is selected and nothing hovered: then every record is plain. */
  readonly lightOf: ((node: NodeName, record: CachedRecord) => Light) | null
  /** Whether what is not lit steps back: for a selection, not for what the pointer passes over. */
  readonly dims: boolean
  readonly palette: CanvasPalette
}
