import type { Command } from '../../aerodb/command.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { Choice } from '../choice.ts'
import type { Stage } from './storm.ts'

/** How likely an operator acts on a living node without looking at it first. */
const CARELESS = 0.05

/** Something that an operator would do now; none where there is nothing to do. */
export function operatorsAct(stage: Stage): readonly Choice[] {
  const act = stage.dice.pick(possibleActs(stage))
  return act === null ? [] : act()
}

function possibleActs(stage: Stage): readonly (() => readonly Choice[])[] {
  const { cluster, names, dice } = stage
  const acts: (() => readonly Choice[])[] = []
  for (const name of names) {
    const simulated = cluster.at(name)
    if (simulated.diskIsFull) acts.push(() => [{ kind: 'freeDisk', node: name }])
    if (simulated.node === null) {
      acts.push(() => [{ kind: 'start', node: name }])
      if (dice.chance(0.3)) acts.push(() => repair(stage, name))
    } else acts.push(...actsOnLiving(stage, name))
    for (const other of names) {
      if (other === name) continue
      if (cluster.links.condition(name, other) !== 'pass') {
        acts.push(() => [{ kind: 'condition', from: name, to: other, condition: 'pass' }])
      }
      const canHeal = name < other && !cluster.links.isUp(name, other) && simulated.node !== null
      if (canHeal && cluster.at(other).node !== null) acts.push(() => [{ kind: 'linkUp', a: name, b: other }])
    }
  }
  return acts
}

function actsOnLiving(stage: Stage, node: NodeName): readonly (() => readonly Choice[])[] {
  const { dice, workload } = stage
  const { role } = stage.chronicle.node(node)
  const discard = dice.chance(0.2) ? 'discard' : 'refuse'
  if (dice.chance(CARELESS)) return [() => [{ kind: 'command', node, command: careless(stage, discard) }]]
  if (role === 'PrimaryActive' || role === 'Recovering' || role === 'Uninitialized') return []
  const bootstrap = (): readonly Choice[] => [
    ...workload.openViews(node).map((view) => ({ kind: 'command', node, command: { kind: 'closeReadView', view } }) as const),
    { kind: 'command', node, command: { kind: 'bootstrap', unproven: discard } },
  ]
  switch (role) {
    case 'ReplicationHalted': {
      const { halt } = stage.cluster.living(node).position()
      const ofConfiguration = halt?.reason === 'AuthorityAmbiguity' || halt?.reason === 'ConfigurationError'
      const resume = (): readonly Choice[] => [{ kind: 'command', node, command: { kind: 'resume' } }]
      const reconfigure = (): readonly Choice[] => [{ kind: 'kill', node, batch: 'lost' }, ...repair(stage, node)]
      return ofConfiguration ? [resume, reconfigure] : [resume, resume, bootstrap]
    }
    case 'StartRefused':
      return [bootstrap, () => [{ kind: 'kill', node, batch: 'lost' }]]
    case 'ReplicaActive':
      return dice.chance(0.03) ? [bootstrap] : []
  }
}

/** Nothing asks for it, or read views are open. */
function careless({ dice }: Stage, unproven: 'refuse' | 'discard'): Command {
  return dice.chance(0.3) ? { kind: 'resume' } : { kind: 'bootstrap', unproven }
}

/** As the cluster is meant to be, and started. A disk of another cluster is made anew. */
export function repair(
  { cluster, names, primary }: Pick<Stage, 'cluster' | 'names' | 'primary'>,
  node: NodeName,
): readonly Choice[] {
  const { clusterId } = cluster
  const isForeign = cluster.at(node).configuration.clusterId !== clusterId
  return [
    { kind: 'configure', node, configuration: { clusterId, nodes: names, primaries: [primary] } },
    { kind: 'authority', node, authority: 'byLock' },
    ...(isForeign ? [{ kind: 'damage', node, fault: { kind: 'recreate', clusterId } } as const] : []),
    { kind: 'start', node },
  ]
}
