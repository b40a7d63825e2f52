import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import { type NodeName, nodeName, type RequestId } from '../../aerodb/ids.ts'
import { readManifest } from '../../aerodb/recovery/manifest.ts'
import { FORMAT_VERSION } from '../../aerodb/wal/limits.ts'
import type { TraceStep } from '../../platform/trace/step.ts'
import type { TraceConfiguration } from '../../platform/trace/trace.ts'
import type { Asked } from '../cluster-state.ts'
import { SimulatedCluster } from '../simulated-cluster.ts'
import { SimulatedDisk } from '../simulated-disk.ts'
import { type Lane, SimulatedLinks } from '../simulated-links.ts'
import { newSimulatedNode, type SimulatedNode } from '../simulated-node.ts'
import type { ReplayEnvironment, ReplayedCluster } from './replayed-cluster.ts'
import type { ReplayedNode } from './replayed-node.ts'
import { RunRecorder } from './run-recorder.ts'

export interface BranchPoint {
  readonly environment: Pick<ReplayEnvironment, 'hash' | 'guards' | 'build'>
  readonly configuration: TraceConfiguration
  /** Where the run stands once it has taken `cutAt` steps. */
  readonly replayed: ReplayedCluster
  readonly cutAt: number
}

/**
 * Another future of a run: the same first `cutAt` steps, and from there on whatever is chosen. The trace that it becomes is those steps and the
 * branch's own; the run that it was cut from stays as it is.
 *
 * What a trace does not say, a branch takes at its mildest: a frame that had not arrived is still under way, whatever became of it in the other
 * future; a batch that was in flight at a death has not landed; a link of which the two ends think differently goes down first.
 */
export class Branch {
  readonly cluster: SimulatedCluster
  readonly cutAt: number
  readonly #recorder = new RunRecorder()

  /** `replayed` is brought to agree with itself, link by link, and is not for use afterwards. */
  constructor({ environment, configuration, replayed, cutAt }: BranchPoint) {
    this.cutAt = cutAt
    this.#agree(replayed)
    const names = configuration.nodes.map(nodeName)
    const nodes = new Map<NodeName, SimulatedNode>()
    const asked = new Map<RequestId, Asked>()
    for (const node of replayed.nodes.values()) {
      nodes.set(node.name, simulatedOf(node, configurationOf(node, configuration, replayed)))
      this.#recorder.knows(node.name, node.disk, node.writing, node.undecided)
      for (const [request, command] of node.asked) asked.set(request, { node: node.name, command })
    }
    const [primary = nodeName('')] = primariesOf(configuration)
    const options = { ...environment, nodes: names, primary, sync: configuration.sync ?? 'each', recorder: this.#recorder }
    // No request of the run before can have a later number.
    const state = { nodes, links: linksOf(replayed), outcomes: new Map(), asked, requests: cutAt, steps: cutAt }
    this.cluster = new SimulatedCluster(options, state)
  }

  /** How many steps it has of its own. */
  get length(): number {
    return this.#recorder.length
  }

  /** Its own steps, as plain JSON: what follows the first `cutAt` of the run that it was cut from. */
  steps(): readonly unknown[] {
    return this.#recorder.steps()
  }

  /** A node that has stopped dies; a link that one end has heard of, or that its ends know under different epochs, goes down. */
  #agree(replayed: ReplayedCluster): void {
    for (const node of replayed.nodes.values()) {
      if (node.stopped) this.#perform(replayed, { node: node.name, died: 'stopped' })
    }
    for (const node of replayed.nodes.values()) {
      for (const [peer, epoch] of node.links) {
        const other = replayed.nodes.get(peer)
        if (other?.links.get(node.name) !== epoch) this.#perform(replayed, { node: node.name, down: peer })
      }
    }
  }

  #perform(replayed: ReplayedCluster, step: TraceStep): void {
    const performed = replayed.perform(step, this.cutAt + this.#recorder.length)
    if (performed.kind === 'notReached') throw new Error(`${step.node} is not where it was`)
    this.#recorder.add({ ...step, ...performed.given })
  }
}

function simulatedOf(replayed: ReplayedNode, configuration: NodeConfiguration): SimulatedNode {
  return {
    ...newSimulatedNode(configuration, {}),
    disk: replayed.disk?.fork() ?? new SimulatedDisk(),
    holdsAuthority: replayed.holdsAuthority,
    starts: replayed.starts,
    node: replayed.node?.fork() ?? null,
    writing: replayed.writing,
  }
}

/** What it was started with last; or, before that, what the cluster was made with. */
function configurationOf(
  { configuration, disk, name }: ReplayedNode,
  made: TraceConfiguration,
  { nodes }: ReplayedCluster,
): NodeConfiguration {
  if (configuration !== null) return configuration
  const manifest = disk?.contents().manifest ?? null
  const identity = manifest === null ? null : readManifest(manifest, FORMAT_VERSION).manifest
  const started = [...nodes.values()].find((node) => node.configuration !== null)
  return {
    clusterId: identity?.clusterId ?? started?.configuration?.clusterId ?? '',
    node: name,
    nodes: made.nodes.map(nodeName),
    primaries: primariesOf(made),
    sync: made.sync ?? 'each',
    revision: 0,
  }
}

function primariesOf({ primary }: TraceConfiguration): readonly NodeName[] {
  return typeof primary === 'string' ? [nodeName(primary)] : primary.map(nodeName)
}

/** Frames under way in an epoch that both ends are in. */
function linksOf(replayed: ReplayedCluster): SimulatedLinks {
  const all = [...replayed.nodes.values()]
  const lanes = all.flatMap((from) =>
    all
      .filter((to) => to !== from)
      .map((to): Lane => {
        const epoch = from.links.get(to.name)
        const frames = replayed.wire(from.name, to.name).frames.filter((frame) => frame.epoch === epoch)
        return {
          from: from.name,
          to: to.name,
          isUp: epoch !== undefined,
          condition: 'pass',
          frames: frames.map(({ sent }) => sent),
        }
      }),
  )
  return new SimulatedLinks([], { lanes, epochs: Math.max(0, ...all.map(({ newestEpoch }) => newestEpoch)) })
}
