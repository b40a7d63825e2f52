import type { CommitId } from '../../../cluster/contract.ts'
import type { ClusterEvent } from '../../../cluster/event.ts'

/** The newest `most` commits that were acknowledged to a person or a program, not to a workload: clients of a workload are no events. */
export function commitsByHand(events: readonly ClusterEvent[], most: number): ReadonlySet<CommitId> {
  const commits = new Set<CommitId>()
  for (let index = events.length - 1; index >= 0 && commits.size < most; index--) {
    const event = events[index]
    if (event?.kind === 'client' && event.outcome.outcome === 'acknowledged') commits.add(event.outcome.commitId)
  }
  return commits
}
