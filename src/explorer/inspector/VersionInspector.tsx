import { visibleVersion } from '../../aerodb/mvcc/visibility.ts'
import { availabilityOfRead } from '../../cluster/availability.ts'
import type { Cluster, ClusterView, NodeView } from '../../cluster/cluster.ts'
import type { NodeName, VersionView } from '../../cluster/contract.ts'
import { Badge } from '../design/Badge.tsx'
import { Button } from '../design/Button.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import type { Selection } from '../store/selection.ts'
import { Facts } from './Facts.tsx'
import { Head, Says } from './Head.tsx'
import { splitKey } from './key.ts'
import { Section } from './Section.tsx'
import { useAnswer } from './use-answer.ts'
import { useCalm } from './use-calm.ts'
import styles from './VersionInspector.module.css'

type VersionSelection = Extract<Selection, { kind: 'version' }>
type Chains = ReadonlyMap<NodeName, readonly VersionView[]>

const CHAINS_PERIOD_MILLIS = 1_000

/** One version of one document: what it says, how long it is the newest, and where it is seen. */
export function VersionInspector({ selection, view }: { readonly selection: VersionSelection; readonly view: ClusterView }) {
  const { key, commitId, lsn } = selection
  const select = useExplorer((state) => state.select)
  const withState = view.nodes.filter(({ life, position }) => life === 'alive' && position?.role !== 'StartRefused')
  const moment = useCalm(
    withState.map(({ name, position }) => `${name} ${position?.appliedLsn}`).join(', '),
    CHAINS_PERIOD_MILLIS,
  )
  const answer = useAnswer(key, `${key} ${moment}`, (cluster) => chainsOf(cluster, withState, key))
  const chains: Chains = answer.state === 'given' ? answer.value : new Map()
  const holder = [...chains.values()].find((versions) => versions.some((version) => version.commitId === commitId))
  const version = holder?.find((candidate) => candidate.commitId === commitId)
  const next = holder?.find((candidate) => candidate.commitId > commitId)
  return (
    <>
      <Head
        kind="Selected version"
        name={`${key} @ ${commitId}`}
        badge={version?.tombstone ? <Badge hue="marker">tombstone</Badge> : <Badge hue="version">version</Badge>}
      >
        {version === undefined ? (
          <Says>{answer.state === 'asked' ? 'Asking…' : 'No running node holds this version.'}</Says>
        ) : (
          <Facts
            facts={[
              ['seen from', `CommitId ${commitId}`],
              ['superseded at', next === undefined ? 'not yet' : `CommitId ${next.commitId}`],
            ]}
          />
        )}
        <div>
          <Button
            size="small"
            onPress={() => select(lsn === undefined ? { kind: 'commit', commitId } : { kind: 'commit', commitId, lsn })}
          >
            Commit {commitId}
          </Button>
        </div>
      </Head>
      {version === undefined ? null : (
        <Section title="Document">
          {version.tombstone ? (
            <p>Deleted: from this commit on the document is not there.</p>
          ) : (
            <pre className={styles.document}>{JSON.stringify(version.document, null, 2)}</pre>
          )}
        </Section>
      )}
      <Section title="What each node shows at its newest bound">
        <ul className={styles.nodes}>
          {view.nodes.map((node) => (
            <li key={node.name} className={styles.node}>
              <b>{node.name}</b>
              <span>{shownAt(node, chains.get(node.name), commitId)}</span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}

async function chainsOf(cluster: Cluster, nodes: readonly NodeView[], key: string): Promise<Chains> {
  const { collection, id } = splitKey(key)
  const chains = await Promise.all(nodes.map(async ({ name }) => [name, await cluster.versions(name, collection, id)] as const))
  return new Map(chains)
}

/** By the engine's own rules: whether the node serves at all, and which version its newest bound sees. */
function shownAt(node: NodeView, versions: readonly VersionView[] | undefined, commitId: number): string {
  const blocked = availabilityOfRead(node, { kind: 'newest' })
  if (blocked !== null || node.position === null) return 'serves nothing'
  const bound = node.position.appliedCommitId
  const shown = visibleVersion(versions ?? [], bound)
  if (shown === null) return `nothing, at ${bound}`
  if (shown.commitId === commitId) return `this one, at ${bound}`
  return shown.tombstone ? `deleted since ${shown.commitId}` : `version ${shown.commitId}, at ${bound}`
}
