import { Suspense } from 'react'
import type { ClusterView, NodeView } from '../../cluster/cluster.ts'
import { lagOf } from '../design/lag.ts'
import { RoleBadge } from '../design/RoleBadge.tsx'
import { standingOf } from '../design/standing.ts'
import { useLasting } from '../design/use-lasting.ts'
import { lazily } from '../shell/lazily.ts'
import { useExplorer } from '../store/explorer-store.ts'
import { haltFrame } from '../store/frame-memory.ts'
import { Head, Says } from './Head.tsx'
import { NodeActions } from './NodeActions.tsx'
import { nodeSentence } from './node-sentence.ts'
import { Observed } from './Observed.tsx'
import { ReplicationTable } from './ReplicationTable.tsx'
import { useAnswer } from './use-answer.ts'
import { useCalm } from './use-calm.ts'
import { Why } from './Why.tsx'

/** A Replica is behind for a moment with every commit: said is only what lasts. */
const LAG_MILLIS = 400
const RoleSection = lazily(async () => (await import('./RoleSection.tsx')).RoleSection)

/** An explanation is asked for anew at most this often while the node moves on. */
const WHY_PERIOD_MILLIS = 1_000

export function NodeInspector({ node, view }: { readonly node: NodeView; readonly view: ClusterView }) {
  const standing = standingOf(node)
  const lag = lagOf(view, node)
  const isBehind = useLasting(lag !== null && lag.commits > 0, LAG_MILLIS)
  return (
    <>
      <Head kind="Selected node" name={node.name} badge={<RoleBadge standing={standing} />}>
        <Says>{nodeSentence(node, isBehind ? lag : null)}</Says>
        <NodeActions node={node} view={view} />
      </Head>
      {node.life === 'alive' ? <NodeWhy node={node} /> : null}
      <Suspense>
        <RoleSection node={node} />
      </Suspense>
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
  const frames = useExplorer((state) => state.frames)
  return <Why answer={answer} conclusion="elsewhere" frame={haltFrame(frames, node)} />
}
