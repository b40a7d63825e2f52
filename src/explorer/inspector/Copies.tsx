import type { ClusterView } from '../../cluster/cluster.ts'
import type { Lsn, NodeName, WalRecordView } from '../../cluster/contract.ts'
import { classes } from '../design/classes.ts'
import { RoleGlyph } from '../design/RoleBadge.tsx'
import { standingOf } from '../design/standing.ts'
import { useExplorer } from '../store/explorer-store.ts'
import styles from './Copies.module.css'
import { recordStage, STAGE_SAYS } from './record-stage.ts'
import { Section } from './Section.tsx'

/** Which nodes hold a record, how far it has come there, and whether the logs up to it are the same: by their chain digests. */
export function Copies({
  view,
  lsn,
  copies,
}: {
  readonly view: ClusterView
  readonly lsn: Lsn
  readonly copies: ReadonlyMap<NodeName, WalRecordView>
}) {
  const select = useExplorer((state) => state.select)
  const [reference] = copies.values()
  return (
    <Section title="On each node">
      <ul className={styles.copies}>
        {view.nodes.map((node) => {
          const copy = copies.get(node.name)
          const stage = recordStage(node.position, lsn)
          const same = copy === undefined || copy.chainDigest === reference?.chainDigest
          return (
            <li key={node.name} className={styles.copy}>
              <button type="button" className={styles.node} onClick={() => select({ kind: 'node', node: node.name })}>
                <RoleGlyph standing={standingOf(node)} size={10} /> {node.name}
              </button>
              <span className={styles.stage}>
                {STAGE_SAYS[stage]}
                {node.life === 'dead' ? ', as last seen' : ''}
              </span>
              {copy === undefined ? null : (
                <span className={classes(styles.chain, !same && styles.other)} title={copy.chainDigest}>
                  {same ? 'same prefix' : 'another history'} {copy.chainDigest.slice(0, 8)}
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
