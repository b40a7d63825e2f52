import type { ClusterView, NodeView } from '../../cluster/cluster.ts'
import { DigestGlyph } from '../design/DigestGlyph.tsx'
import { RoleBadge } from '../design/RoleBadge.tsx'
import { STANDING_HUE, standingOf } from '../design/standing.ts'
import { Head, Says } from './Head.tsx'
import { NodeActions } from './NodeActions.tsx'
import styles from './NodeInspector.module.css'
import { nodeSentence } from './node-sentence.ts'
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
        <Vitals node={node} />
      </Head>
      {node.life === 'alive' ? <NodeWhy node={node} /> : null}
      <RoleSection node={node} />
      <ReplicationTable view={view} />
    </>
  )
}

function NodeWhy({ node }: { readonly node: NodeView }) {
  const { position } = node
  const standing = [node.starts, position?.role, position?.session, position?.halt?.rule, position?.refusal?.code].join(' ')
  const moment = useCalm(`${standing} ${position?.durableLsn}`, WHY_PERIOD_MILLIS)
  const answer = useAnswer(node.name, moment, (cluster) => cluster.explainInFull({ node: node.name }))
  return <Why answer={answer} />
}

function Vitals({ node }: { readonly node: NodeView }) {
  const { position } = node
  if (position === null) return null
  const hue = STANDING_HUE[standingOf(node)]
  return (
    <dl className={styles.vitals}>
      <Vital name="CommitId" value={position.appliedCommitId} />
      <Vital name="durable" value={position.durableLsn} />
      <Vital name="applied" value={position.appliedLsn} />
      <Vital name="incarnation" value={position.incarnation} />
      <div className={styles.digest}>
        <dt>state</dt>
        <dd>
          <DigestGlyph digest={position.stateDigest} of={`State of ${node.name}:`} hue={hue} size={20} />
        </dd>
      </div>
    </dl>
  )
}

function Vital({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
