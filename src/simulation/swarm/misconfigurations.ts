import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { AuthorityPolicy } from '../choice.ts'

type Meant = Pick<NodeConfiguration, 'clusterId' | 'nodes' | 'primaries'>
type Wrong = keyof Meant | 'authority'

/** Which nodes are not configured as is meant, or not granted the authority by their host's lock. */
export class Misconfigurations {
  readonly #meant: Meant
  readonly #wrong = new Map<NodeName, Set<Wrong>>()

  constructor(meant: Meant) {
    this.#meant = meant
  }

  isMeantAsPrimary(node: NodeName): boolean {
    return this.#meant.primaries.includes(node)
  }

  has(node: NodeName): boolean {
    return (this.#wrong.get(node)?.size ?? 0) > 0
  }

  get any(): boolean {
    return [...this.#wrong.keys()].some((node) => this.has(node))
  }

  /** Returns whether the node is configured wrong now. */
  configure(node: NodeName, { clusterId, nodes, primaries }: Partial<Meant>): boolean {
    if (clusterId !== undefined) this.#judge(node, 'clusterId', clusterId === this.#meant.clusterId)
    if (nodes !== undefined) this.#judge(node, 'nodes', sameMembers(nodes, this.#meant.nodes))
    if (primaries !== undefined) this.#judge(node, 'primaries', sameMembers(primaries, this.#meant.primaries))
    return this.has(node)
  }

  /** Returns whether the node is configured wrong now. */
  authorize(node: NodeName, authority: AuthorityPolicy): boolean {
    this.#judge(node, 'authority', authority === 'byLock')
    return this.has(node)
  }

  #judge(node: NodeName, what: Wrong, isRight: boolean): void {
    const wrong = this.#wrong.get(node) ?? new Set<Wrong>()
    this.#wrong.set(node, wrong)
    if (isRight) wrong.delete(what)
    else wrong.add(what)
  }
}

function sameMembers(some: readonly NodeName[], others: readonly NodeName[]): boolean {
  return some.length === others.length && some.every((member) => others.includes(member))
}
