import type { ClusterView, NodeView } from '../../cluster/cluster.ts'
import { RoleBadge } from '../design/RoleBadge.tsx'
import { standingOf } from '../design/standing.ts'
import { Head, Says } from './Head.tsx'
import { NodeActions } from './NodeActions.tsx'
import { nodeSentence } from './node-sentence.ts'
import { Observed } from './Observed.tsx'
import { ReplicationTable } from './ReplicationTable.tsx'
import { RoleSection } from './RoleSection.tsx'
import { useAnswer } from './use-answer.ts'
import { useCalm } from './use-calm.ts'
import { Why } from './Why.tsx'

/** An explanation is asked for anew at most this often while the node moves on. */
const WHY_PERIOD_MILLIS = 1_000

export function NodeInspector({ node, view }: { readonly node: NodeView; readonly view: ClusterView }) {
  const standing = standingOf(node)
  return (
    <>
      <Head kind="Selected node" name={node.name} badge={<RoleBadge standing={standing} />}>
        <Says>{nodeSentence(node)}</Says>
        <NodeActions node={node} view={view} />
      </Head>
      {node.life === 'alive' ? <NodeWhy node={node} /> : null}
      <RoleSection node={node} />
      <ReplicationTable view={view} />
      {node.position === null ? null : <Observed position={node.position} />}
    </>
  )
}

function NodeWhy({ node }: { readonly node: NodeView }) {
  const { position } = node
  const standing = [node.starts, position?.role, position?.session, position?.halt?.rule, position?.refusal?.code].join(' ')
  const moment = useCalm(`${standing} ${position?.durableLsn}`, WHY_PERIOD_MILLIS)
  const answer = useAnswer(node.name, moment, (cluster) => cluster.explainInFull({ node: node.name }))
  return <Why answer={answer} conclusion="elsewhere" />
}
