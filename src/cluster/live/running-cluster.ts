import type { Command } from '../../aerodb/command.ts'
import type { RequestId } from '../../aerodb/ids.ts'
import type { Report } from '../../host/protocol.ts'
import type { Damage } from '../../invariants/damage.ts'
import type { DiskDamage } from '../../platform/disk-damage.ts'
import { errorOf } from '../../platform/failure.ts'
import type { DiskOutline } from '../../platform/trace/disk-image.ts'
import type { Death } from '../../platform/trace/step.ts'
import type { ClusterView } from '../cluster.ts'
import type { ClusterState, NodeName } from '../contract.ts'
import { EventRing, type NewEvent } from '../event-ring.ts'
import type { FrameEvent } from '../frame-event.ts'
import { nodeStateOf } from '../node-state.ts'
import { ownValue } from '../own-value.ts'
import type { Bus } from './bus.ts'
import { CausalQueue } from './causal-queue.ts'
import { Desk } from './desk.ts'
import { FaultKeeper } from './fault-keeper.ts'
import { Fleet } from './fleet.ts'
import { LiveJudge } from './live-judge.ts'
import type { Registry } from './registry.ts'
import { type ClusterRecord, nodeConfigurationOf, nodeRecordOf, withStart } from './registry-record.ts'
import { Seat } from './seat.ts'
import { Activity } from './settlement.ts'
import { TraceLog } from './trace-log.ts'

/** Where a running cluster tells the page. */
export interface Outside {
  changed(): void
  frames(frames: readonly FrameEvent[], unlisted: number): void
}

/** One cluster, from its creation or recovery until another takes its place: its workers, its requests, and what was observed of it. */
export class RunningCluster implements Bus {
  readonly fleet: Fleet
  readonly desk = new Desk(this)
  readonly activity = new Activity()
  readonly events = new EventRing(() => Date.now())
  readonly trace = new TraceLog()
  readonly judge = new LiveJudge()
  readonly #inOrder = new CausalQueue()
  readonly #registry: Registry
  readonly #outside: Outside
  readonly #faults: FaultKeeper
  #record: ClusterRecord

  /** Nothing runs yet. `disks`: whether they were made just now for this cluster, or found. */
  constructor(record: ClusterRecord, disks: 'created' | 'found', registry: Registry, outside: Outside) {
    this.#record = record
    this.#registry = registry
    this.#outside = outside
    this.#faults = new FaultKeeper(
      record.faults,
      (faults) => this.keep({ ...this.#record, faults }),
      (thrown) => this.event({ kind: 'faultsNotStored', ...errorOf(thrown) }),
    )
    const seats = record.configuration.nodes.map((node) => {
      const { starts, workload } = nodeRecordOf(record, node)
      return new Seat(nodeConfigurationOf(record, node), starts, workload, ownValue(record.faults.crashPoints, node) ?? null)
    })
    this.fleet = new Fleet(seats, record.faults, (seat) => this.#countStart(seat), this, {
      reported: (seat, report) => this.#reported(seat, report),
      died: (seat) => {
        this.desk.nodeDied(seat)
        this.activity.sign()
      },
      gone: ({ name }, death) => this.#inOrder.ended(name, () => this.#ended(name, death)),
      knowsDisk: ({ name }) => this.trace.knowsDisk(name),
    })
    if (disks === 'found') this.event({ kind: 'reopened', faults: record.faults })
    if (disks === 'created') for (const { name } of seats) this.trace.shown(name, { created: record.clusterId })
  }

  get record(): ClusterRecord {
    return this.#record
  }

  /** Resolves when every node has reached a role, refused to start, or died first. */
  async start(): Promise<void> {
    await Promise.all(this.fleet.seats.map((seat) => this.fleet.start(seat)))
  }

  /** Resolves once a reload would find the faults that are set by now. Where they can't be stored, an event says so. */
  async faultsStored(): Promise<void> {
    await this.#faults.stored()
  }

  /** Durable once it resolves; in effect at once. */
  async keep(record: ClusterRecord): Promise<void> {
    this.#record = record
    if (this.#registry.record.current?.clusterId === record.clusterId) await this.#registry.save({ current: record })
  }

  event(event: NewEvent): void {
    this.events.add(event)
  }
  frames(frames: readonly FrameEvent[], unlisted: number): void {
    this.#outside.frames(frames, unlisted)
  }
  asked(node: NodeName, request: RequestId, command: Command): void {
    this.judge.asked(node, request, command)
  }
  /** To the disk of a dead node: after the last that it said. */
  damaged(node: NodeName, what: DiskDamage, before: DiskOutline, damage: Damage): void {
    this.#inOrder.done(node, () => {
      this.trace.damaged(node, what, before)
      this.judge.damaged(node, damage)
    })
  }
  changed(): void {
    this.#faults.now(this.fleet.faults())
    this.#outside.changed()
  }

  view(revision: number): ClusterView {
    const { clusterId, configuration } = this.#record
    const nodes = this.fleet.seats.map((seat) => ({
      ...seat.view(),
      operatorWaits: this.desk.requests.operatorWaitingOn(seat.name),
    }))
    return { clusterId, configuration, nodes, links: this.fleet.mesh.views(), ledger: this.#ledger(), revision }
  }

  #ledger(): ClusterState['ledger'] {
    const ledger = { ...this.desk.requests.writes }
    for (const seat of this.fleet.seats) {
      const { acknowledged, rejected, unknown } = seat.clientOutcomes()
      ledger.acknowledged += acknowledged
      ledger.rejected += rejected
      ledger.unknown += unknown
    }
    return ledger
  }

  async #countStart(seat: Seat): Promise<void> {
    const record = withStart(this.#record, seat.name)
    seat.starts = nodeRecordOf(record, seat.name).starts
    seat.configuration = nodeConfigurationOf(record, seat.name)
    await this.keep(record)
  }

  #ended(node: NodeName, death: Death): void {
    this.trace.died(node, death)
    this.judge.died(node)
  }

  #reported({ name, starts, position, configuration }: Seat, report: Report): void {
    const { disk, log, logged, clock } = report
    if (disk !== null) this.trace.shown(name, disk)
    this.#inOrder.report({ node: name, ...clock }, () => {
      if (log !== null) this.trace.logged(name, log, logged)
      this.judge.reported(name, configuration, report)
    })
    const incarnation = position?.incarnation ?? starts
    for (const observation of report.observations) this.event({ kind: 'observed', node: name, incarnation, observation })
    this.desk.answered(report)
    if (showsMovement(report)) this.activity.sign()
  }
}

/** Anything but the answer to "does anything move?". */
function showsMovement({ log, observations, answers, frames, replies, end }: Report): boolean {
  return (
    log !== null ||
    end !== null ||
    observations.length > 0 ||
    answers.length > 0 ||
    frames.length > 0 ||
    replies.some(({ reply }) => reply.kind !== 'probed')
  )
}

/** Plain JSON, in the words of the automation contract. */
export function clusterStateOf({ nodes, links, ledger }: ClusterView): ClusterState {
  return {
    nodes: nodes.map((node) => nodeStateOf(node, nodes)),
    links: links.map(({ from, to, up, held, inFlight, delivered, lost }) => ({ from, to, up, held, inFlight, delivered, lost })),
    ledger,
  }
}
