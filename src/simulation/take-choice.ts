import type { NodeName } from '../aerodb/ids.ts'
import type { Choice } from './choice.ts'
import { changedFrame } from './frame-change.ts'
import { ImpossibleChoice } from './impossible-choice.ts'
import type { SimulatedCluster } from './simulated-cluster.ts'

/** Carries one choice out, by the cluster's own doors. */
export function takeChoice(cluster: SimulatedCluster, choice: Choice): void {
  switch (choice.kind) {
    case 'start':
      cluster.start(choice.node)
      return
    case 'staleStart':
      cluster.staleStart(choice.node, choice.batches)
      return
    case 'failStart':
      failStart(cluster, choice.node)
      return
    case 'kill':
      cluster.kill(choice.node, choice.batch)
      return
    case 'crashAfter':
      cluster.living(choice.node)
      cluster.at(choice.node).crash = { effects: choice.effects, batch: choice.batch }
      return
    case 'land':
      cluster.land(choice.node)
      return
    case 'loseBatch':
      cluster.loseBatch(choice.node)
      return
    case 'abort':
      cluster.fail(choice.node, { outcome: 'aborted', cause: choice.cause })
      return
    case 'failUnknown':
      cluster.fail(choice.node, { outcome: 'unknown', cause: 'the disk did not say' }, choice.batch)
      return
    case 'fillDisk':
    case 'freeDisk':
      cluster.at(choice.node).diskIsFull = choice.kind === 'fillDisk'
      return
    case 'deliver':
      cluster.deliver(choice.from, choice.to, choice.index)
      return
    case 'drop':
      cluster.drop(choice.from, choice.to, choice.index)
      return
    case 'duplicate':
      cluster.duplicate(choice.from, choice.to, choice.index)
      return
    case 'deliverChanged':
      cluster.deliver(choice.from, choice.to, choice.index, (bytes) => changedFrame(bytes, choice.change, choice.position))
      return
    case 'condition':
      cluster.setCondition(choice.from, choice.to, choice.condition)
      return
    case 'linkUp':
      cluster.linkUp(choice.a, choice.b)
      return
    case 'linkDown':
      cluster.linkDown(choice.a, choice.b)
      return
    case 'command':
      cluster.command(choice.node, choice.command)
      return
    case 'damage':
      cluster.damage(choice.node, choice.fault)
      return
    case 'configure':
      cluster.configure(choice.node, choice.configuration)
      return
    case 'authority':
      cluster.at(choice.node).authorityPolicy = choice.authority
      return
  }
}

/** The host counts its starts before it asks for the disk; whatever it was going to read, nobody has read. */
function failStart(cluster: SimulatedCluster, name: NodeName): void {
  const simulated = cluster.at(name)
  if (simulated.node !== null) throw new ImpossibleChoice(`${name} is alive`)
  simulated.starts += 1
}
