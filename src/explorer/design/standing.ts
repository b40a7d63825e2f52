import type { NodeView } from '../../cluster/cluster.ts'
import type { Role } from '../../cluster/contract.ts'

/** Where a node stands, for a person: its role, unless nobody is there to have one. */
export type Standing = Role | 'Dead' | 'Starting'

/** Of a dead node the last observed role is history; it shows as dead. */
export function standingOf(node: Pick<NodeView, 'life' | 'position'>): Standing {
  if (node.life === 'dead') return 'Dead'
  if (node.life === 'starting') return 'Starting'
  return node.position?.role ?? 'Starting'
}

/** The data hue of a standing, as tokens.css names it: `--hue-…`, `--ink-…`, `--soft-…`. */
export type Hue = 'version' | 'commit' | 'healthy' | 'halted' | 'gc' | 'held' | 'marker' | 'primary'

export const STANDING_HUE: Readonly<Record<Standing, Hue>> = {
  PrimaryActive: 'primary',
  ReplicaActive: 'healthy',
  ReplicationHalted: 'halted',
  StartRefused: 'halted',
  Recovering: 'marker',
  Uninitialized: 'marker',
  Starting: 'marker',
  Dead: 'marker',
}

/** Drawn in a square of 16 by 16, so that state is never colour alone. Open shapes are stroked, the others filled. */
export const STANDING_SHAPE: Readonly<Record<Standing, { readonly path: string; readonly drawn: 'filled' | 'stroked' }>> = {
  PrimaryActive: { path: 'M8 1.5 14.5 8 8 14.5 1.5 8Z', drawn: 'filled' },
  ReplicaActive: { path: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11Z', drawn: 'filled' },
  ReplicationHalted: { path: 'M5 1.8h6l3.6 6.2L11 14.2H5L1.4 8Z', drawn: 'filled' },
  StartRefused: { path: 'M2.5 2.5h11v11h-11Z', drawn: 'filled' },
  Recovering: { path: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5', drawn: 'stroked' },
  Starting: { path: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5', drawn: 'stroked' },
  Uninitialized: { path: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11Z', drawn: 'stroked' },
  Dead: { path: 'M3.5 3.5l9 9M12.5 3.5l-9 9', drawn: 'stroked' },
}
