import type { Command } from '../../aerodb/command.ts'
import { createNode } from '../../aerodb/create-node.ts'
import type { Hash128 } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import { linkEpoch, type NodeName, nodeName, type RequestId, requestId } from '../../aerodb/ids.ts'
import type { Input } from '../../aerodb/input.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'
import { initializeDisk } from '../../aerodb/recovery/initialize-disk.ts'
import type { Guards } from '../../aerodb/rules/guards.ts'
import type { FactSink } from '../../invariants/fact.ts'
import { bulkBytes, generatedCommand } from '../../platform/generated-write.ts'
import { diskContentsOf } from '../../platform/trace/disk-image.ts'
import { type Given, givenBy, thrownBy } from '../../platform/trace/given.ts'
import { bytesOfHex } from '../../platform/trace/hex.ts'
import { traceTooLarge } from '../../platform/trace/malformed.ts'
import type { FrameStep, HostStep, InputStep, StartStep, TraceStep } from '../../platform/trace/step.ts'
import { unmarkedCommand } from '../../platform/trace/steps-json.ts'
import { TRACE_LIMITS } from '../../platform/trace/trace-limits.ts'
import { SimulatedDisk } from '../simulated-disk.ts'
import { isOut } from '../simulated-node.ts'
import { damageDisk } from './damage-disk.ts'
import { impossibleStep } from './impossible-step.ts'
import { ReplayedNode } from './replayed-node.ts'
import { factsOfStatedDisk } from './stated-disk.ts'
import { Wire } from './wire.ts'

export interface ReplayEnvironment {
  readonly hash: Hash128
  readonly guards: Guards
  /** Only for a run of a broken node that a search found: the engine's own otherwise. */
  readonly build?: (hash: Hash128, guards: Guards) => DatabaseNode
  /** Takes what happens, in order: all of it, since nothing is hidden from who runs every node. */
  readonly sink?: FactSink
  /** When a node states its position: after a step that moved it, the default, or after every one, as in a search. */
  readonly positions?: 'whereMoved' | 'everyStep'
  /** What it may take; TRACE_LIMITS.replayBytes where nothing is said. */
  readonly bytesMost?: number
}

/** What came of a step. */
export type Performed =
  | { readonly kind: 'performed'; readonly given: Given; readonly effects: readonly Effect[] }
  /** The nodes are where no such step can follow: in the recorded run they were elsewhere. */
  | { readonly kind: 'notReached'; readonly expected: unknown; readonly actual: unknown }

/** Gathered while a step is made ready: the input, or why there is none. */
type Ready = { readonly input: Input } | Extract<Performed, { readonly kind: 'notReached' }>

const NOTHING_GIVEN: Performed = { kind: 'performed', given: {}, effects: [] }
const NOWHERE: FactSink = () => undefined

/**
 * The nodes of a recorded run, living again on simulated disks: the same node code, the same inputs, frames made anew by whoever sent them. It
 * takes what the trace says, and believes nothing of what the trace says came of it.
 */
export class ReplayedCluster {
  readonly nodes: ReadonlyMap<string, ReplayedNode>
  readonly #environment: ReplayEnvironment
  readonly #sink: FactSink
  readonly #wires = new Map<string, Wire>()
  readonly #bytesMost: number
  #bytes = 0

  constructor(environment: ReplayEnvironment, names: readonly string[]) {
    this.#environment = environment
    this.#sink = environment.sink ?? NOWHERE
    this.#bytesMost = environment.bytesMost ?? TRACE_LIMITS.replayBytes
    this.nodes = new Map(names.map((name) => [name, new ReplayedNode(nodeName(name))]))
  }

  /** Frames under way in one direction, oldest first. */
  wire(from: string, to: string): Wire {
    const name = `${from}>${to}`
    const known = this.#wires.get(name)
    if (known !== undefined) return known
    const wire = new Wire()
    this.#wires.set(name, wire)
    return wire
  }

  /**
   * `index` names the step in what is thrown.
   * @throws AeroFailure AERO_TRACE_STEP_IMPOSSIBLE where no run of any build can have had this step here; AERO_TRACE_TOO_LARGE
   */
  perform(step: TraceStep, index: number): Performed {
    const node = this.#node(step.node, step, index)
    if ('disk' in step || 'damage' in step || 'died' in step) return this.#suffer(node, step, index)
    const ready = this.#ready(node, step, index)
    return 'kind' in ready ? ready : this.#step(node, ready.input)
  }

  #suffer(node: ReplayedNode, step: HostStep & TraceStep, index: number): Performed {
    if ('died' in step) {
      if (node.node === null) throw impossibleStep(step, index, `${node.name} is dead`)
      this.#die(node)
      return NOTHING_GIVEN
    }
    if (node.node !== null) throw impossibleStep(step, index, `${node.name} runs`)
    if ('disk' in step) {
      this.#hold(node, step.disk)
      return NOTHING_GIVEN
    }
    const disk = diskOf(node, step, index)
    const misfit = this.#decide(node, disk, step.outline)
    if (misfit !== null) return misfit
    const damaged = damageDisk(node.disk ?? disk, step.damage)
    if (damaged.kind === 'lsnNotHeld') return notReached({ damaged: step.damage }, damaged)
    this.#sink({ kind: 'damaged', node: node.name, damage: damaged.damage })
    return NOTHING_GIVEN
  }

  #die(node: ReplayedNode): void {
    const { name } = node
    for (const [peer, epoch] of node.links) this.#bytes -= this.wire(peer, name).loseUpTo(epoch)
    for (const [request, command] of node.asked) {
      this.#sink({ kind: 'answered', node: name, request, command, outcome: { kind: 'unknown' } })
    }
    node.die()
    this.#sink({ kind: 'nodeDied', node: name })
  }

  #hold(node: ReplayedNode, disk: Extract<HostStep, { readonly disk: unknown }>['disk']): void {
    const { name } = node
    if ('created' in disk) {
      if (node.disk !== null) this.#sink({ kind: 'damaged', node: name, damage: { kind: 'recreated' } })
      const batch = initializeDisk({ clusterId: disk.created, node: name })
      node.disk = new SimulatedDisk()
      node.disk.apply(batch)
      this.#sink({ kind: 'landed', node: name, purpose: 'create', batch })
    } else {
      const contents = diskContentsOf(disk)
      this.#account(contents.batches.reduce((sum, { bytes }) => sum + bytes.length, 0))
      for (const fact of factsOfStatedDisk(node, contents)) this.#sink(fact)
      node.disk = new SimulatedDisk(contents)
    }
    node.undecided = null
  }

  #ready(node: ReplayedNode, step: InputStep & TraceStep, index: number): Ready {
    if ('start' in step) return this.#start(node, step.start, step, index)
    if (node.node === null) throw impossibleStep(step, index, `${node.name} is dead`)
    if (node.stopped) return notReached({ node: 'goes on' }, { node: 'has stopped' })
    if ('durable' in step) return this.#settled(node, step.durable, { kind: 'durable' })
    if ('failed' in step) {
      const [id, outcome, cause] = step.failed
      return this.#settled(node, id, { kind: 'failed', outcome, cause })
    }
    if ('up' in step) return this.#up(node, step.up, step, index)
    if ('down' in step) return this.#down(node, step.down, step, index)
    if ('frame' in step) return this.#frame(node, step, index)
    if ('ask' in step) {
      const [request, command] = step.ask
      return this.#ask(node, requestId(request), unmarkedCommand(command))
    }
    const [request, write] = step.write
    if (write.kind === 'bulk') this.#account(bulkBytes(write))
    return this.#ask(node, requestId(request), generatedCommand(write))
  }

  #start(node: ReplayedNode, start: StartStep, step: TraceStep, index: number): Ready {
    if (node.node !== null) throw impossibleStep(step, index, `${node.name} runs`)
    const misfit = this.#decide(node, diskOf(node, step, index), start.outline)
    if (misfit !== null) return misfit
    const { hash, guards, build = createNode } = this.#environment
    const { configuration, authority, starts } = start
    node.node = build(hash, guards)
    node.configuration = configuration
    node.starts = starts
    const isTaken = [...this.nodes.values()].some((other) => other !== node && other.holdsAuthority)
    if (authority === 'granted' && isTaken) this.#sink({ kind: 'damaged', node: node.name, damage: { kind: 'authorityShared' } })
    node.holdsAuthority = authority === 'granted'
    this.#sink({ kind: 'nodeStarted', node: node.name, configuration, authority })
    const disk = diskOf(node, step, index).contents()
    return { input: { kind: 'start', configuration, disk, authority, entropy: bytesOfHex(start.entropy), starts } }
  }

  #decide(node: ReplayedNode, disk: SimulatedDisk, outline: StartStep['outline']) {
    const decision = node.decide(disk, outline)
    if (decision.kind === 'misfits') return notReached({ disk: outline }, { disk: decision.possible })
    if (decision.landed !== null) {
      const { purpose, batch } = decision.landed
      this.#sink({ kind: 'landed', node: node.name, purpose, batch })
    }
    return null
  }

  #settled(
    node: ReplayedNode,
    id: number,
    result:
      | { readonly kind: 'durable' }
      | { readonly kind: 'failed'; readonly outcome: 'aborted' | 'unknown'; readonly cause: string },
  ): Ready {
    const { writing } = node
    if (writing?.id !== id) return notReached({ inFlight: id }, { inFlight: writing === null ? 'none' : writing.id })
    node.writing = null
    if (result.kind === 'durable') {
      node.disk?.apply(writing.batch)
      this.#sink({ kind: 'landed', node: node.name, purpose: writing.purpose, batch: writing.batch })
      return { input: { kind: 'batchDurable', id: writing.id } }
    }
    const { outcome, cause } = result
    if (outcome === 'unknown') node.undecided = writing
    return { input: { kind: 'batchFailed', id: writing.id, failure: { outcome, cause } } }
  }

  #up(node: ReplayedNode, [name, epoch]: readonly [string, number], step: TraceStep, index: number): Ready {
    const peer = this.#node(name, step, index).name
    if (peer === node.name) throw impossibleStep(step, index, 'a node has no link to itself')
    this.#bytes -= this.wire(peer, node.name).loseUpTo(epoch - 1)
    node.links.set(peer, epoch)
    node.newestEpoch = Math.max(node.newestEpoch, epoch)
    this.#sink({ kind: 'linkUp', node: node.name, peer })
    return { input: { kind: 'linkUp', peer, epoch: linkEpoch(epoch) } }
  }

  #down(node: ReplayedNode, name: string, step: TraceStep, index: number): Ready {
    const peer = this.#node(name, step, index).name
    // A node may hear of an end whose beginning it never heard of: the peer died in between.
    const epoch = node.links.get(peer) ?? 0
    node.links.delete(peer)
    this.#bytes -= this.wire(peer, node.name).loseUpTo(epoch)
    this.#sink({ kind: 'linkDown', node: node.name, peer })
    return { input: { kind: 'linkDown', peer } }
  }

  #frame(node: ReplayedNode, step: FrameStep & TraceStep, index: number): Ready {
    const [name, incarnation, number] = step.frame
    const peer = this.#node(name, step, index).name
    const epoch = node.links.get(peer)
    if (epoch === undefined) throw impossibleStep(step, index, `the link of ${node.name} to ${peer} is not up`)
    const wire = this.wire(peer, node.name)
    const arrived = wire.deliver(step, epoch)
    if (arrived === null) {
      const underway = wire.frames.slice(0, 10).map(({ sent: { label } }) => `${label.incarnation}·${label.number}`)
      return notReached({ arrives: `${incarnation}·${number}`, from: peer }, { underway })
    }
    const { sent, bytes } = arrived
    if (step.copy === undefined) this.#bytes -= sent.bytes.length
    const form = bytes === sent.bytes ? 'whole' : 'changed'
    this.#sink({ kind: 'delivered', node: node.name, peer, frame: sent.label, form, bytes })
    return { input: { kind: 'frame', peer, bytes } }
  }

  #ask(node: ReplayedNode, request: RequestId, command: Command): Ready {
    node.asked.set(request, command)
    this.#sink({ kind: 'asked', node: node.name, request, command })
    return { input: { kind: 'command', request, command } }
  }

  #step(node: ReplayedNode, input: Input): Performed {
    const { node: machine } = node
    if (machine === null) throw new Error(`${node.name} takes ${input.kind} without having been started`)
    let effects: readonly Effect[]
    try {
      effects = machine.step(input)
    } catch (thrown) {
      node.stopped = true
      return { kind: 'performed', given: thrownBy(thrown), effects: [] }
    }
    const given = givenBy(machine, effects)
    for (const effect of effects) this.#carryOut(node, effect)
    if (given.at !== undefined || this.#environment.positions === 'everyStep')
      this.#sink({ kind: 'positioned', node: node.name, position: machine.position() })
    return { kind: 'performed', given, effects }
  }

  #carryOut(node: ReplayedNode, effect: Effect): void {
    const { name } = node
    switch (effect.kind) {
      case 'persist': {
        const { putBatch, putManifest } = effect.batch
        this.#account((putBatch?.bytes.length ?? 0) + (putManifest?.length ?? 0))
        node.writing = effect
        return
      }
      case 'send':
        this.#send(node, effect)
        return
      case 'answer': {
        const command = node.asked.get(effect.request)
        node.asked.delete(effect.request)
        if (command === undefined) return
        this.#sink({ kind: 'answered', node: name, request: effect.request, command, outcome: effect.outcome })
        return
      }
      case 'observe':
        if (effect.observation.kind === 'roleChanged' && isOut(effect.observation.role)) node.holdsAuthority = false
        this.#sink({ kind: 'observed', node: name, observation: effect.observation })
        return
      case 'stop':
        node.stopped = true
        return
    }
  }

  #send(node: ReplayedNode, sent: Extract<Effect, { readonly kind: 'send' }>): void {
    this.#sink({ kind: 'sent', node: node.name, peer: sent.peer, frame: sent.label })
    const epoch = node.links.get(sent.peer)
    if (epoch === undefined) return
    this.#account(sent.bytes.length)
    this.wire(node.name, sent.peer).send({ sent, epoch })
  }

  #account(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes > this.#bytesMost) throw traceTooLarge('the bytes that a replay of it takes', this.#bytes, this.#bytesMost)
  }

  #node(name: string, step: TraceStep, index: number): ReplayedNode {
    const node = this.nodes.get(name)
    if (node === undefined) throw impossibleStep(step, index, `no node is named ${name}`)
    return node
  }
}

function notReached(expected: unknown, actual: unknown): Extract<Performed, { readonly kind: 'notReached' }> {
  return { kind: 'notReached', expected, actual }
}

function diskOf(
  { disk, name }: { readonly disk: SimulatedDisk | null; readonly name: NodeName },
  step: TraceStep,
  index: number,
) {
  if (disk === null) throw impossibleStep(step, index, `what the disk of ${name} holds was not said`)
  return disk
}
