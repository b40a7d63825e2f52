import type { ClusterView, NodeView } from '../../../cluster/cluster.ts'
import { classes } from '../../design/classes.ts'
import { RoleGlyph } from '../../design/RoleBadge.tsx'
import { shortName } from '../../design/short-name.ts'
import { standingOf } from '../../design/standing.ts'
import { useExplorer, useLight } from '../../store/explorer-store.ts'
import styles from './WalLaneLabels.module.css'
import type { WalGeometry } from './wal-geometry.ts'

/** As many as a label has room for. */
const NAME_LETTERS = 10

/** Whose lane it is, and how much of it is durable. */
export function WalLaneLabels({ view, geometry }: { readonly view: ClusterView; readonly geometry: WalGeometry }) {
  return (
    <ul className={styles.labels} style={{ height: geometry.height }} aria-label="Nodes of the write-ahead log">
      {geometry.lanes.map(({ node: name, top }) => {
        const node = view.nodes.find((candidate) => candidate.name === name)
        return node === undefined ? null : <LaneLabel key={name} node={node} top={top} height={geometry.pitch} />
      })}
    </ul>
  )
}

function LaneLabel({ node, top, height }: { readonly node: NodeView; readonly top: number; readonly height: number }) {
  const light = useLight({ kind: 'node', node: node.name })
  const toggle = useExplorer((state) => state.toggle)
  return (
    <li className={styles.label} style={{ top, height }}>
      <button
        type="button"
        className={classes(styles.name, styles[light])}
        aria-pressed={light === 'selected'}
        onClick={() => toggle({ kind: 'node', node: node.name })}
      >
        <span className={styles.words} title={node.name}>
          {shortName(node.name, NAME_LETTERS)}
        </span>
        <RoleGlyph standing={standingOf(node)} size={11} />
      </button>
      {height < 30 ? null : <span className={styles.durable}>{durableWords(node)}</span>}
    </li>
  )
}

function durableWords({ life, position }: NodeView): string {
  if (position === null) return 'nothing seen'
  if (position.role === 'StartRefused') return 'start refused'
  return `${position.durableLsn} ${life === 'dead' ? 'last seen' : 'durable'}`
}
