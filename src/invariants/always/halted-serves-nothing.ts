import type { NodeName, RequestId } from '../../aerodb/ids.ts'
import type { FactOf } from '../fact.ts'
import { inOrder, namesInOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

class Halts implements Sitting {
  /** Decided on, and not durable yet: such a node serves nothing already. */
  readonly #deciding = new Set<NodeName>()
  /** Operators' commands under way: the only ones that end a halt. */
  readonly #operators = new Map<RequestId, NodeName>()

  take(fact: FactOf<'asked' | 'answered' | 'observed' | 'nodeDied'>, bench: Bench): void {
    const { node } = fact
    switch (fact.kind) {
      case 'asked':
        if (fact.command.kind === 'resume' || fact.command.kind === 'bootstrap') this.#operators.set(fact.request, node)
        return
      case 'answered':
        this.#operators.delete(fact.request)
        this.#answered(fact, bench)
        return
      case 'observed':
        this.#observed(fact, bench)
        return
      case 'nodeDied':
        this.#deciding.delete(node)
        return
    }
  }

  fork(): Halts {
    const fork = new Halts()
    for (const node of this.#deciding) fork.#deciding.add(node)
    for (const [request, node] of this.#operators) fork.#operators.set(request, node)
    return fork
  }

  memory() {
    return [namesInOrder(this.#deciding), inOrder(this.#operators)]
  }

  #observed({ node, observation }: FactOf<'observed'>, bench: Bench): void {
    if (observation.kind === 'frameRefused' && observation.consequence === 'halt') this.#deciding.add(node)
    if (observation.kind !== 'roleChanged') return
    this.#deciding.delete(node)
    if (bench.chronicle.node(node).role !== 'ReplicationHalted') return
    bench.check()
    if (![...this.#operators.values()].includes(node)) bench.breach([], { node, leftHaltFor: observation.role })
  }

  #answered({ node, request, outcome }: FactOf<'answered'>, bench: Bench): void {
    const { role } = bench.chronicle.node(node)
    if (outcome.kind === 'acknowledged') {
      bench.check()
      if (role !== 'PrimaryActive') bench.breach([], { node, request, role, outcome: outcome.kind })
    } else if (outcome.kind === 'served' || outcome.kind === 'opened') {
      bench.check()
      const isServing = (role === 'PrimaryActive' || role === 'ReplicaActive') && !this.#deciding.has(node)
      if (!isServing) bench.breach([], { node, request, role, isHalting: this.#deciding.has(node), outcome: outcome.kind })
    }
  }
}

export const haltedServesNothing: Invariant = {
  id: 'halted-serves-nothing',
  statement:
    'From the step in which it decides to halt, a node serves no read; halted, it acknowledges nothing; and only an operator who asks for it ends a halt.',
  rules: ['MODEL-8', 'READ-1', 'MODEL-4', 'RECOVERY-8'],
  hears: ['asked', 'answered', 'observed', 'nodeDied'],
  open: () => new Halts(),
}
