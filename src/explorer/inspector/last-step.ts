import type { NodeName } from '../../cluster/contract.ts'
import type { ClusterEvent } from '../../cluster/event.ts'

/** The step that a node took last: the event, the state that it led to, and the one before, if that is still kept. */
export interface LastStep {
  readonly event: string
  readonly from: string | null
  readonly to: string
}

/** The last change of a node's role among the events that are kept; null where none is. */
export function lastStepOf(events: readonly ClusterEvent[], node: NodeName): LastStep | null {
  const lastChange = (before: number) =>
    events.findLastIndex((event, index) => index < before && roleChange(event, node) !== null)
  const at = lastChange(events.length)
  const last = roleChange(events[at], node)
  if (last === null) return null
  return { event: last.event, from: roleChange(events[lastChange(at)], node)?.role ?? null, to: last.role }
}

function roleChange(event: ClusterEvent | undefined, node: NodeName) {
  if (event?.kind !== 'observed' || event.node !== node || event.observation.kind !== 'roleChanged') return null
  return event.observation
}
