import type { NodeName } from '../../aerodb/ids.ts'
import type { Explanation } from '../../aerodb/inspection.ts'
import type { SimulatedCluster } from '../simulated-cluster.ts'

/** Where one node stands, on one line. */
export function describePosition(cluster: SimulatedCluster, name: NodeName): string {
  const { node } = cluster.at(name)
  if (node === null) return `${name} is dead`
  const { role, session, halt, refusal, durableLsn, appliedCommitId, incarnation, readViews, peers } = node.position()
  const doing = session === null ? '' : ` ${session}`
  const why = halt === null ? '' : ` ${halt.reason} by ${halt.rule} ${halt.code}`
  const refused = refusal === null ? '' : ` by ${refusal.rule ?? 'no rule'} ${refusal.code}`
  const views = readViews.map(({ id, bound }) => `, view ${id} at ${bound}`).join('')
  const stalled = peers.filter((peer) => peer.stalled).map(({ peer }) => `, stalled towards ${peer}`)
  return `${name} ${role}${doing}${why}${refused}, incarnation ${incarnation}, durable LSN ${durableLsn}, applied CommitId ${appliedCommitId}${views}${stalled.join('')}`
}

/** The rules behind a state or an answer, one a line. */
export function describeExplanation({ subject, rules, conclusion }: Explanation): readonly string[] {
  return [subject, ...rules.map(({ rule, verdict, evidence }) => `  ${rule} ${verdict} ${JSON.stringify(evidence)}`), conclusion]
}
