import type { NodeName } from '../../aerodb/ids.ts'
import type { Explanation } from '../../aerodb/inspection.ts'
import type { Position } from '../../aerodb/observation.ts'
import type { SimulatedCluster } from '../simulated-cluster.ts'

/** Where one node stands, on one line: what is out of the ordinary is said, what is not is left out. */
export function describePosition(cluster: SimulatedCluster, name: NodeName): string {
  const { node } = cluster.at(name)
  if (node === null) return `${name} is dead`
  const position = node.position()
  const { role, session, halt, refusal, durableLsn, appliedCommitId, incarnation } = position
  const doing = session === null ? '' : ` ${session}`
  const why = halt === null ? '' : ` ${halt.reason} by ${halt.rule} ${halt.code}`
  const refused = refusal === null ? '' : ` by ${refusal.rule ?? 'no rule'} ${refusal.code}`
  const standing = `incarnation ${incarnation}, durable LSN ${durableLsn}, applied CommitId ${appliedCommitId}`
  return [`${name} ${role}${doing}${why}${refused}, ${standing}`, ...remarks(position)].join(', ')
}

function remarks(position: Position): readonly string[] {
  const { appliedCommitId, primaryCommitId, readViews, peers, framesDuplicate, framesOtherSession } = position
  return [
    ...readViews.map(({ id, bound }) => `view ${id} at ${bound}`),
    ...(primaryCommitId > appliedCommitId
      ? [`behind by ${primaryCommitId - appliedCommitId} as of the Primary's last frame`]
      : []),
    ...peers.filter(({ stalled }) => stalled).map(({ peer }) => `stalled towards ${peer}`),
    ...(framesDuplicate > 0 ? [`doubled frames ${framesDuplicate}`] : []),
    ...(framesOtherSession > 0 ? [`frames of other sessions ${framesOtherSession}`] : []),
  ]
}

/** The rules behind a state or an answer, one a line. */
export function describeExplanation({ subject, rules, conclusion }: Explanation): readonly string[] {
  return [subject, ...rules.map(({ rule, verdict, evidence }) => `  ${rule} ${verdict} ${JSON.stringify(evidence)}`), conclusion]
}
