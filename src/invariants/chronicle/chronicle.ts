import type { Digest, Hash128 } from '../../aerodb/digest.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { Observation } from '../../aerodb/observation.ts'
import type { Fact } from '../fact.ts'
import { inOrder } from '../in-order.ts'
import { SharedPart } from '../shared-part.ts'
import type { DiskSegment } from './disk-account.ts'
import { HistoryAccount } from './history-account.ts'
import { NodeAccount } from './node-account.ts'
import { type Point, sameChain } from './point.ts'
import { Prefixes } from './prefixes.ts'

/** What a node says that changes what is remembered of it. */
const CHANGING: ReadonlySet<Observation['kind']> = new Set([
  'roleChanged',
  'recovered',
  'historyAdopted',
  'durable',
  'applied',
  'discarded',
])

/** What all invariants need to know of the past. While a fact is judged, it tells of everything before that fact. */
export class Chronicle {
  readonly #nodes = new Map<NodeName, SharedPart<NodeAccount>>()
  readonly #histories = new Map<string, SharedPart<HistoryAccount>>()
  readonly #prefixes: SharedPart<Prefixes>

  constructor(prefixes = new SharedPart(new Prefixes())) {
    this.#prefixes = prefixes
  }

  node(name: NodeName): NodeAccount {
    return this.#account(name).seen
  }

  everyNode(): readonly NodeAccount[] {
    return [...this.#nodes.values()].map(({ seen }) => seen)
  }

  history(id: string): HistoryAccount | null {
    return this.#histories.get(id)?.seen ?? null
  }

  /** The history that a node follows; null where it follows none, or none that is known. */
  historyOf(name: NodeName): HistoryAccount | null {
    const { historyId } = this.node(name)
    return historyId === null ? null : this.history(historyId)
  }

  /** What any node has ever stated at an LSN: one point for each chain digest. */
  statedAt(lsn: number): readonly Point[] {
    return this.#prefixes.seen.at(lsn)
  }

  take(fact: Fact): void {
    switch (fact.kind) {
      case 'nodeStarted':
        this.#account(fact.node).own.start(fact.configuration, fact.authority)
        return
      case 'nodeDied':
        this.#account(fact.node).own.die()
        return
      case 'observed':
        if (CHANGING.has(fact.observation.kind)) this.#observe(this.#account(fact.node).own, fact.observation)
        return
      case 'landed': {
        const segment = this.#account(fact.node).own.disk.land(fact.batch)
        if (fact.purpose === 'primaryAppend' && segment !== null) this.#ownHistoryOf(fact.node)?.learnLanded(segment)
        return
      }
      case 'found':
        this.#account(fact.node).own.disk.find(fact.disk)
        return
      case 'damaged':
        this.#account(fact.node).own.disk.damage(fact.damage)
        return
      case 'answered':
        if (fact.command.kind === 'write' && fact.outcome.kind === 'acknowledged') {
          this.#ownHistoryOf(fact.node)?.learnAcknowledged(fact.outcome.commitId, fact.command.operations)
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
    const fork = new Chronicle(this.#prefixes.fork())
    for (const [name, node] of this.#nodes) fork.#nodes.set(name, node.fork())
    for (const [id, history] of this.#histories) fork.#histories.set(id, history.fork())
    return fork
  }

  /** Of all that it remembers, the same for the same past in whatever order it came about. */
  digests(hash: Hash128): readonly Digest[] {
    return [
      ...inOrder(this.#nodes).map(([, node]) => node.digest(hash)),
      ...inOrder(this.#histories).map(([, history]) => history.digest(hash)),
      this.#prefixes.digest(hash),
    ]
  }

  #account(name: NodeName): SharedPart<NodeAccount> {
    const found = this.#nodes.get(name)
    if (found !== undefined) return found
    const account = new SharedPart(new NodeAccount(name))
    this.#nodes.set(name, account)
    return account
  }

  #ownHistoryOf(name: NodeName): HistoryAccount | null {
    const { historyId } = this.node(name)
    return historyId === null ? null : (this.#histories.get(historyId)?.own ?? null)
  }

  #observe(node: NodeAccount, observation: Observation): void {
    const point = observation.kind === 'applied' ? node.pointOf(observation) : null
    const unforeseen = observation.kind === 'recovered' ? node.disk.unforeseenLog : null
    node.observe(observation)
    if (observation.kind === 'recovered' || observation.kind === 'historyAdopted') this.#openHistory(node, observation.historyId)
    if (observation.kind === 'recovered') {
      this.#authorRecovered(node, unforeseen)
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
    let history = this.#histories.get(historyId)
    if (history === undefined) {
      history = new SharedPart(new HistoryAccount(historyId))
      this.#histories.set(historyId, history)
    }
    if (node.isConfiguredAsPrimary && history.seen.author === null) history.own.author = node.name
  }

  #authorRecovered(node: NodeAccount, unforeseen: readonly DiskSegment[] | null): void {
    if (this.historyOf(node.name)?.author !== node.name) return
    const history = this.#ownHistoryOf(node.name)
    if (history === null) return
    // What it begins with was written before anyone stated anything.
    if (node.disk.isKnown && !history.isComplete) history.foundCommitId = node.appliedCommitId
    if (unforeseen !== null) history.relearn(unforeseen)
    else if (node.disk.isKnown && !history.isComplete) for (const segment of node.disk.segments) history.learnLanded(segment)
    history.forgetAfter(node.appliedCommitId)
    history.advance(node.durableLsn, node.appliedCommitId)
  }

  #remember(point: Point): void {
    const known = this.statedAt(point.lsn)
    if (!known.some((other) => sameChain(other, point.chain))) this.#prefixes.own.add(point)
  }

  #advance(node: NodeAccount, point: Point): void {
    if (this.historyOf(node.name)?.author === node.name) this.#ownHistoryOf(node.name)?.advance(point.lsn, point.commitId)
  }
}
