import type { PeerProgress } from '../../aerodb/observation.ts'
import type { ClusterView, NodeView } from '../../cluster/cluster.ts'
import { classes } from '../design/classes.ts'
import { lagOf } from '../design/lag.ts'
import { shortName } from '../design/short-name.ts'
import styles from './ReplicationTable.module.css'
import { Section } from './Section.tsx'

/** Each Replica as the Primary knows it: as of its last report, never newer. */
export function ReplicationTable({ view }: { readonly view: ClusterView }) {
  const primaries = view.nodes.filter((node) => node.life === 'alive' && node.position?.role === 'PrimaryActive')
  const [primary] = primaries
  if (primary?.position?.peers.length === 0)
    return (
      <Section title="Replication">
        <p className={styles.none}>{primary.name} has no Replica.</p>
      </Section>
    )
  if (primary === undefined)
    return (
      <Section title="Replication">
        <p className={styles.none}>No active Primary is there to see it.</p>
      </Section>
    )
  return (
    <Section title={`Replication, as seen by ${primary.name}`}>
      <Peers primary={primary} view={view} />
    </Section>
  )
}

function Peers({ primary, view }: { readonly primary: NodeView; readonly view: ClusterView }) {
  const newest = primary.position?.appliedCommitId ?? 0
  const lagSeen = (peer: string) => {
    const node = view.nodes.find(({ name }) => name === peer)
    return node === undefined ? null : (lagOf(view, node)?.commits ?? null)
  }
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Replica</th>
          <th scope="col">sent</th>
          <th scope="col">durable</th>
          <th scope="col">CommitId</th>
          <th scope="col">lag</th>
        </tr>
      </thead>
      <tbody>
        {primary.position?.peers.map((peer) => (
          <Peer
            key={peer.peer}
            peer={peer}
            lag={peer.session === 'none' ? lagSeen(peer.peer) : Math.max(0, newest - peer.reportedAppliedCommitId)}
          />
        ))}
      </tbody>
    </table>
  )
}

/** What the Primary says of a session that does not stream. */
const SESSION_SAYS = { none: 'no session', streaming: null, refused: 'refused' } as const

function Peer({ peer, lag }: { readonly peer: PeerProgress; readonly lag: number | null }) {
  const says = peer.stalled ? 'stalled' : SESSION_SAYS[peer.session]
  return (
    <tr>
      <th scope="row">
        <span title={peer.peer}>{shortName(peer.peer, 10)}</span>{' '}
        {says === null ? null : <span className={styles.session}>{says}</span>}
      </th>
      {peer.session === 'none' ? (
        <>
          <td colSpan={3}>no report</td>
          <td className={styles.behind} title="As the page sees both nodes: without a session the Primary does not know.">
            {lag ?? '—'}
          </td>
        </>
      ) : (
        <>
          <td>{peer.sentLsn}</td>
          <td>{peer.reportedDurableLsn}</td>
          <td>{peer.reportedAppliedCommitId}</td>
          <td className={classes((lag ?? 0) > 0 && says !== null && styles.behind)}>{lag}</td>
        </>
      )}
    </tr>
  )
}
