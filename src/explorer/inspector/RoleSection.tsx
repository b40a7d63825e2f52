import { ROLE_MACHINE } from '../../aerodb/replication/role-machine.ts'
import type { NodeView } from '../../cluster/cluster.ts'
import { useEvents } from '../events/use-events.ts'
import { lastStepOf } from './last-step.ts'
import { RoleChart } from './RoleChart.tsx'
import { placeRoleGraph, roleGraph } from './role-graph.ts'
import { Section } from './Section.tsx'

/** The machine is fixed, so it is placed once. */
const GRAPH = placeRoleGraph(roleGraph(ROLE_MACHINE))

/** The role of a node, on the statechart that the engine itself steps. */
export function RoleSection({ node }: { readonly node: NodeView }) {
  const { events } = useEvents()
  const position = node.life === 'alive' ? node.position : null
  const role = position?.role ?? null
  const session = position?.session ?? null
  const last = role === null ? null : lastStepOf(events, node.name)
  return (
    <Section title="Role" aside={last === null ? null : <span>last step {last.event}</span>}>
      <RoleChart graph={GRAPH} current={role} within={session} last={last} of={node.name} />
    </Section>
  )
}
