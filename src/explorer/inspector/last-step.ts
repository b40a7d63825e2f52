import type { NodeName } from '../../cluster/contract.ts'
import type { ClusterEvent } from '../../cluster/event.ts'
import type { LastStep } from './RoleChart.tsx'

/** The last change of a node's role among the events that are kept; null where none is. */
export function lastStepOf(events: readonly ClusterEvent[], node: NodeName): LastStep | null {
  const found = events.findLast(
    (event) => event.kind === 'observed' && event.node === node && event.observation.kind === 'roleChanged',
  )
  if (found?.kind !== 'observed' || found.observation.kind !== 'roleChanged') return null
  return { event: found.observation.event, to: found.observation.role }
}
