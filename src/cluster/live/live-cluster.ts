import type { Command } from '../../aerodb/command.ts'
import { readViewId } from '../../aerodb/ids.ts'
import type { ChainInspection, ChainSelection, Explanation as EngineExplanation } from '../../aerodb/inspection.ts'
import type { Drive, DriveReport } from '../../host/drive.ts'
import type { InvariantVerdict } from '../../invariants/verdict.ts'
import { AeroFailure } from '../../platform/failure.ts'
import type { RecordingSize } from '../../platform/trace/recording.ts'
import type { Trace } from '../../platform/trace/trace.ts'
import {
  clusterConfigurationOf,
  configurationChangeOf,
  crashPointOf,
  diskDamageOf,
  frameCountOf,
  linkConditionOf,
  memberOf,
  pairOf,
  textOf,
  timeoutOf,
  workloadOf,
} from '../arguments.ts'
import {
  bootstrapCommandOf,
  openReadViewCommandOf,
  readCommandOf,
  subjectOf,
  walRangeOf,
  writeCommandOf,
} from '../client-arguments.ts'
import type { Cluster, ClusterView } from '../cluster.ts'
import type {
  ClusterConfiguration,
  ClusterState,
  Explanation,
  NodeName,
  NodeState,
  OperatorOutcome,
  ReadOutcome,
  ReadViewOutcome,
  VersionView,
  WalRecordView,
  WriteOutcome,
} from '../contract.ts'
import type { ClusterEvent } from '../event.ts'
import { explanationOf } from '../explanation.ts'
import type { FrameEvent } from '../frame-event.ts'
import type { RecordedRun } from '../replay/kept-run.ts'
import { recordedTrace } from '../replay/recorded-trace.ts'
import { COMMAND_GUARDS } from '../rules/command-guards.ts'
import { demand, failureOf } from '../rules/demand.ts'
import { newDemo, seedDemo } from './demo.ts'
import { Notifier } from './notifier.ts'
import { cancel, configure, damage, restart } from './operations.ts'
import type { Registry } from './registry.ts'
import { type ClusterRecord, newCluster, withWorkload } from './registry-record.ts'
import { demandStorable, replaceDisks } from './replacement.ts'
import { operatorOutcomeOf, readOutcomeOf, readViewOutcomeOf, writeOutcomeOf } from './requests.ts'
import { clusterStateOf, RunningCluster } from './running-cluster.ts'
import { settle } from './settlement.ts'

type FrameListener = (frames: readonly FrameEvent[], unlisted: number) => void

const DEFAULT_TIMEOUT_MILLIS = 10_000

/**
 * The cluster on the page: one worker a node, over IndexedDB disks. It stays the same object when `create` puts another cluster in its place, so
 * whoever subscribed stays subscribed.
 */
export class LiveCluster implements Cluster {
  readonly #registry: Registry
  readonly #notifier = new Notifier((callback) => requestAnimationFrame(callback))
  readonly #frameListeners = new Set<FrameListener>()
  #running: RunningCluster
  #ready: Promise<void>
  #replacing: Promise<unknown> = Promise.resolve()
  #shown: { readonly revision: number; readonly view: ClusterView; readonly state: ClusterState } | null = null

  /** Starts the cluster that the record names on its disks, which were made for it just now or are found. */
  constructor(registry: Registry, record: ClusterRecord, disks: 'created' | 'found') {
    this.#registry = registry
    this.#running = this.#run(record, disks)
    this.#ready = this.#running.start()
    // Whoever awaits `ready` hears of it; where nobody does, each node's view says why it is dead.
    this.#ready.catch(() => undefined)
  }

  /** Of the cluster that is shown now: another once `create` has been called. */
  get ready(): Promise<void> {
    return this.#ready
  }

  /**
   * Destroys the cluster shown, disks included, and starts a fresh one, with no data and no workload. Resolves as `ready` does.
   * @throws AeroFailure AERO_REQUEST_MALFORMED, AERO_HOST_DISK_UNWRITABLE
   */
  async create(configuration: ClusterConfiguration): Promise<void> {
    return this.#replaceWith(newCluster(crypto.randomUUID().slice(0, 13), 'created', clusterConfigurationOf(configuration)))
  }

  /**
   * Destroys the cluster shown, disks included, and starts the demo afresh. Resolves as `ready` does; its data follows.
   * @throws AeroFailure AERO_HOST_DISK_UNWRITABLE
   */
  async createDemo(): Promise<void> {
    await this.#replaceWith(newDemo())
    seedDemo(this).catch(reportError)
  }

  #replaceWith(record: ClusterRecord): Promise<void> {
    this.#ready = this.#replace(this.#replacing, record)
    // Whoever creates the next one waits for this, however it ends; this one's caller hears of its failure.
    this.#replacing = this.#ready.catch(() => undefined)
    return this.#ready
  }

  configuration(): ClusterConfiguration {
    return this.#running.record.configuration
  }
  state(): ClusterState {
    return this.#show().state
  }
  view(): ClusterView {
    return this.#show().view
  }
  subscribe(listener: () => void): () => void {
    return this.#notifier.subscribe(listener)
  }
  async settled(timeoutMillis?: number): Promise<void> {
    const timeout = timeoutMillis === undefined ? DEFAULT_TIMEOUT_MILLIS : timeoutOf(timeoutMillis)
    const { fleet, desk, activity } = this.#running
    await settle({ fleet, requests: desk.requests, activity }, timeout)
  }

  async kill(node: NodeName): Promise<void> {
    await this.#running.fleet.kill(this.#seat(node))
  }
  async restart(node: NodeName): Promise<NodeState> {
    const seat = this.#seat(node)
    await restart(this.#running, seat)
    return this.#stateOf(seat.name)
  }
  async partition(a: NodeName, b: NodeName): Promise<void> {
    await this.#running.fleet.mesh.partition(...this.#pair(a, b))
    await this.#running.faultsStored()
  }
  async heal(a: NodeName, b: NodeName): Promise<void> {
    await this.#running.fleet.mesh.heal(...this.#pair(a, b))
    await this.#running.faultsStored()
  }
  async condition(...[from, to, condition]: Parameters<Cluster['condition']>): Promise<void> {
    await this.#running.fleet.mesh.condition(...this.#pair(from, to), linkConditionOf(condition))
    await this.#running.faultsStored()
  }
  async release(from: NodeName, to: NodeName, count?: number): Promise<number> {
    const pair = this.#pair(from, to)
    const frames = frameCountOf(count)
    const { name, life } = this.#seat(from)
    demand(COMMAND_GUARDS.nodeRuns, name, life, 'what it held is lost')
    return this.#running.fleet.mesh.release(...pair, frames)
  }
  async damage(...[node, what]: Parameters<Cluster['damage']>): Promise<void> {
    await damage(this.#running, this.#seat(node), diskDamageOf(what))
  }
  async crashAt(...[node, point]: Parameters<Cluster['crashAt']>): Promise<void> {
    await this.#running.fleet.crashAt(this.#seat(node), crashPointOf(point))
    await this.#running.faultsStored()
  }
  async disarm(node: NodeName): Promise<void> {
    await this.#running.fleet.disarm(this.#seat(node))
    await this.#running.faultsStored()
  }
  async configure(node: NodeName, configuration: Partial<ClusterConfiguration>): Promise<void> {
    await configure(this.#running, this.#seat(node), configurationChangeOf(configuration))
  }
  async workload(...[node, workload]: Parameters<Cluster['workload']>): Promise<void> {
    const seat = this.#seat(node)
    const checked = workloadOf(workload)
    if (checked !== null) demand(COMMAND_GUARDS.nodeRuns, seat.name, seat.life, 'restart it first')
    const running = this.#running
    await Promise.all([running.fleet.workload(seat, checked), running.keep(withWorkload(running.record, seat.name, checked))])
  }

  async write(...[node, operations, options]: Parameters<Cluster['write']>): Promise<WriteOutcome> {
    return writeOutcomeOf(await this.#command(node, writeCommandOf(operations, options)))
  }
  async read(...[node, collection, id, at]: Parameters<Cluster['read']>): Promise<ReadOutcome> {
    return readOutcomeOf(await this.#command(node, readCommandOf(collection, id, at)))
  }
  async openReadView(...[node, at]: Parameters<Cluster['openReadView']>): Promise<ReadViewOutcome> {
    return readViewOutcomeOf(await this.#command(node, openReadViewCommandOf(at)))
  }
  /** @throws AeroFailure with the rule, where the node refuses: there is no such view */
  async closeReadView(...[node, view]: Parameters<Cluster['closeReadView']>): Promise<void> {
    const { answer } = await this.#command(node, { kind: 'closeReadView', view: readViewId(textOf('view', view)) })
    if ('error' in answer) throw new AeroFailure(answer.error)
  }
  async resume(node: NodeName): Promise<OperatorOutcome> {
    return operatorOutcomeOf(await this.#command(node, { kind: 'resume' }))
  }
  async bootstrap(...[node, options]: Parameters<Cluster['bootstrap']>): Promise<OperatorOutcome> {
    return operatorOutcomeOf(await this.#command(node, bootstrapCommandOf(options)))
  }
  async cancel(node: NodeName): Promise<void> {
    await cancel(this.#running, this.#seat(node))
  }

  async wal(...[node, range]: Parameters<Cluster['wal']>): Promise<readonly WalRecordView[]> {
    const { from, limit } = walRangeOf(range)
    const { desk, fleet } = this.#running
    return desk.walRecords(fleet, this.#seat(node).name, from, limit)
  }
  async walBytes(node: NodeName): Promise<Uint8Array> {
    const { desk, fleet } = this.#running
    return desk.walBytes(fleet, this.#seat(node).name)
  }
  async versions(...[node, collection, id]: Parameters<Cluster['versions']>): Promise<readonly VersionView[]> {
    const { desk, fleet } = this.#running
    return desk.versions(fleet, this.#seat(node).name, textOf('collection', collection), textOf('id', id))
  }
  async chains(node: NodeName, selection: ChainSelection): Promise<readonly ChainInspection[]> {
    const { desk, fleet } = this.#running
    return desk.chains(fleet, this.#seat(node).name, selection)
  }
  async explain(subject: Parameters<Cluster['explain']>[0]): Promise<Explanation> {
    return explanationOf(await this.explainInFull(subject))
  }
  async explainInFull(subject: Parameters<Cluster['explain']>[0]): Promise<EngineExplanation> {
    const { desk, fleet } = this.#running
    const about = subjectOf(subject)
    return 'request' in about ? desk.explainRequest(about.request) : desk.explainNode(fleet, this.#seat(about.node).name)
  }

  events(): { readonly events: readonly ClusterEvent[]; readonly dropped: number } {
    return this.#running.events.read()
  }
  onFrames(listener: FrameListener): () => void {
    const own: FrameListener = (frames, unlisted) => listener(frames, unlisted)
    this.#frameListeners.add(own)
    return () => this.#frameListeners.delete(own)
  }

  /** The verdict on every invariant, over everything that has been reported. */
  invariants(): readonly InvariantVerdict[] {
    return this.#running.judge.verdicts()
  }

  recording(): RecordingSize {
    return this.#running.trace.size
  }

  async recorded(): Promise<RecordedRun> {
    const { fleet, trace, record } = this.#running
    // Whatever a living node has done by now, it has reported once it replies.
    const living = fleet.seats.filter(({ life }) => life === 'alive')
    await Promise.all(living.map(({ name }) => fleet.ask(name, { ask: 'probe' })))
    const { nodes, primary, sync } = record.configuration
    return { configuration: { nodes, primary, ...(sync === undefined ? {} : { sync }) }, recording: trace.read() }
  }

  /** @throws AeroFailure AERO_TRACE_INCOMPLETE, AERO_TRACE_DISK_TOO_LARGE */
  async trace(): Promise<Trace> {
    return recordedTrace(await this.recorded())
  }

  /** A measurement, by clients beside the node: as fast as they are answered. */
  async drive(node: NodeName, drive: Drive): Promise<DriveReport> {
    const reply = await this.#running.fleet.ask(this.#seat(node).name, { ask: 'drive', drive })
    if (reply.kind === 'driven') return reply.report
    throw failureOf(COMMAND_GUARDS.nodeOutlivedRequest, 'a measurement', node, {})
  }

  #run(record: ClusterRecord, disks: 'created' | 'found'): RunningCluster {
    const running = new RunningCluster(record, disks, this.#registry, {
      changed: () => {
        if (this.#running === running) this.#notifier.changed()
      },
      frames: (frames, unlisted) => {
        if (this.#running !== running) return
        for (const listener of this.#frameListeners) listener(frames, unlisted)
      },
    })
    return running
  }

  async #replace(before: Promise<unknown>, record: ClusterRecord): Promise<void> {
    await before
    demandStorable(record)
    await this.#running.fleet.killAll()
    await replaceDisks(this.#registry, record)
    this.#running = this.#run(record, 'created')
    this.#notifier.changed()
    await this.#running.start()
  }

  #command(node: unknown, command: Command) {
    const { desk, fleet } = this.#running
    return desk.command(fleet, this.#seat(node).name, command)
  }

  #seat(node: unknown) {
    return this.#running.fleet.seat(memberOf(node, this.configuration().nodes))
  }

  #pair(a: unknown, b: unknown): readonly [NodeName, NodeName] {
    return pairOf(a, b, this.configuration().nodes)
  }

  #stateOf(node: NodeName): NodeState {
    const state = this.state().nodes.find(({ name }) => name === node)
    if (state === undefined) throw failureOf(COMMAND_GUARDS.clusterStands, node, this.configuration().nodes)
    return state
  }

  /** Made once for each revision. */
  #show() {
    const { revision } = this.#notifier
    if (this.#shown?.revision !== revision) {
      const view = this.#running.view(revision)
      this.#shown = { revision, view, state: clusterStateOf(view) }
    }
    return this.#shown
  }
}
