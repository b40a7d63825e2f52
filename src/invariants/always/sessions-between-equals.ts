import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import type { FrameLabel } from '../../aerodb/effect.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { NodeAccount } from '../chronicle/node-account.ts'
import type { FactOf } from '../fact.ts'
import { inOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

/** What a Replica was when it presented its prefix, by the frame that did. */
interface Presented {
  readonly frame: string
  readonly configured: string
  readonly historyId: string | null
}

/** By Replica and Primary: the last `present` that was sent, and the last that arrived. */
class Presents implements Sitting {
  readonly #sent = new Map<string, Presented>()
  readonly #arrived = new Map<string, string>()

  take(fact: FactOf<'sent' | 'delivered' | 'observed'>, bench: Bench): void {
    const { node } = fact
    if (fact.kind === 'observed') {
      if (fact.observation.kind === 'sessionOpened') this.#opened(node, fact.observation.peer, bench)
    } else if (fact.frame.kind === 'present') {
      if (fact.kind === 'delivered') this.#arrived.set(`${fact.peer}>${node}`, nameOf(fact.frame))
      else this.#sent.set(`${node}>${fact.peer}`, { frame: nameOf(fact.frame), ...standing(bench.chronicle.node(node)) })
    }
  }

  fork(): Presents {
    const fork = new Presents()
    for (const [pair, presented] of this.#sent) fork.#sent.set(pair, presented)
    for (const [pair, frame] of this.#arrived) fork.#arrived.set(pair, frame)
    return fork
  }

  memory() {
    const sent = [...this.#sent].map(([pair, { frame, configured, historyId }]) => [pair, frame, configured, historyId] as const)
    return [inOrder(sent), inOrder(this.#arrived)]
  }

  #opened(node: NodeName, peer: NodeName, bench: Bench): void {
    const primary = bench.chronicle.node(node)
    const presented = this.#sent.get(`${peer}>${node}`)
    if (primary.role !== 'PrimaryActive' || presented === undefined) return
    if (presented.frame !== this.#arrived.get(`${peer}>${node}`)) return
    bench.check()
    const own = standing(primary)
    const isSameHistory = presented.historyId === null || presented.historyId === own.historyId
    if (presented.configured !== own.configured || !isSameHistory) {
      const { configured, historyId } = presented
      bench.breach([], { node, peer, own: own.configured, configured, ownHistoryId: own.historyId, historyId })
    }
  }
}

function standing({ configuration, historyId }: NodeAccount): Omit<Presented, 'frame'> {
  return { configured: configuration === null ? '' : membersOf(configuration), historyId }
}

function membersOf({ clusterId, nodes, primaries }: NodeConfiguration): string {
  return `${clusterId}: ${primaries.toSorted().join()} of ${nodes.toSorted().join()}`
}

function nameOf({ incarnation, number }: FrameLabel): string {
  return `${incarnation}·${number}`
}

export const sessionsBetweenEquals: Invariant = {
  id: 'sessions-between-equals',
  statement:
    'A Primary opens a session only with a Replica of its own cluster and history that is configured with the same members and the same Primary.',
  rules: ['MODEL-5', 'MODEL-6', 'MODEL-9'],
  hears: ['sent present', 'delivered present', 'observed sessionOpened'],
  open: () => new Presents(),
}
