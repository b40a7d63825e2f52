import type { NodeName } from '../../aerodb/ids.ts'
import type { JsonValue } from '../../aerodb/json.ts'
import type { Observation } from '../../aerodb/observation.ts'
import type { Fact } from '../fact.ts'
import { inOrder } from '../in-order.ts'
import { HistoryAccount } from './history-account.ts'
import { NodeAccount } from './node-account.ts'
import { type Point, pointMemory, sameChain } from './point.ts'

/** LSNs whose points are kept, over all nodes. */
const PREFIXES_KEPT = 65_536

/** What all invariants need to know of the past. While a fact is judged, it tells of everything before that fact. */
export class Chronicle {
  readonly nodes = new Map<NodeName, NodeAccount>()
  readonly histories = new Map<string, HistoryAccount>()
  /** What any node has ever stated at an LSN: one point for each chain digest. */
  readonly prefixes = new Map<number, readonly Point[]>()

  node(name: NodeName): NodeAccount {
    const found = this.nodes.get(name)
    if (found !== undefined) return found
    const account = new NodeAccount(name)
    this.nodes.set(name, account)
    return account
  }

  /** The history that a node follows; null where it follows none, or none that is known. */
  historyOf(name: NodeName): HistoryAccount | null {
    const { historyId } = this.node(name)
    return historyId === null ? null : (this.histories.get(historyId) ?? null)
  }

  take(fact: Fact): void {
    switch (fact.kind) {
      case 'nodeStarted':
        this.node(fact.node).start(fact.configuration, fact.authority)
        return
      case 'nodeDied':
        this.node(fact.node).die()
        return
      case 'observed':
        this.#observe(this.node(fact.node), fact.observation)
        return
      case 'landed': {
        const segment = this.node(fact.node).disk.land(fact.batch)
        if (fact.purpose === 'primaryAppend' && segment !== null) this.historyOf(fact.node)?.learnLanded(segment)
        return
      }
      case 'found':
        this.node(fact.node).disk.find(fact.disk)
        return
      case 'damaged':
        this.node(fact.node).disk.damage(fact.damage)
        return
      case 'answered':
        if (fact.command.kind === 'write' && fact.outcome.kind === 'acknowledged') {
          this.historyOf(fact.node)?.learnAcknowledged(fact.outcome.commitId, fact.command.operations)
        }
        return
      case 'linkUp':
      case 'linkDown':
      case 'asked':
      case 'sent':
      case 'delivered':
      case 'positioned':
        return
    }
  }

  fork(): Chronicle {
    const fork = new Chronicle()
    for (const [name, node] of this.nodes) fork.nodes.set(name, node.fork())
    for (const [id, history] of this.histories) fork.histories.set(id, history.fork())
    for (const [lsn, points] of this.prefixes) fork.prefixes.set(lsn, points)
    return fork
  }

  memory(): JsonValue {
    return [
      [...this.nodes.values()].toSorted(byName).map((node) => node.memory()),
      [...this.histories.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((history) => history.memory()),
      [...this.prefixes].toSorted(([a], [b]) => a - b).map(([, points]) => inOrder(points.map(pointMemory))),
    ]
  }

  #observe(node: NodeAccount, observation: Observation): void {
    const point = observation.kind === 'applied' ? node.pointOf(observation) : null
    node.observe(observation)
    if (observation.kind === 'recovered' || observation.kind === 'historyAdopted') this.#openHistory(node, observation.historyId)
    if (observation.kind === 'recovered') {
      this.#authorRecovered(node)
      const { lsn, commitId, chainDigest, stateDigest } = observation
      if (lsn > 0) this.#remember({ lsn, commitId, chain: chainDigest, state: stateDigest })
    }
    if (point !== null) {
      this.#remember(point)
      this.#advance(node, point)
    }
  }

  #openHistory(node: NodeAccount, historyId: string | null): void {
    if (historyId === null) return
    let history = this.histories.get(historyId)
    if (history === undefined) {
      history = new HistoryAccount(historyId)
      this.histories.set(historyId, history)
    }
    if (node.isConfiguredAsPrimary) history.author ??= node.name
  }

  #authorRecovered(node: NodeAccount): void {
    const history = this.historyOf(node.name)
    if (history?.author !== node.name) return
    // What it begins with was written before anyone stated anything.
    if (node.disk.isKnown && !history.isComplete) for (const segment of node.disk.segments) history.learnLanded(segment)
    history.forgetAfter(node.appliedCommitId)
    this.#advanceAuthor(history, node)
  }

  #remember(point: Point): void {
    const known = this.prefixes.get(point.lsn) ?? []
    if (known.some((other) => sameChain(other, point.chain))) return
    this.prefixes.set(point.lsn, [...known, point])
    if (this.prefixes.size <= PREFIXES_KEPT) return
    const oldest = this.prefixes.keys().next().value
    if (oldest !== undefined) this.prefixes.delete(oldest)
  }

  #advance(node: NodeAccount, point: Point): void {
    const history = this.historyOf(node.name)
    if (history?.author === node.name) this.#advanceAuthor(history, { durableLsn: point.lsn, appliedCommitId: point.commitId })
  }

  #advanceAuthor(
    history: HistoryAccount,
    { durableLsn, appliedCommitId }: { readonly durableLsn: number; readonly appliedCommitId: number },
  ): void {
    history.lastLsn = Math.max(history.lastLsn, durableLsn)
    history.lastCommitId = Math.max(history.lastCommitId, appliedCommitId)
  }
}

function byName(a: NodeAccount, b: NodeAccount): number {
  return a.name < b.name ? -1 : 1
}
