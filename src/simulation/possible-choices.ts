import type { Choice } from './choice.ts'
import type { SimulatedCluster } from './simulated-cluster.ts'

/**
 * What can happen next in a cluster, but for commands and damage: of each direction only what may become of its oldest frame, and that the next
 * overtakes it. In the order of the nodes.
 */
export function possibleChoices(cluster: SimulatedCluster): readonly Choice[] {
  const nodes = cluster.everyNode
  return [
    ...nodes.flatMap(({ name: node, writing }): readonly Choice[] => (writing === null ? [] : [{ kind: 'land', node }])),
    ...cluster.links
      .busy()
      .flatMap(({ from, to, frames }): readonly Choice[] => [
        { kind: 'deliver', from, to, index: 0 },
        ...(frames.length > 1 ? [{ kind: 'deliver', from, to, index: 1 } as const] : []),
        { kind: 'duplicate', from, to, index: 0 },
        { kind: 'drop', from, to, index: 0 },
      ]),
    ...nodes.flatMap(({ name: node, node: living, writing }): readonly Choice[] => {
      if (living === null) return [{ kind: 'start', node }]
      const lost: Choice = { kind: 'kill', node, batch: 'lost' }
      return writing === null ? [lost] : [lost, { kind: 'kill', node, batch: 'lands' }]
    }),
    ...cluster.links.lanes.flatMap(({ from: a, to: b, isUp }): readonly Choice[] => {
      if (a > b) return []
      if (isUp) return [{ kind: 'linkDown', a, b }]
      return cluster.at(a).node === null || cluster.at(b).node === null ? [] : [{ kind: 'linkUp', a, b }]
    }),
  ]
}
