import { documentKey } from '../../aerodb/ids.ts'
import type { FactOf } from '../fact.ts'
import { type Bench, type Invariant, stateless } from '../invariant.ts'

/** Of the commits that touch more than this key, all at or below the bound are seen here, and none above it. */
function judge({ node, command, outcome }: FactOf<'answered'>, bench: Bench): void {
  if (command.kind !== 'read' || outcome.kind !== 'served') return
  const history = bench.chronicle.historyOf(node)
  const key = documentKey(command.collection, command.id)
  const newest = history?.versionsAt(key, outcome.bound)?.findLast(({ commitId }) => commitId <= outcome.bound)
  if (history === null || newest === undefined) return
  const commit = history.commits.get(newest.commitId)
  if (commit === undefined || commit.versions.length < 2) return
  bench.check()
  if ((outcome.version ?? 0) >= newest.commitId) return
  const parts = commit.versions.map((version) => version.key)
  const about = [{ kind: 'served', node, historyId: history.id, commitId: newest.commitId }] as const
  bench.breach(about, { node, key, bound: outcome.bound, version: outcome.version, commitId: newest.commitId, writeSet: parts })
}

export const writeSetsAtomic: Invariant = {
  id: 'write-sets-atomic',
  statement: 'A read at or above a commit of several documents sees that commit, or a later one, in each of them.',
  rules: ['MVCC-5', 'WAL-5', 'READ-5'],
  hears: ['answered read'],
  open: stateless(judge),
}
