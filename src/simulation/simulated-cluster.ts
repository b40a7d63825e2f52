import type { Command, Outcome } from '../aerodb/command.ts'
import type { NodeConfiguration } from '../aerodb/configuration.ts'
import { createNode } from '../aerodb/create-node.ts'
import type { DiskContents } from '../aerodb/disk.ts'
import type { Effect } from '../aerodb/effect.ts'
import type { NodeName, RequestId } from '../aerodb/ids.ts'
import type { Authority, BatchFailure, Input } from '../aerodb/input.ts'
import type { DatabaseNode } from '../aerodb/node.ts'
import { initializeDisk } from '../aerodb/recovery/initialize-disk.ts'
import { GUARDS } from '../aerodb/rules/guards.ts'
import type { FactSink, UnknownOutcome } from '../invariants/fact.ts'
import type { Choice, Landing } from './choice.ts'
import type { ClusterOptions } from './cluster-options.ts'
import { type Asked, type ClusterState, newClusterState } from './cluster-state.ts'
import { type DiskFault, faulted } from './disk-fault.ts'
import { ImpossibleChoice } from './impossible-choice.ts'
import type { LinkCondition, SentFrame, SimulatedLinks } from './simulated-links.ts'
import { entropyOf, forkSimulatedNode, isOut, newSimulatedNode, type SimulatedNode, writingOf } from './simulated-node.ts'
import { SimulatedRequests } from './simulated-requests.ts'
import type { Arriving, StepRecorder } from './step-recorder.ts'
import { takeChoice } from './take-choice.ts'

export const CLUSTER_ID = 'simulated'
const NOWHERE: FactSink = () => undefined
const UNKNOWN: UnknownOutcome = { kind: 'unknown' }

/**
 * Many nodes in one thread. Nothing happens by itself: whoever drives it takes one choice at a time (a frame arrives, a batch lands, a node
 * dies), so that every order of events can be had.
 */
export class SimulatedCluster {
  /** In the order in which the cluster was made of them. */
  readonly #nodes: SimulatedNode[]
  readonly links: SimulatedLinks
  readonly clusterId = CLUSTER_ID
  /** How many inputs nodes have taken. */
  steps: number
  readonly #options: ClusterOptions
  #sink: FactSink
  #recorder: StepRecorder | null
  #requests: SimulatedRequests
  /** Stands on the nodes that are this cluster's alone. */
  #seat: object = {}

  /** With every node dead on a new disk; or as it goes on from a state, which is then its own, or from a cluster, which stays as it is. */
  constructor(options: ClusterOptions, from: ClusterState | SimulatedCluster | null = null) {
    this.#options = options
    this.#sink = options.sink ?? NOWHERE
    this.#recorder = options.recorder ?? null
    if (from instanceof SimulatedCluster) {
      this.#nodes = from.#nodes.slice()
      this.links = from.links.fork()
      this.steps = from.steps
      this.#requests = from.#requests.fork()
      return
    }
    const state = from ?? newClusterState(options.nodes)
    this.#nodes = [...state.nodes.values()]
    this.links = state.links
    this.steps = state.steps
    this.#requests = new SimulatedRequests(state)
    if (from === null) for (const name of options.nodes) this.#create(name)
  }

  /** The node of that name, to be looked at and to be changed. Others' places may hold another cluster's nodes as well: they are to be looked at. */
  at(name: NodeName): SimulatedNode {
    for (let place = 0; place < this.#nodes.length; place++) {
      const found = this.#nodes[place]
      if (found?.name !== name) continue
      if (found.seat === this.#seat) {
        found.digest = null
        return found
      }
      const own = forkSimulatedNode(found, this.#seat)
      this.#nodes[place] = own
      return own
    }
    throw new ImpossibleChoice(`no node ${name}`)
  }

  /** The living node of that name. */
  living(name: NodeName): DatabaseNode {
    const { node } = this.at(name)
    if (node === null) throw new ImpossibleChoice(`${name} is dead`)
    return node
  }

  /** To be looked at: `at` is the way to change one. */
  get everyNode(): readonly SimulatedNode[] {
    return this.#nodes
  }

  /** By name; made anew for whoever asks. */
  get nodes(): ReadonlyMap<NodeName, SimulatedNode> {
    return new Map(this.#nodes.map((node) => [node.name, node]))
  }

  /** What came of requests. */
  get outcomes(): ReadonlyMap<RequestId, Outcome | UnknownOutcome> {
    return this.#requests.outcomes
  }

  /** How many requests were numbered. */
  get requests(): number {
    return this.#requests.count
  }

  /** Requests that have no answer yet, with what was asked. */
  get asked(): ReadonlyMap<RequestId, Asked> {
    return this.#requests.asked
  }

  /** An independent copy, whose facts go to `sink`, and which nobody records. Nodes fork themselves; bytes and frames are shared. */
  fork(sink: FactSink = NOWHERE): SimulatedCluster {
    this.#seat = {}
    const fork = new SimulatedCluster(this.#options, this)
    fork.#sink = sink
    fork.#recorder = null
    return fork
  }

  /** Carries one choice out. Throws ImpossibleChoice, and has changed nothing, where it is not possible now. */
  take(choice: Choice): void {
    takeChoice(this, choice)
  }

  start(name: NodeName): void {
    const simulated = this.#dead(name)
    this.#startFrom(simulated, simulated.disk.contents())
  }

  /** Starts on what the disk held `batches` batches ago. */
  staleStart(name: NodeName, batches: number): void {
    const simulated = this.#dead(name)
    const contents = simulated.disk.contentsBefore(batches)
    if (contents === null) throw new ImpossibleChoice(`the disk of ${name} has no image from ${batches} batches ago`)
    this.#sink({ kind: 'damaged', node: name, damage: { kind: 'staleRead', shown: contents } })
    this.#startFrom(simulated, contents)
  }

  /** The batch in flight either landed or did not; both happen. */
  kill(name: NodeName, batch: Landing): void {
    this.#end(name, batch, 'killed')
  }

  #end(name: NodeName, batch: Landing, how: 'killed' | 'stopped'): void {
    this.living(name)
    this.#recorder?.died(this.at(name), how)
    const simulated = this.at(name)
    if (batch === 'lands' && simulated.writing !== null) this.#apply(simulated)
    simulated.writing = null
    simulated.node = null
    simulated.crash = null
    simulated.holdsAuthority = false
    for (const [request, { node, command }] of this.asked) {
      if (node !== name) continue
      this.#requests.answer(request, UNKNOWN)
      this.#sink({ kind: 'answered', node, request, command, outcome: UNKNOWN })
    }
    this.#sink({ kind: 'nodeDied', node: name })
    for (const { name: other } of this.#nodes) if (other !== name) this.linkDown(name, other)
  }

  linkUp(a: NodeName, b: NodeName): void {
    this.linkDown(a, b)
    if (this.at(a).node === null || this.at(b).node === null) return
    const epoch = this.links.open(a, b)
    this.#step(this.at(a), { kind: 'linkUp', peer: b, epoch })
    if (this.links.isUp(a, b)) this.#step(this.at(b), { kind: 'linkUp', peer: a, epoch })
  }

  linkDown(a: NodeName, b: NodeName): void {
    if (!this.links.close(a, b)) return
    this.#step(this.at(a), { kind: 'linkDown', peer: b })
    this.#step(this.at(b), { kind: 'linkDown', peer: a })
  }

  /** What a dead node is started with from now on; even the same again counts as configured anew. */
  configure(name: NodeName, changes: Partial<NodeConfiguration>): void {
    const simulated = this.#dead(name)
    const { configuration } = simulated
    simulated.configuration = { ...configuration, ...changes, revision: configuration.revision + 1 }
  }

  setCondition(from: NodeName, to: NodeName, condition: LinkCondition): void {
    this.links.setCondition(from, to, condition)
  }

  command(name: NodeName, command: Command): RequestId {
    this.living(name)
    const request = this.#requests.ask(name, command)
    this.#sink({ kind: 'asked', node: name, request, command })
    this.#step(this.at(name), { kind: 'command', request, command })
    return request
  }

  /** The batch in flight becomes durable; on a full disk it provably aborts. */
  land(name: NodeName): void {
    const simulated = this.at(name)
    if (simulated.diskIsFull) {
      this.fail(name, { outcome: 'aborted', cause: 'QuotaExceededError' })
      return
    }
    const id = this.#apply(simulated)
    this.#step(simulated, { kind: 'batchDurable', id })
  }

  /** Landed as far as anyone is told; and then it is not there. */
  loseBatch(name: NodeName): void {
    const simulated = this.at(name)
    const { id, batch, purpose } = writingOf(simulated)
    simulated.writing = null
    this.#sink({ kind: 'landed', node: name, purpose, batch })
    const firstLsn = batch.putBatch?.firstLsn ?? null
    const manifest = batch.putManifest === null ? 'notInIt' : 'lost'
    this.#sink({ kind: 'damaged', node: name, damage: { kind: 'batchLost', firstLsn, manifest } })
    this.#step(simulated, { kind: 'batchDurable', id })
  }

  /** The batch in flight fails; with `unknown`, it may have landed all the same. */
  fail(name: NodeName, failure: BatchFailure, batch: Landing = 'lost'): void {
    const simulated = this.at(name)
    const { id } = writingOf(simulated)
    if (batch === 'lands') this.#apply(simulated)
    simulated.writing = null
    this.#step(simulated, { kind: 'batchFailed', id, failure })
  }

  /** Takes the frame at `index` off its link and hands it over, as it is or changed. */
  deliver(from: NodeName, to: NodeName, index = 0, change: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes): void {
    const frame = this.links.passing(from, to, index)
    const bytes = change(frame.bytes)
    this.links.remove(from, to, index)
    this.#handOver(from, to, { frame, bytes, copy: null })
  }

  duplicate(from: NodeName, to: NodeName, index = 0): void {
    const frame = this.links.passing(from, to, index)
    this.#handOver(from, to, { frame, bytes: frame.bytes, copy: 'stays' })
  }

  /** Hands over bytes that no node sent. */
  inject(from: NodeName, to: NodeName, bytes: Uint8Array): void {
    this.#step(this.at(to), { kind: 'frame', peer: from, bytes })
  }

  drop(from: NodeName, to: NodeName, index = 0): void {
    if (this.links.remove(from, to, index) === null) throw new ImpossibleChoice(`no frame ${index} from ${from} to ${to}`)
  }

  damage(name: NodeName, fault: DiskFault): void {
    const { disk } = this.#dead(name)
    const done = faulted(disk.contents(), name, fault)
    if (done === null) throw new ImpossibleChoice(`nothing on the disk of ${name} for ${fault.kind}`)
    disk.replace(done.contents)
    this.#sink({ kind: 'damaged', node: name, damage: done.damage })
    if (done.damage.kind !== 'recreated') return
    const batch = { discardLog: 'all', putManifest: done.contents.manifest, putBatch: null } as const
    this.#sink({ kind: 'landed', node: name, purpose: 'create', batch })
  }

  frames(from: NodeName, to: NodeName): readonly SentFrame[] {
    return this.links.frames(from, to)
  }

  /** Directions with frames under way that nothing holds. */
  busyLinks(): readonly (readonly [from: NodeName, to: NodeName])[] {
    return this.links.busy().map(({ from, to }) => [from, to] as const)
  }

  /** Lets everything arrive and land, in order, until nothing moves. */
  settle(): void {
    for (;;) {
      const writing = this.#nodes.find((simulated) => simulated.writing !== null)
      const [link] = this.busyLinks()
      if (writing !== undefined) this.land(writing.name)
      else if (link !== undefined) this.deliver(...link)
      else return
    }
  }

  #create(name: NodeName): void {
    const { nodes, primary, sync } = this.#options
    const configuration = { clusterId: CLUSTER_ID, node: name, nodes, primaries: [primary], sync, revision: 0 }
    const simulated = newSimulatedNode(configuration, this.#seat)
    this.#nodes.push(simulated)
    const batch = initializeDisk({ clusterId: CLUSTER_ID, node: name })
    simulated.disk.apply(batch)
    this.#sink({ kind: 'landed', node: name, purpose: 'create', batch })
  }

  #dead(name: NodeName): SimulatedNode {
    const simulated = this.at(name)
    if (simulated.node !== null) throw new ImpossibleChoice(`${name} is alive`)
    return simulated
  }

  #startFrom(simulated: SimulatedNode, disk: DiskContents): void {
    const { name, configuration } = simulated
    const { hash, guards = GUARDS, build = createNode } = this.#options
    const authority = this.#authorityFor(simulated)
    this.#recorder?.starting(simulated, disk)
    simulated.node = build(hash, guards)
    simulated.starts += 1
    simulated.holdsAuthority = authority === 'granted'
    const { starts } = simulated
    this.#sink({ kind: 'nodeStarted', node: name, configuration, authority })
    this.#step(simulated, { kind: 'start', configuration, disk, authority, entropy: entropyOf(simulated), starts })
    for (const { name: other } of this.#nodes) if (other !== name) this.linkUp(name, other)
  }

  #authorityFor({ name, configuration, authorityPolicy }: SimulatedNode): Authority {
    if (!configuration.primaries.includes(name)) return 'notRequested'
    const isTaken = this.#nodes.some((other) => other.name !== name && other.holdsAuthority)
    if (authorityPolicy === 'granted' && isTaken) this.#sink({ kind: 'damaged', node: name, damage: { kind: 'authorityShared' } })
    return authorityPolicy === 'byLock' ? (isTaken ? 'denied' : 'granted') : authorityPolicy
  }

  #apply(simulated: SimulatedNode): NonNullable<SimulatedNode['writing']>['id'] {
    const { id, batch, purpose } = writingOf(simulated)
    simulated.writing = null
    simulated.disk.apply(batch)
    this.#sink({ kind: 'landed', node: simulated.name, purpose, batch })
    return id
  }

  #handOver(from: NodeName, to: NodeName, arriving: Arriving): void {
    const { frame, bytes } = arriving
    const form = bytes === frame.bytes ? 'whole' : 'changed'
    this.#sink({ kind: 'delivered', node: to, peer: from, frame: frame.label, form, bytes })
    this.#step(this.at(to), { kind: 'frame', peer: from, bytes }, arriving)
  }

  #step(simulated: SimulatedNode, input: Input, arriving: Arriving | null = null): void {
    const { node, name } = simulated
    if (node === null) return
    this.steps += 1
    if (input.kind === 'linkUp' || input.kind === 'linkDown') this.#sink({ kind: input.kind, node: name, peer: input.peer })
    const effects = this.#effectsOf(simulated, node, input, arriving)
    this.#options.onStep?.(name, effects)
    for (const effect of effects) {
      if (simulated.crash !== null && this.#crashes(simulated)) return
      if (effect.kind === 'stop') {
        this.#end(name, 'lost', 'stopped')
        return
      }
      this.#carryOut(simulated, effect)
    }
    const every = this.#options.positionEverySteps ?? 0
    if (every > 0 && this.steps % every === 0) this.#sink({ kind: 'positioned', node: name, position: node.position() })
  }

  #effectsOf(simulated: SimulatedNode, node: DatabaseNode, input: Input, arriving: Arriving | null): readonly Effect[] {
    const recorder = this.#recorder
    if (recorder === null) return node.step(input)
    try {
      const effects = node.step(input)
      recorder.stepped(simulated, input, effects, arriving)
      return effects
    } catch (thrown) {
      recorder.broke(simulated, input, thrown, arriving)
      throw thrown
    }
  }

  #crashes(simulated: SimulatedNode): boolean {
    const { crash, name } = simulated
    if (crash === null) return false
    simulated.crash = { ...crash, effects: crash.effects - 1 }
    if (crash.effects > 0) return false
    this.kill(name, crash.batch)
    return true
  }

  #carryOut(simulated: SimulatedNode, effect: Exclude<Effect, { readonly kind: 'stop' }>): void {
    const { name } = simulated
    switch (effect.kind) {
      case 'persist':
        if (simulated.writing !== null)
          throw new Error(`${name} persists ${effect.purpose} while ${simulated.writing.purpose} is in flight`)
        simulated.writing = effect
        return
      case 'send':
        this.#sink({ kind: 'sent', node: name, peer: effect.peer, frame: effect.label })
        this.links.send(name, effect)
        return
      case 'answer': {
        const asked = this.#requests.answer(effect.request, effect.outcome)
        if (asked === null) throw new Error(`${name} answers ${effect.request}, which nobody waits for`)
        const { command } = asked
        this.#sink({ kind: 'answered', node: name, request: effect.request, command, outcome: effect.outcome })
        return
      }
      case 'observe':
        if (effect.observation.kind === 'roleChanged' && isOut(effect.observation.role)) simulated.holdsAuthority = false
        this.#sink({ kind: 'observed', node: name, observation: effect.observation })
        return
    }
  }
}
