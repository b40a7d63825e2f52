import type { ClusterView, NodeView } from '../../../cluster/cluster.ts'
import type { CommitId, NodeName, ReadViewId } from '../../../cluster/contract.ts'
import { type Hue, STANDING_HUE, standingOf } from '../../design/standing.ts'

/** A vertical line: the bound at which someone sees the data. */
export interface BoundLine {
  readonly id: string
  readonly node: NodeName
  readonly bound: CommitId
  readonly kind: 'newest' | 'readView'
  /** Of a read view. */
  readonly view: ReadViewId | null
  readonly label: string
  readonly hue: Hue
  /** `dashed`: nothing is served at this bound. */
  readonly drawn: 'solid' | 'dashed'
}

/** The newest bound of every node that has one, then every open read view. */
export function boundLines(view: ClusterView): readonly BoundLine[] {
  return [...view.nodes.flatMap(newestBound), ...view.nodes.flatMap(openViews)]
}

function newestBound(node: NodeView): readonly BoundLine[] {
  const { name, life, position } = node
  if (position === null || position.role === 'StartRefused') return []
  const standing = standingOf(node)
  const serves = life === 'alive' && (position.role === 'PrimaryActive' || position.role === 'ReplicaActive')
  return [
    {
      id: `newest ${name}`,
      node: name,
      bound: position.appliedCommitId,
      kind: 'newest',
      view: null,
      label: serves ? name : life === 'dead' ? `${name} is dead` : `${name} serves nothing`,
      hue: STANDING_HUE[standing],
      drawn: serves ? 'solid' : 'dashed',
    },
  ]
}

/** Read views live in a node's memory: a dead node has none. */
function openViews({ name, life, position }: NodeView): readonly BoundLine[] {
  if (life !== 'alive' || position === null) return []
  return position.readViews.map(({ id, bound }) => ({
    id: `view ${name} ${id}`,
    node: name,
    bound,
    kind: 'readView',
    view: id,
    label: `read view ${id} on ${name}`,
    hue: 'marker',
    drawn: 'solid',
  }))
}
