import type { NodeName, RequestId } from '../../aerodb/ids.ts'
import type { FactOf } from '../fact.ts'
import { namesInOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

/** Two Primaries of one cluster that have met: what is asked of them from then on must not be acknowledged. */
class Meeting implements Sitting {
  readonly #met = new Set<NodeName>()
  readonly #askedSince = new Set<RequestId>()

  take(fact: FactOf<'observed' | 'asked' | 'answered' | 'delivered' | 'nodeStarted' | 'nodeDied'>, bench: Bench): void {
    switch (fact.kind) {
      case 'observed':
        if (fact.observation.kind === 'roleChanged' && fact.observation.role === 'PrimaryActive') becomesPrimary(fact.node, bench)
        return
      case 'delivered':
        if (fact.frame.kind === 'hello' && fact.form === 'whole') this.#meet(fact, bench)
        return
      case 'asked':
        if (this.#met.has(fact.node) && fact.command.kind === 'write') this.#askedSince.add(fact.request)
        return
      case 'answered':
        this.#answered(fact, bench)
        return
      case 'nodeStarted':
      case 'nodeDied':
        this.#met.delete(fact.node)
        return
    }
  }

  fork(): Meeting {
    const fork = new Meeting()
    for (const node of this.#met) fork.#met.add(node)
    for (const request of this.#askedSince) fork.#askedSince.add(request)
    return fork
  }

  memory() {
    return [namesInOrder(this.#met), namesInOrder(this.#askedSince)]
  }

  #meet({ node, peer }: FactOf<'delivered'>, { chronicle }: Bench): void {
    if (chronicle.node(node).role !== 'PrimaryActive' || chronicle.node(peer).role !== 'PrimaryActive') return
    if (clusterOf(node, chronicle) === clusterOf(peer, chronicle)) this.#met.add(node)
  }

  #answered({ node, request, outcome }: FactOf<'answered'>, bench: Bench): void {
    const askedSince = this.#askedSince.delete(request)
    if (outcome.kind !== 'acknowledged') return
    bench.check()
    const { role } = bench.chronicle.node(node)
    if (role !== 'PrimaryActive') bench.breach([], { node, request, role })
    else if (askedSince) bench.breach([], { node, request, metAnotherPrimary: true })
  }
}

function becomesPrimary(node: NodeName, bench: Bench): void {
  const { chronicle } = bench
  const { configuration, authority } = chronicle.node(node)
  bench.check()
  const isNamedAlone = configuration?.primaries.length === 1 && configuration.primaries[0] === node
  if (!isNamedAlone || authority !== 'granted') {
    bench.breach([], { node, primaries: [...(configuration?.primaries ?? [])], authority })
  }
  for (const other of chronicle.everyNode()) {
    if (other.name === node || !other.isAlive || other.role !== 'PrimaryActive') continue
    if (clusterOf(node, chronicle) === clusterOf(other.name, chronicle)) {
      const about = [node, other.name].map((sharing) => ({ kind: 'authority', node: sharing }) as const)
      bench.breach(about, { node, otherPrimary: other.name })
    }
  }
}

function clusterOf(node: NodeName, chronicle: Bench['chronicle']): string | null {
  return chronicle.node(node).configuration?.clusterId ?? null
}

export const singleWriter: Invariant = {
  id: 'single-writer',
  statement:
    'Only a node that its configuration names alone, and that was granted the authority, is an active Primary; at any moment at most one living node of a cluster is an active Primary, no other acknowledges a write, and one that has met another acknowledges nothing new.',
  rules: ['MODEL-1', 'MODEL-2', 'MODEL-3', 'MODEL-4'],
  hears: ['observed roleChanged', 'asked write', 'answered write', 'delivered hello', 'nodeStarted', 'nodeDied'],
  open: () => new Meeting(),
}
