import type { ClusterView } from '../../cluster/cluster.ts'
import { RoleBadge } from '../design/RoleBadge.tsx'
import { standingOf } from '../design/standing.ts'
import { useExplorer } from '../store/explorer-store.ts'
import styles from './NothingSelected.module.css'
import { ReplicationTable } from './ReplicationTable.tsx'
import { Section } from './Section.tsx'

/** Before anything is selected: the nodes, to begin with. */
export function NothingSelected({ view }: { readonly view: ClusterView }) {
  const select = useExplorer((state) => state.select)
  return (
    <>
      <Section title="Nothing selected">
        <p className={styles.says}>
          Select a node, a link, a frame, a record or a version. What is the same thing lights up everywhere.
        </p>
        <ul className={styles.nodes}>
          {view.nodes.map((node) => (
            <li key={node.name}>
              <button
                type="button"
                className={styles.node}
                aria-label={`Select ${node.name}, ${standingOf(node)}`}
                onClick={() => select({ kind: 'node', node: node.name })}
              >
                <span className={styles.name}>{node.name}</span>
                <RoleBadge standing={standingOf(node)} />
              </button>
            </li>
          ))}
        </ul>
      </Section>
      <ReplicationTable view={view} />
    </>
  )
}
