import type { Cluster } from '../../cluster/cluster.ts'
import type { CommitId, Lsn, NodeName, WalRecordView } from '../../cluster/contract.ts'

/** A commit is looked at by this many of its records at most. */
const RECORDS_SHOWN = 200

/**
 * The records of a commit in a node's retained log: its versions, then its commit record. CommitIds rise with LSNs (WAL-6), so it takes about
 * as many questions as the log's length has binary digits. Empty where the node does not hold the commit.
 */
export async function recordsOfCommit(
  cluster: Pick<Cluster, 'wal'>,
  node: NodeName,
  commitId: CommitId,
  range: { readonly from: Lsn; readonly to: Lsn },
): Promise<readonly WalRecordView[]> {
  let low = range.from
  let high = range.to
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [record] = await cluster.wal(node, { from: middle, limit: 1 })
    // A marker belongs to no commit: it stands before every commit that follows it.
    if (record === undefined || (record.commitId ?? 0) >= commitId) high = middle
    else low = middle + 1
  }
  const records = await cluster.wal(node, { from: low, limit: RECORDS_SHOWN })
  const first = records.findIndex((record) => record.commitId === commitId)
  if (first < 0) return []
  const end = records.findIndex((record, index) => index > first && record.commitId !== commitId)
  return records.slice(first, end < 0 ? undefined : end)
}
