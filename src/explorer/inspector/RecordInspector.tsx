import type { Cluster, ClusterView } from '../../cluster/cluster.ts'
import type { NodeName, WalRecordView } from '../../cluster/contract.ts'
import { Badge } from '../design/Badge.tsx'
import { Button } from '../design/Button.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import type { Selection } from '../store/selection.ts'
import { Copies } from './Copies.tsx'
import { Facts } from './Facts.tsx'
import { Head, Says } from './Head.tsx'
import styles from './LinkInspector.module.css'
import { useAnswer } from './use-answer.ts'

type RecordSelection = Extract<Selection, { kind: 'record' }>

export function RecordInspector({ selection, view }: { readonly selection: RecordSelection; readonly view: ClusterView }) {
  const { node, lsn } = selection
  const alive = view.nodes.filter(({ life }) => life === 'alive').map(({ name }) => name)
  const answer = useAnswer(`${lsn}`, `${lsn} ${alive.join(' ')}`, (cluster) => copiesOf(cluster, alive, lsn))
  const copies = answer.state === 'given' ? answer.value : new Map<NodeName, WalRecordView>()
  const record = copies.get(node) ?? [...copies.values()][0]
  return (
    <>
      <Head
        kind={`Selected record on ${node}`}
        name={`LSN ${lsn}`}
        badge={record === undefined ? null : <TypeBadge type={record.type} />}
      >
        {record === undefined ? (
          <Says>{answer.state === 'asked' ? 'Asking…' : 'No running node holds a record at this LSN.'}</Says>
        ) : (
          <Decoded record={record} />
        )}
      </Head>
      <Copies view={view} lsn={lsn} copies={copies} />
    </>
  )
}

/** The record at an LSN on each node that has it. A node that can't show its log, dead by now or with nothing that verifies, has no copy. */
async function copiesOf(
  cluster: Cluster,
  nodes: readonly NodeName[],
  lsn: number,
): Promise<ReadonlyMap<NodeName, WalRecordView>> {
  const found = await Promise.all(
    nodes.map(async (node) => {
      const [record] = await cluster.wal(node, { from: lsn, limit: 1 }).catch((): readonly never[] => [])
      return record?.lsn === lsn ? ([[node, record]] as const) : []
    }),
  )
  return new Map(found.flat())
}

function TypeBadge({ type }: { readonly type: string }) {
  if (type === 'commit') return <Badge hue="commit">commit</Badge>
  if (type === 'gc') return <Badge hue="gc">gc</Badge>
  if (type === 'version') return <Badge hue="version">version</Badge>
  return <Badge hue="marker">{type}</Badge>
}

function Decoded({ record }: { readonly record: WalRecordView }) {
  const select = useExplorer((state) => state.select)
  const { commitId, key, lsn } = record
  return (
    <>
      <Facts
        facts={[
          ['type', record.type],
          ...(commitId === undefined ? [] : [['CommitId', commitId] as const]),
          ...(key === undefined ? [] : [['key', key] as const]),
          ['length', `${record.bytes} bytes`],
          ['CRC-32', record.crc.toString(16).padStart(8, '0')],
          [
            'chain digest',
            <span key="chain" title={record.chainDigest}>
              {record.chainDigest.slice(0, 16)}…
            </span>,
          ],
        ]}
      />
      {commitId === undefined ? null : (
        <div className={styles.row}>
          <Button size="small" onPress={() => select({ kind: 'commit', commitId, lsn })}>
            Commit {commitId}
          </Button>
          {key === undefined ? null : (
            <Button size="small" onPress={() => select({ kind: 'version', key, commitId, lsn })}>
              {key} @ {commitId}
            </Button>
          )}
        </div>
      )}
    </>
  )
}
