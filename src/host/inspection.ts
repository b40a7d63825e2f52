import type { DocumentKey, Lsn } from '../aerodb/ids.ts'
import type {
  ChainInspection,
  ChainSelection,
  Explanation,
  VersionInspection,
  WalRecordInspection,
} from '../aerodb/inspection.ts'
import type { DatabaseNode } from '../aerodb/node.ts'

/** Looking inside a living node: changes nothing, is no input, and is not logged. */
export type Inspection =
  | { readonly look: 'wal'; readonly from: Lsn; readonly limit: number }
  | { readonly look: 'walBytes' }
  | { readonly look: 'versions'; readonly key: DocumentKey }
  | { readonly look: 'chains'; readonly selection: ChainSelection }
  | { readonly look: 'state' }

export type Inspected =
  | { readonly look: 'wal'; readonly records: readonly WalRecordInspection[] }
  | { readonly look: 'walBytes'; readonly bytes: Uint8Array }
  | { readonly look: 'versions'; readonly versions: readonly VersionInspection[] }
  | { readonly look: 'chains'; readonly chains: readonly ChainInspection[] }
  | { readonly look: 'state'; readonly explanation: Explanation }

export function inspect(node: DatabaseNode, inspection: Inspection): Inspected {
  switch (inspection.look) {
    case 'wal':
      return { look: 'wal', records: node.walRecords(inspection.from, inspection.limit) }
    case 'walBytes':
      return { look: 'walBytes', bytes: node.walBytes() }
    case 'versions':
      return { look: 'versions', versions: node.versions(inspection.key) }
    case 'chains':
      return { look: 'chains', chains: node.chains(inspection.selection) }
    case 'state':
      return { look: 'state', explanation: node.explainState() }
  }
}
