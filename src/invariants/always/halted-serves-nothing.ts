import type { NodeName, RequestId } from '../../aerodb/ids.ts'
import type { FactOf } from '../fact.ts'
import { inOrder, namesInOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

/** A resume is proven once the Primary has opened a session for it; a bootstrap needs no proof of the log that it discards. */
interface Operator {
  readonly node: NodeName
  readonly isProven: boolean
}

class Halts implements Sitting {
  /** Decided on, and not durable yet: such a node serves nothing already. */
  readonly #deciding = new Set<NodeName>()
  /** Operators' commands under way: the only ones that end a halt. */
  readonly #operators = new Map<RequestId, Operator>()

  take(fact: FactOf<'asked' | 'answered' | 'observed' | 'nodeDied'>, bench: Bench): void {
    const { node } = fact
    switch (fact.kind) {
      case 'asked':
        if (fact.command.kind === 'resume') this.#operators.set(fact.request, { node, isProven: false })
        if (fact.command.kind === 'bootstrap') this.#operators.set(fact.request, { node, isProven: true })
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
    for (const [request, operator] of this.#operators) fork.#operators.set(request, operator)
    return fork
  }

  memory() {
    const operators = [...this.#operators].map(([request, { node, isProven }]) => [request, node, isProven] as const)
    return [namesInOrder(this.#deciding), inOrder(operators)]
  }

  #observed({ node, observation }: FactOf<'observed'>, bench: Bench): void {
    if (observation.kind === 'frameRefused' && observation.consequence === 'halt') this.#deciding.add(node)
    if (observation.kind === 'sessionOpened') {
      this.#prove(observation.peer)
      this.#opened(node, observation.peer, bench)
    }
    if (observation.kind !== 'roleChanged') return
    this.#deciding.delete(node)
    if (bench.chronicle.node(node).role !== 'ReplicationHalted') return
    bench.check()
    const asked = [...this.#operators.values()].filter((operator) => operator.node === node)
    if (asked.some(({ isProven }) => isProven)) return
    bench.breach([], { node, leftHaltFor: observation.role, wasAsked: asked.length > 0, isProven: false })
  }

  /** Opening a session with a node other than one's own Primary is a Primary's act. */
  #opened(node: NodeName, peer: NodeName, bench: Bench): void {
    const { role, configuration } = bench.chronicle.node(node)
    if (configuration?.primaries.includes(peer) === true) return
    bench.check()
    const isHalting = this.#deciding.has(node)
    if (role !== 'PrimaryActive' || isHalting) bench.breach([], { node, peer, role, isHalting, opened: 'session' })
  }

  /** A session was opened with this node. */
  #prove(peer: NodeName): void {
    for (const [request, { node, isProven }] of this.#operators) {
      if (node === peer && !isProven) this.#operators.set(request, { node, isProven: true })
    }
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
    'From the step in which it decides to halt, a node serves no read and opens no session; halted, it acknowledges nothing; and only an operator who asks for it ends a halt, by a resume only once the Primary has opened a session over its prefix.',
  rules: ['MODEL-8', 'READ-1', 'MODEL-4', 'MODEL-11', 'RECOVERY-8', 'RECOVERY-15'],
  hears: [
    'asked resume',
    'asked bootstrap',
    'answered',
    'observed frameRefused',
    'observed sessionOpened',
    'observed roleChanged',
    'nodeDied',
  ],
  open: () => new Halts(),
}
