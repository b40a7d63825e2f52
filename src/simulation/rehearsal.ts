import type { Command, Outcome, ReadAt, WriteOperation } from '../aerodb/command.ts'
import type { SyncPolicy } from '../aerodb/configuration.ts'
import type { Hash128 } from '../aerodb/digest.ts'
import { type CommitId, type NodeName, nodeName, type RequestId } from '../aerodb/ids.ts'
import type { DatabaseNode } from '../aerodb/node.ts'
import type { Observation, Position } from '../aerodb/observation.ts'
import type { Guards } from '../aerodb/rules/guards.ts'
import type { Fact, FactOf, FactSink, UnknownOutcome } from '../invariants/fact.ts'
import { Judge } from '../invariants/judge.ts'
import type { ClusterOptions } from './cluster-options.ts'
import { SimulatedCluster } from './simulated-cluster.ts'

export const [N1, N2, N3] = [nodeName('n1'), nodeName('n2'), nodeName('n3')]

export interface RehearsalOptions {
  readonly hash: Hash128
  readonly sync?: SyncPolicy
  readonly nodes?: readonly NodeName[]
  readonly guards?: Guards
  /** Puts another node in the place of each. */
  readonly build?: NonNullable<ClusterOptions['build']>
  /** Told of every fact, before it is judged. */
  readonly hears?: FactSink
  /** Not where a test makes a node believe what no honest one says: then invariants break, as they must. */
  readonly judge?: 'everyFact' | 'nothing'
}

type Answer = Outcome | UnknownOutcome | undefined

/**
 * A small simulated cluster with n1 as its Primary, and short words for what tests say again and again. Every fact is judged by every
 * invariant, and a breach throws where it happens.
 */
export class Rehearsal {
  readonly cluster: SimulatedCluster
  /** What nodes have stated, oldest first. */
  readonly observations: FactOf<'observed'>[] = []

  readonly #judge: Judge | null
  readonly #hears: FactSink | null

  constructor({ hash, sync = 'each', nodes = [N1, N2, N3], guards, build, hears, judge = 'everyFact' }: RehearsalOptions) {
    this.#judge = judge === 'everyFact' ? new Judge() : null
    this.#hears = hears ?? null
    const sink = (fact: Fact): void => this.#take(fact)
    this.cluster = new SimulatedCluster({
      hash,
      nodes,
      primary: N1,
      sync,
      sink,
      ...(guards === undefined ? {} : { guards }),
      ...(build === undefined ? {} : { build }),
    })
  }

  /** Every node started, and nothing under way. */
  static steady(options: RehearsalOptions): Rehearsal {
    const rehearsal = new Rehearsal(options)
    for (const name of rehearsal.cluster.nodes.keys()) rehearsal.cluster.start(name)
    rehearsal.cluster.settle()
    return rehearsal
  }

  node(name: NodeName): DatabaseNode {
    return this.cluster.living(name)
  }

  position(name: NodeName): Position {
    return this.node(name).position()
  }

  write(operations: readonly WriteOperation[], basedOn: CommitId | null = null, name: NodeName = N1): RequestId {
    return this.cluster.command(name, { kind: 'write', operations, basedOn })
  }

  put(id: string, text: string, basedOn: CommitId | null = null): RequestId {
    return this.write([{ op: 'put', collection: 'notes', document: { _id: id, text } }], basedOn)
  }

  /** Written, and everywhere. */
  putAndSettle(id: string, text: string): void {
    this.put(id, text)
    this.cluster.settle()
  }

  /** The answer to a command that is answered at once. */
  ask(name: NodeName, command: Command): Answer {
    return this.cluster.outcomes.get(this.cluster.command(name, command))
  }

  read(name: NodeName, id: string, at: ReadAt = { kind: 'newest' }): Answer {
    return this.ask(name, { kind: 'read', collection: 'notes', id, at })
  }

  outcome(request: RequestId): Answer {
    return this.cluster.outcomes.get(request)
  }

  /** What a node has stated, of one kind, oldest first. */
  stated<Kind extends Observation['kind']>(name: NodeName, kind: Kind): readonly Extract<Observation, { readonly kind: Kind }>[] {
    const isKind = (observation: Observation): observation is Extract<Observation, { readonly kind: Kind }> =>
      observation.kind === kind
    return this.observations
      .filter(({ node }) => node === name)
      .map(({ observation }) => observation)
      .filter(isKind)
  }

  /** The oldest frame in that direction, taken off its link. */
  intercept(from: NodeName, to: NodeName): Uint8Array {
    const [frame] = this.cluster.frames(from, to)
    this.cluster.drop(from, to)
    return frame?.bytes ?? new Uint8Array(0)
  }

  /** Makes the batches of one node durable, one after the other, and nothing else. */
  landAll(name: NodeName): void {
    while (this.cluster.at(name).writing !== null) this.cluster.land(name)
  }

  /** The link goes down and comes up again: a new epoch. */
  relink(a: NodeName, b: NodeName): void {
    this.cluster.linkDown(a, b)
    this.cluster.linkUp(a, b)
  }

  restart(name: NodeName): void {
    this.cluster.kill(name, 'lost')
    this.cluster.start(name)
    this.cluster.settle()
  }

  /** Every living node states where it stands. */
  statePositions(): void {
    for (const { name, node } of this.cluster.everyNode) {
      if (node !== null) this.#take({ kind: 'positioned', node: name, position: node.position() })
    }
  }

  #take(fact: Fact): void {
    if (fact.kind === 'observed') this.observations.push(fact)
    this.#hears?.(fact)
    this.#judge?.take(fact)
    const breach = this.#judge?.breach ?? null
    if (breach !== null)
      throw new Error(`${breach.invariant}, at ${breach.about.join(' and ')}: ${JSON.stringify(breach.evidence)}`)
  }
}
