import type { ClusterView, NodeView } from '../../cluster/cluster.ts'
import type { CommitId, WalRecordView } from '../../cluster/contract.ts'
import { Badge } from '../design/Badge.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import type { Selection } from '../store/selection.ts'
import styles from './CommitInspector.module.css'
import { recordsOfCommit } from './find-commit.ts'
import { Head, Says } from './Head.tsx'
import { Section } from './Section.tsx'
import { useAnswer } from './use-answer.ts'

type CommitSelection = Extract<Selection, { kind: 'commit' }>

/** The running node that has the most of the log. */
function fullest(view: ClusterView): NodeView | undefined {
  return view.nodes
    .filter(({ life, position }) => life === 'alive' && position !== null)
    .toSorted((a, b) => (b.position?.durableLsn ?? 0) - (a.position?.durableLsn ?? 0))[0]
}

export function CommitInspector({ selection, view }: { readonly selection: CommitSelection; readonly view: ClusterView }) {
  const { commitId } = selection
  const node = fullest(view)
  const answer = useAnswer(`${commitId}`, `${commitId} on ${node?.name}`, async (cluster) => {
    if (node?.position == null) return []
    const { retainedFrom, durableLsn } = node.position
    return recordsOfCommit(cluster, node.name, commitId, { from: retainedFrom, to: durableLsn })
  })
  return (
    <>
      <Head kind="Selected commit" name={`CommitId ${commitId}`} badge={<Badge hue="commit">commit</Badge>}>
        <Says>All its versions became visible together. It exists since its commit record is durable on the Primary.</Says>
      </Head>
      <Section title="Records">
        {answer.state === 'given' && node !== undefined ? (
          <Records records={answer.value} node={node.name} />
        ) : (
          <p className={styles.quiet}>{answer.state === 'failed' ? answer.report.message : 'Asking…'}</p>
        )}
      </Section>
      <Section title="Visible on">
        <Visibility view={view} commitId={commitId} />
      </Section>
    </>
  )
}

function Records({ records, node }: { readonly records: readonly WalRecordView[]; readonly node: string }) {
  const select = useExplorer((state) => state.select)
  if (records.length === 0) return <p className={styles.quiet}>No running node holds its records.</p>
  return (
    <ul className={styles.records}>
      {records.map(({ lsn, type, key = null, commitId = null }) => (
        <li key={lsn}>
          <button type="button" className={styles.record} onClick={() => select({ kind: 'record', node, lsn, commitId, key })}>
            <span className={styles.lsn}>{lsn}</span>
            <Badge hue={type === 'commit' ? 'commit' : 'version'}>{type}</Badge>
            <span className={styles.key}>{key}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function Visibility({ view, commitId }: { readonly view: ClusterView; readonly commitId: CommitId }) {
  return (
    <ul className={styles.records}>
      {view.nodes.map(({ name, life, position }) => {
        const applied = position?.appliedCommitId ?? 0
        const says = applied >= commitId ? 'visible' : `not applied, stands at ${applied}`
        return (
          <li key={name} className={styles.visible}>
            <b>{name}</b>
            <span>
              {says}
              {life === 'dead' ? ', as last seen' : ''}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
