import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import { manifestIn } from '../../invariants/chronicle/readings.ts'
import type { Fact, FactOf } from '../../invariants/fact.ts'
import type { Choice } from '../choice.ts'
import { Misconfigurations } from './misconfigurations.ts'

/** What was done to a run, as far as it can explain how a node ended up. */
export type FaultDone =
  | 'lost' // a frame dropped, cut or overtaken, since the link came up
  | 'changed' // truncated or flipped on the way
  | 'spoiled' // before its envelope was computed
  | 'otherProtocol'
  | 'doubled'
  | 'aborted' // a batch provably failed, since the node started
  | 'diskLost' // reported durable and gone, or not shown at a start
  | 'bitFlipped'
  | 'manifestFlipped'
  | 'otherFormat'
  | 'wiped'
  | 'recreated'
  | 'misconfigured' // it is not configured, or granted the authority, as is meant
  | 'wasMisconfigured' // it was once, on the disk that it has

/** What had been done by the time a rule stopped a node, and was not undone. */
export interface Stop {
  /** To the node. */
  readonly here: ReadonlySet<FaultDone>
  /** To a node that it had heard from in that life. */
  readonly peers: ReadonlySet<FaultDone>
  /** To any node. */
  readonly anywhere: ReadonlySet<FaultDone>
}

/**
 * What was done to which nodes, and when. A disk that was made anew or emptied since has nothing of it any more; nor has what lies on it
 * been spoiled by what was done to another node before.
 */
export class FaultLedger {
  /** When it was done last, in choices. */
  readonly #done = new Map<FaultDone, Map<NodeName, number>>()
  readonly #misconfigurations: Misconfigurations
  /** When the disk was empty last. */
  readonly #emptiedAt = new Map<NodeName, number>()
  /** By receiver: from whom frames were lost since their link came up. */
  readonly #lostFrom = new Map<NodeName, Set<NodeName>>()
  /** Directions in which everything is lost: `from>to`. */
  readonly #cut = new Set<string>()
  readonly #fullDisks = new Set<NodeName>()
  /** Lives that go on from a batch that is not there: the next start shows that. */
  readonly #losing = new Set<NodeName>()
  readonly #heardFrom = new Map<NodeName, Set<NodeName>>()
  /** By which rule a node has decided to halt, before that is on its disk. */
  readonly #deciding = new Map<NodeName, string>()
  /** What had been done when each node started last: it is what a start decides by. */
  readonly #atStart = new Map<NodeName, Stop>()
  readonly #haltOnDisk = new Map<NodeName, string | null>()
  readonly #stops = new Map<string, Stop>()
  /** Of the choice that is being carried out. */
  #facts: Fact[] = []
  #now = 0

  /** `meant`: how nodes are to be configured. */
  constructor(meant: Pick<NodeConfiguration, 'clusterId' | 'nodes' | 'primaries'>) {
    this.#misconfigurations = new Misconfigurations(meant)
  }

  /** What had been done when this rule stopped the node, the last time that it did; null where it never did. */
  stop(node: NodeName, rule: string): Stop | null {
    return this.#stops.get(`${node} ${rule}`) ?? null
  }

  /** Takes a fact of the choice that is being carried out. */
  take(fact: Fact): void {
    switch (fact.kind) {
      case 'nodeStarted':
      case 'linkUp':
      case 'delivered':
      case 'landed':
      case 'observed':
        this.#facts.push(fact)
        return
      default:
        return
    }
  }

  /** Takes account of a choice that was carried out, and of what came of it. */
  note(choice: Choice): void {
    this.#now += 1
    this.#noteChoice(choice)
    for (const fact of this.#facts) this.#noteFact(fact, choice)
    this.#facts = []
  }

  #noteChoice(choice: Choice): void {
    switch (choice.kind) {
      case 'drop':
        this.#lose(choice.from, choice.to)
        return
      case 'deliver':
        if (choice.index > 0) this.#lose(choice.from, choice.to)
        return
      case 'condition':
        if (choice.condition !== 'cut') this.#cut.delete(`${choice.from}>${choice.to}`)
        else {
          this.#cut.add(`${choice.from}>${choice.to}`)
          this.#lose(choice.from, choice.to)
        }
        return
      case 'duplicate':
        this.#strike('doubled', choice.to)
        if (choice.index > 0) this.#lose(choice.from, choice.to)
        return
      case 'deliverChanged':
        this.#strike(CHANGES[choice.change], choice.to)
        if (choice.index > 0) this.#lose(choice.from, choice.to)
        return
      case 'abort':
        this.#strike('aborted', choice.node)
        return
      case 'fillDisk':
        this.#fullDisks.add(choice.node)
        this.#strike('aborted', choice.node)
        return
      case 'freeDisk':
        this.#fullDisks.delete(choice.node)
        return
      case 'loseBatch':
        this.#losing.add(choice.node)
        this.#strike('diskLost', choice.node)
        return
      case 'staleStart':
        this.#strike('diskLost', choice.node)
        return
      case 'damage':
        this.#strike(DAMAGES[choice.fault.kind], choice.node)
        return
      case 'configure':
        if (this.#misconfigurations.configure(choice.node, choice.configuration)) this.#strike('wasMisconfigured', choice.node)
        return
      case 'authority':
        if (this.#misconfigurations.authorize(choice.node, choice.authority)) this.#strike('wasMisconfigured', choice.node)
        return
      case 'start':
      case 'failStart':
      case 'kill':
      case 'crashAfter':
      case 'land':
      case 'failUnknown':
      case 'linkUp':
      case 'linkDown':
      case 'command':
        return
    }
  }

  #noteFact(fact: Fact, choice: Choice): void {
    const { node } = fact
    switch (fact.kind) {
      case 'nodeStarted':
        this.#started(node, choice)
        return
      case 'linkUp':
        if (!this.#cut.has(`${fact.peer}>${node}`)) this.#lostFrom.get(node)?.delete(fact.peer)
        return
      case 'delivered':
        this.#heardFrom.set(node, (this.#heardFrom.get(node) ?? new Set()).add(fact.peer))
        return
      case 'landed':
        if (fact.batch.discardLog === 'all') this.#emptiedAt.set(node, this.#now)
        this.#haltLanded(fact)
        return
      case 'observed':
        if (fact.observation.kind === 'startRefused') this.#stopped(node, fact.observation.error.rule ?? '')
        if (fact.observation.kind !== 'frameRefused' || fact.observation.consequence !== 'halt') return
        this.#stopped(node, fact.observation.rule)
        this.#deciding.set(node, fact.observation.rule)
        return
      default:
        return
    }
  }

  #started(node: NodeName, choice: Choice): void {
    this.#heardFrom.delete(node)
    this.#deciding.delete(node)
    if (this.#fullDisks.has(node)) this.#strike('aborted', node)
    else this.#done.get('aborted')?.delete(node)
    if (this.#misconfigurations.has(node)) this.#strike('wasMisconfigured', node)
    if (this.#losing.has(node)) this.#strike('diskLost', node)
    if (choice.kind !== 'staleStart') this.#losing.delete(node)
    this.#atStart.set(node, this.#doneTo(node))
  }

  /** A start that returns to a halt stops the node for what did it then. */
  #haltLanded({ node, purpose, batch: { putManifest } }: FactOf<'landed'>): void {
    if (putManifest === null) return
    const rule = manifestIn(putManifest)?.halt?.rule ?? null
    const before = this.#haltOnDisk.get(node) ?? null
    this.#haltOnDisk.set(node, rule)
    const isDecided = this.#deciding.get(node) === rule
    this.#deciding.delete(node)
    if (rule === null || isDecided) return
    const mayReturn = purpose === 'start' && this.stop(node, rule) !== null
    if (mayReturn && (before === rule || this.#struck('diskLost', node))) return
    this.#stopped(node, rule, purpose === 'start' ? this.#atStart.get(node) : undefined)
  }

  #stopped(node: NodeName, rule: string, done = this.#doneTo(node)): void {
    this.#stops.set(`${node} ${rule}`, done)
  }

  #doneTo(node: NodeName): Stop {
    const peers = this.#heardFrom.get(node) ?? []
    // An empty Replica takes the Primary's log as it is; what lies on a Replica stays, whatever becomes of its Primary.
    const from = this.#misconfigurations.isMeantAsPrimary(node) ? 0 : (this.#emptiedAt.get(node) ?? 0)
    return {
      here: new Set(FAULTS.filter((fault) => this.#struck(fault, node))),
      peers: new Set(FAULTS.filter((fault) => [...peers].some((peer) => this.#struck(fault, peer, from)))),
      anywhere: new Set(FAULTS.filter((fault) => this.#struckAnyone(fault))),
    }
  }

  /** Since its disk was empty last, and since `from`. */
  #struck(fault: FaultDone, node: NodeName, from = 0): boolean {
    if (fault === 'misconfigured') return this.#misconfigurations.has(node)
    if (fault === 'lost') return (this.#lostFrom.get(node)?.size ?? 0) > 0
    const at = this.#done.get(fault)?.get(node)
    return at !== undefined && at >= Math.max(from, this.#emptiedAt.get(node) ?? 0)
  }

  #struckAnyone(fault: FaultDone): boolean {
    return fault === 'misconfigured' ? this.#misconfigurations.any : this.#done.has(fault)
  }

  #lose(from: NodeName, to: NodeName): void {
    this.#lostFrom.set(to, (this.#lostFrom.get(to) ?? new Set()).add(from))
  }

  #strike(fault: FaultDone, node: NodeName): void {
    const nodes = this.#done.get(fault) ?? new Map<NodeName, number>()
    this.#done.set(fault, nodes.set(node, this.#now))
  }
}

const CHANGES = {
  truncate: 'changed',
  flipBit: 'changed',
  spoilRecords: 'spoiled',
  spoilEnd: 'spoiled',
  forgeRecords: 'spoiled',
  spoilReport: 'spoiled',
  otherProtocol: 'otherProtocol',
} as const satisfies Record<string, FaultDone>

const DAMAGES = {
  flipBatchBit: 'bitFlipped',
  flipManifestBit: 'manifestFlipped',
  otherFormat: 'otherFormat',
  loseTail: 'diskLost',
  wipe: 'wiped',
  recreate: 'recreated',
} as const satisfies Record<string, FaultDone>

const FAULTS: readonly FaultDone[] = [
  ...new Set<FaultDone>([
    'lost',
    'doubled',
    'aborted',
    'misconfigured',
    'wasMisconfigured',
    ...Object.values(CHANGES),
    ...Object.values(DAMAGES),
  ]),
]
