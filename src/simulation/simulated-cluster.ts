import type { Command, Outcome } from '../aerodb/command.ts'
import type { NodeConfiguration } from '../aerodb/configuration.ts'
import { createNode } from '../aerodb/create-node.ts'
import type { Hash128 } from '../aerodb/digest.ts'
import type { Effect } from '../aerodb/effect.ts'
import { linkEpoch, type NodeName, type RequestId, requestId } from '../aerodb/ids.ts'
import type { Authority, BatchFailure, Input } from '../aerodb/input.ts'
import type { DatabaseNode } from '../aerodb/node.ts'
import type { Observation } from '../aerodb/observation.ts'
import { initializeDisk } from '../aerodb/recovery/initialize-disk.ts'
import { GUARDS, type Guards } from '../aerodb/rules/guards.ts'
import type { Choice, Landing } from './choice.ts'
import { SimulatedDisk } from './simulated-disk.ts'

type Persist = Extract<Effect, { readonly kind: 'persist' }>
export type SentFrame = Extract<Effect, { readonly kind: 'send' }>

export interface SimulatedNode {
  readonly name: NodeName
  readonly disk: SimulatedDisk
  configuration: NodeConfiguration
  authority: Authority
  starts: number
  /** Null while dead. */
  node: DatabaseNode | null
  /** The batch that is on its way to disk. */
  writing: Persist | null
}

export interface ClusterOptions {
  readonly hash: Hash128
  readonly nodes: readonly NodeName[]
  readonly primary: NodeName
  readonly sync: NodeConfiguration['sync']
  readonly guards?: Guards
  /** Told of every step's effects before they are carried out: for a transcript. */
  readonly onStep?: (node: NodeName, effects: readonly Effect[]) => void
}

const encoder = new TextEncoder()

/** A history id for each simulated start, without chance. */
function entropyOf(node: NodeName, starts: number): Uint8Array {
  const bytes = new Uint8Array(16)
  bytes.set(encoder.encode(`${node}/${starts}`).subarray(0, bytes.length))
  return bytes
}

/**
 * Many nodes in one thread. Nothing happens by itself: whoever drives it takes one choice at a time (a frame arrives, a batch lands, a node
 * dies), so that every order of events can be had.
 */
export class SimulatedCluster {
  readonly nodes = new Map<NodeName, SimulatedNode>()
  /** Frames under way, oldest first, by `from>to`. */
  readonly inFlight = new Map<string, SentFrame[]>()
  readonly outcomes = new Map<RequestId, Outcome | 'unknown'>()
  readonly observations: { readonly node: NodeName; readonly observation: Observation }[] = []
  readonly #options: ClusterOptions
  readonly #up = new Set<string>()
  #epochs = 0
  #requests = 0
  readonly #asked = new Map<RequestId, NodeName>()

  constructor(options: ClusterOptions) {
    this.#options = options
    for (const name of options.nodes) {
      const configuration: NodeConfiguration = {
        clusterId: 'simulated',
        node: name,
        nodes: options.nodes,
        primaries: [options.primary],
        sync: options.sync,
        revision: 0,
      }
      const disk = new SimulatedDisk()
      disk.apply(initializeDisk({ clusterId: 'simulated', node: name }))
      const authority = name === options.primary ? 'granted' : 'notRequested'
      this.nodes.set(name, { name, disk, configuration, authority, starts: 0, node: null, writing: null })
    }
  }

  at(name: NodeName): SimulatedNode {
    const found = this.nodes.get(name)
    if (found === undefined) throw new Error(`no node ${name}`)
    return found
  }

  /** What an operator does to a dead node's configuration; even the same again counts. */
  configure(name: NodeName, change: Partial<NodeConfiguration>): void {
    const simulated = this.at(name)
    simulated.configuration = { ...simulated.configuration, ...change, revision: simulated.configuration.revision + 1 }
  }

  /** Carries one choice out. Throws where it is not possible now: whoever chooses knows what is. */
  take(choice: Choice): void {
    switch (choice.kind) {
      case 'start':
        this.start(choice.node)
        return
      case 'kill':
        this.kill(choice.node, choice.batch)
        return
      case 'land':
        this.land(choice.node)
        return
      case 'abort':
        this.fail(choice.node, { outcome: 'aborted', cause: choice.cause })
        return
      case 'failUnknown':
        this.fail(choice.node, { outcome: 'unknown', cause: 'the disk did not say' }, choice.batch)
        return
      case 'deliver':
        this.deliver(choice.from, choice.to, choice.index)
        return
      case 'frameFault':
        this.#faultFrame(choice)
        return
      case 'linkUp':
        this.linkUp(choice.a, choice.b)
        return
      case 'linkDown':
        this.linkDown(choice.a, choice.b)
        return
      case 'command':
        this.command(choice.node, choice.command)
        return
    }
  }

  /** An independent copy. Nodes fork themselves; bytes and frames are shared. */
  fork(): SimulatedCluster {
    const fork = new SimulatedCluster(this.#options)
    for (const [name, simulated] of this.nodes) {
      fork.nodes.set(name, { ...simulated, disk: simulated.disk.fork(), node: simulated.node?.fork() ?? null })
    }
    for (const [link, frames] of this.inFlight) fork.inFlight.set(link, frames.slice())
    for (const [request, outcome] of this.outcomes) fork.outcomes.set(request, outcome)
    fork.observations.push(...this.observations)
    for (const link of this.#up) fork.#up.add(link)
    fork.#epochs = this.#epochs
    fork.#requests = this.#requests
    for (const [request, node] of this.#asked) fork.#asked.set(request, node)
    return fork
  }

  #faultFrame({ fault, from, to, index, position }: Extract<Choice, { readonly kind: 'frameFault' }>): void {
    switch (fault) {
      case 'drop':
        this.drop(from, to, index)
        return
      case 'duplicate':
        this.duplicate(from, to, index)
        return
      case 'truncate':
        this.deliver(from, to, index, (bytes) => bytes.subarray(0, position % bytes.length))
        return
      case 'flipBit':
        this.deliver(from, to, index, (bytes) => flipped(bytes, position % (bytes.length * 8)))
        return
    }
  }

  /** The living node of that name; throws for a dead one. */
  living(name: NodeName): DatabaseNode {
    const { node } = this.at(name)
    if (node === null) throw new Error(`${name} is dead`)
    return node
  }

  start(name: NodeName): void {
    const simulated = this.at(name)
    if (simulated.node !== null) throw new Error(`${name} is alive`)
    simulated.node = createNode(this.#options.hash, this.#options.guards ?? GUARDS)
    simulated.starts += 1
    const { configuration, authority, starts, disk } = simulated
    this.#step(simulated, {
      kind: 'start',
      configuration,
      disk: disk.contents(),
      authority,
      entropy: entropyOf(name, starts),
      starts,
    })
    for (const other of this.nodes.keys()) if (other !== name && this.at(other).node !== null) this.linkUp(name, other)
  }

  /** The batch in flight either landed or did not; both happen. */
  kill(name: NodeName, batch: Landing): void {
    const simulated = this.at(name)
    this.living(name)
    if (batch === 'lands' && simulated.writing !== null) simulated.disk.apply(simulated.writing.batch)
    simulated.writing = null
    simulated.node = null
    for (const [request, node] of this.#asked) {
      if (node !== name) continue
      this.#asked.delete(request)
      this.outcomes.set(request, 'unknown')
    }
    for (const other of this.nodes.keys()) if (other !== name) this.linkDown(name, other)
  }

  linkUp(a: NodeName, b: NodeName): void {
    this.linkDown(a, b)
    this.#up.add(pair(a, b))
    this.#epochs += 1
    const epoch = linkEpoch(this.#epochs)
    this.#step(this.at(a), { kind: 'linkUp', peer: b, epoch })
    this.#step(this.at(b), { kind: 'linkUp', peer: a, epoch })
  }

  linkDown(a: NodeName, b: NodeName): void {
    if (!this.#up.delete(pair(a, b))) return
    this.inFlight.delete(`${a}>${b}`)
    this.inFlight.delete(`${b}>${a}`)
    if (this.at(a).node !== null) this.#step(this.at(a), { kind: 'linkDown', peer: b })
    if (this.at(b).node !== null) this.#step(this.at(b), { kind: 'linkDown', peer: a })
  }

  command(name: NodeName, command: Command): RequestId {
    this.living(name)
    this.#requests += 1
    const request = requestId(`q${this.#requests}`)
    this.#asked.set(request, name)
    this.#step(this.at(name), { kind: 'command', request, command })
    return request
  }

  /** The batch in flight becomes durable. */
  land(name: NodeName): void {
    const simulated = this.at(name)
    const { writing } = simulated
    if (writing === null) throw new Error(`${name} writes nothing`)
    simulated.writing = null
    simulated.disk.apply(writing.batch)
    this.#step(simulated, { kind: 'batchDurable', id: writing.id })
  }

  /** The batch in flight fails; with `unknown`, it may have landed all the same. */
  fail(name: NodeName, failure: BatchFailure, batch: Landing = 'lost'): void {
    const simulated = this.at(name)
    const { writing } = simulated
    if (writing === null) throw new Error(`${name} writes nothing`)
    simulated.writing = null
    if (batch === 'lands') simulated.disk.apply(writing.batch)
    this.#step(simulated, { kind: 'batchFailed', id: writing.id, failure })
  }

  /** Takes the frame at `index` off its link and hands it over, as it is or changed. */
  deliver(from: NodeName, to: NodeName, index = 0, change: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes): void {
    const frame = this.drop(from, to, index)
    this.#step(this.at(to), { kind: 'frame', peer: from, bytes: change(frame.bytes) })
  }

  /** Hands over bytes that no node sent. */
  inject(from: NodeName, to: NodeName, bytes: Uint8Array): void {
    this.#step(this.at(to), { kind: 'frame', peer: from, bytes })
  }

  /** Hands the frame over and leaves a copy of it on the link. */
  duplicate(from: NodeName, to: NodeName, index = 0): void {
    const frame = this.inFlight.get(`${from}>${to}`)?.[index]
    if (frame === undefined) throw new Error(`no frame ${index} from ${from} to ${to}`)
    this.#step(this.at(to), { kind: 'frame', peer: from, bytes: frame.bytes })
  }

  drop(from: NodeName, to: NodeName, index = 0): SentFrame {
    const [frame] = this.inFlight.get(`${from}>${to}`)?.splice(index, 1) ?? []
    if (frame === undefined) throw new Error(`no frame ${index} from ${from} to ${to}`)
    return frame
  }

  frames(from: NodeName, to: NodeName): readonly SentFrame[] {
    return this.inFlight.get(`${from}>${to}`) ?? []
  }

  /** Directions with frames under way. */
  busyLinks(): readonly (readonly [from: NodeName, to: NodeName])[] {
    const busy: (readonly [NodeName, NodeName])[] = []
    for (const from of this.nodes.keys()) {
      for (const to of this.nodes.keys()) if (this.frames(from, to).length > 0) busy.push([from, to])
    }
    return busy
  }

  /** Lets everything arrive and land, in order, until nothing moves. */
  settle(): void {
    for (;;) {
      const writing = [...this.nodes.values()].find((simulated) => simulated.writing !== null)
      const [link] = this.busyLinks()
      if (writing !== undefined) this.land(writing.name)
      else if (link !== undefined) this.deliver(...link)
      else return
    }
  }

  #step(simulated: SimulatedNode, input: Input): void {
    const { node, name } = simulated
    if (node === null) return
    const effects = node.step(input)
    this.#options.onStep?.(name, effects)
    for (const effect of effects) {
      switch (effect.kind) {
        case 'persist':
          simulated.writing = effect
          break
        case 'send': {
          const key = `${name}>${effect.peer}`
          if (!this.#up.has(pair(name, effect.peer))) break
          const queue = this.inFlight.get(key)
          if (queue === undefined) this.inFlight.set(key, [effect])
          else queue.push(effect)
          break
        }
        case 'answer':
          this.#asked.delete(effect.request)
          this.outcomes.set(effect.request, effect.outcome)
          break
        case 'observe':
          this.observations.push({ node: name, observation: effect.observation })
          break
        case 'stop':
          this.kill(name, 'lost')
          return
      }
    }
  }
}

function pair(a: NodeName, b: NodeName): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice()
  copy[bit >>> 3] = (copy[bit >>> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}
