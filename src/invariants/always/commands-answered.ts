import type { Command } from '../../aerodb/command.ts'
import type { NodeName, RequestId } from '../../aerodb/ids.ts'
import type { NodeAccount } from '../chronicle/node-account.ts'
import type { FactOf } from '../fact.ts'
import { inOrder, namesInOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

type Heard = FactOf<'asked' | 'answered' | 'linkUp' | 'linkDown' | 'positioned' | 'nodeDied'>

/** What each node owes an answer to, and which nodes were told that the link to their Primary is up. */
class Debts implements Sitting {
  readonly #owed = new Map<NodeName, Map<RequestId, Command['kind']>>()
  readonly #inReach = new Set<NodeName>()

  take(fact: Heard, bench: Bench): void {
    const { node } = fact
    switch (fact.kind) {
      case 'asked':
        this.#of(node).set(fact.request, fact.command.kind)
        return
      case 'answered':
        bench.check()
        if (!this.#of(node).delete(fact.request)) bench.breach([], { node, request: fact.request, owed: false })
        return
      case 'linkUp':
        if (fact.peer === primaryOf(bench.chronicle.node(node))) this.#inReach.add(node)
        return
      case 'linkDown':
        if (fact.peer === primaryOf(bench.chronicle.node(node))) this.#inReach.delete(node)
        return
      case 'positioned':
        this.#judge(fact, bench)
        return
      case 'nodeDied':
        this.#owed.delete(node)
        this.#inReach.delete(node)
        return
    }
  }

  fork(): Debts {
    const fork = new Debts()
    for (const [node, owed] of this.#owed) fork.#owed.set(node, new Map(owed))
    for (const node of this.#inReach) fork.#inReach.add(node)
    return fork
  }

  /** A node that owes nothing is as one that never did. */
  memory() {
    const owed = [...this.#owed].filter(([, requests]) => requests.size > 0)
    return [inOrder(owed.map(([node, requests]) => [node, inOrder(requests)] as const)), namesInOrder(this.#inReach)]
  }

  /** Between two steps of a node: each command that it has not answered waits for something that will come, or be seen to be gone. */
  #judge({ node, position }: FactOf<'positioned'>, bench: Bench): void {
    const owed = this.#owed.get(node)
    if (owed === undefined || owed.size === 0) return
    const account = bench.chronicle.node(node)
    const isInReach = this.#inReach.has(node)
    const { batchInFlight } = position
    let operators = 0
    for (const [request, command] of owed) {
      bench.check()
      const isOperators = command === 'resume' || command === 'bootstrap'
      if (isOperators) operators += 1
      const waits = command === 'write' ? batchInFlight : isOperators && (batchInFlight || isInReach) && operators === 1
      if (!waits)
        bench.breach([], { node, request, command, role: account.role, batchInFlight, primaryInReach: isInReach, operators })
    }
  }

  #of(node: NodeName): Map<RequestId, Command['kind']> {
    const found = this.#owed.get(node)
    if (found !== undefined) return found
    const owed = new Map<RequestId, Command['kind']>()
    this.#owed.set(node, owed)
    return owed
  }
}

function primaryOf({ configuration }: NodeAccount): NodeName | null {
  const [primary, ...others] = configuration?.primaries ?? []
  return primary === undefined || others.length > 0 ? null : primary
}

export const commandsAnswered: Invariant = {
  id: 'commands-answered',
  statement:
    "A command is answered once: in the step that takes it, or once what it waits for has come. A write waits for a batch, an operator's command for the Primary over a link that is up, or for a batch, and one of these at a time.",
  rules: ['RECOVERY-11', 'RECOVERY-13', 'RECOVERY-15', 'RECOVERY-16', 'WAL-10', 'READ-1', 'MODEL-4'],
  hears: ['asked', 'answered', 'linkUp', 'linkDown', 'nodeDied'],
  looksAt: ['positioned'],
  open: () => new Debts(),
}
