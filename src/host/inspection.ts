import type { AeroError } from '../aerodb/error.ts'
import type { DocumentKey, Lsn } from '../aerodb/ids.ts'
import type {
  ChainInspection,
  ChainSelection,
  Explanation,
  VersionInspection,
  WalRecordInspection,
} from '../aerodb/inspection.ts'
import type { DatabaseNode } from '../aerodb/node.ts'
import { refusalOf } from '../aerodb/rules/guard.ts'
import { readRole } from '../aerodb/rules/reads.ts'

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
  /** The node has none of what was asked for, since its start was refused. */
  | { readonly look: 'refused'; readonly error: AeroError }

export function inspect(node: DatabaseNode, inspection: Inspection): Inspected {
  const error = refusalToShow(node, inspection)
  if (error !== null) return { look: 'refused', error }
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

/**
 * A node that refused its disk has no state to show (READ-1). Of the log it shows what verified; where nothing did, an empty log would say that the
 * disk holds nothing, so it shows why it was refused.
 */
function refusalToShow(node: DatabaseNode, { look }: Inspection): AeroError | null {
  const { role, refusal } = node.position()
  if (role !== 'StartRefused') return null
  switch (look) {
    case 'versions':
      return refusalOf(readRole, [role]).error
    case 'wal':
    case 'walBytes':
      return node.walBytes().length === 0 ? refusal : null
    case 'chains':
    case 'state':
      return null
  }
}
