import type { ClusterView, NodeView } from '../../cluster/cluster.ts'
import type { CommitId, NodeName } from '../../cluster/contract.ts'
import { counted } from '../../cluster/counted.ts'

/** How far a Replica is behind its Primary, as the page sees both: also where no frame tells the Replica. (READ-6 counts what it was told.) */
export interface Lag {
  readonly primary: NodeName
  readonly primaryCommitId: CommitId
  /** Commits of the Primary that the Replica has not applied. */
  readonly commits: number
  /** Durable records of the Primary that are not durable on the Replica. */
  readonly records: number
  /** `lastSeen`: one of the two is dead, and counts as it was last observed. */
  readonly seen: 'now' | 'lastSeen'
}

/** Null where there is nothing to compare: no Primary was observed, none is configured but the node itself, or they hold different histories. */
export function lagOf({ nodes }: Pick<ClusterView, 'nodes'>, node: NodeView): Lag | null {
  const [primaryName] = node.configuration.primaries
  const primary = nodes.find(({ name }) => name === primaryName)
  const ahead = primary?.position ?? null
  const own = node.position
  if (primary === undefined || primary.name === node.name || ahead === null || own === null) return null
  if (ahead.role !== 'PrimaryActive' || own.role === 'StartRefused') return null
  if (own.historyId !== null && ahead.historyId !== own.historyId) return null
  return {
    primary: primary.name,
    primaryCommitId: ahead.appliedCommitId,
    commits: Math.max(0, ahead.appliedCommitId - own.appliedCommitId),
    records: Math.max(0, ahead.durableLsn - own.durableLsn),
    seen: primary.life === 'alive' && node.life === 'alive' ? 'now' : 'lastSeen',
  }
}

/** "11 commits and 22 records behind n1" */
export function lagWords({ primary, commits, records, seen }: Lag): string {
  return `${counted(commits, 'commit')} and ${counted(records, 'record')} behind ${primary}${seen === 'now' ? '' : ', as last seen'}`
}
