import type { NodeName, RequestId } from '../aerodb/ids.ts'
import type { FactOf } from './fact.ts'
import { inOrder } from './in-order.ts'

interface Bootstrap {
  readonly node: NodeName
  readonly unproven: 'refuse' | 'discard'
}

/**
 * Bootstraps under way. A node that has one refuses any other, so what an operator has said stands until that command is answered, whatever
 * else is asked meanwhile. (RECOVERY-13, RECOVERY-16)
 */
export class Bootstraps {
  readonly #asked = new Map<RequestId, Bootstrap>()

  asked({ request, node, command }: FactOf<'asked'>): void {
    if (command.kind === 'bootstrap') this.#asked.set(request, { node, unproven: command.unproven })
  }

  answered({ request }: FactOf<'answered'>): void {
    this.#asked.delete(request)
  }

  isUnderWay(node: NodeName): boolean {
    return this.#of(node).length > 0
  }

  /** An operator has said that what the Primary lacks may go. */
  acceptsLoss(node: NodeName): boolean {
    return this.#of(node).some(({ unproven }) => unproven === 'discard')
  }

  fork(): Bootstraps {
    const fork = new Bootstraps()
    for (const [request, bootstrap] of this.#asked) fork.#asked.set(request, bootstrap)
    return fork
  }

  memory() {
    return inOrder([...this.#asked].map(([request, { node, unproven }]) => [request, node, unproven] as const))
  }

  #of(node: NodeName): readonly Bootstrap[] {
    return [...this.#asked.values()].filter((bootstrap) => bootstrap.node === node)
  }
}
