import type { AeroError } from '../../aerodb/error.ts'
import type { Ask, End, Reply, Report } from '../../host/protocol.ts'
import { deferred } from '../../platform/deferred.ts'
import { errorOf } from '../../platform/failure.ts'
import type { Death } from '../../platform/trace/step.ts'
import type { Ending, NodeView, Workload } from '../cluster.ts'
import type { CrashPoint, NodeName } from '../contract.ts'
import type { FaultsRecord } from '../faults-record.ts'
import { COMMAND_GUARDS } from '../rules/command-guards.ts'
import { demand } from '../rules/demand.ts'
import type { Bus } from './bus.ts'
import { Mesh, type MeshNodes } from './mesh.ts'
import { type Died, NodeWorker } from './node-worker.ts'
import { hasArrived, type Seat } from './seat.ts'

/** What a fleet hears that is for others. */
export interface FleetListener {
  /** What came with the standing, which has been applied. */
  reported(seat: Seat, report: Report): void
  /** The node will answer nothing more. */
  died(seat: Seat): void
  /** Its worker is gone, and has been heard to its last word. */
  gone(seat: Seat, death: Death): void
  /** Whether it is known what the node's disk holds. */
  knowsDisk(seat: Seat): boolean
}

/** Starts, ends and watches the workers of one cluster, and keeps their links. */
export class Fleet implements MeshNodes {
  readonly mesh: Mesh
  readonly seats: readonly Seat[]
  readonly #countStart: (seat: Seat) => Promise<void>
  readonly #bus: Bus
  readonly #listener: FleetListener

  /** `faults`: those that were set before. `countStart` raises a seat's starts, and resolves once that is durable: a node may use the number only then. */
  constructor(
    seats: readonly Seat[],
    faults: FaultsRecord,
    countStart: (seat: Seat) => Promise<void>,
    bus: Bus,
    listener: FleetListener,
  ) {
    this.seats = seats
    this.#countStart = countStart
    this.#bus = bus
    this.#listener = listener
    this.mesh = new Mesh(
      seats.map(({ name }) => name),
      this,
      bus,
      faults,
    )
  }

  /** What is set to go wrong. */
  faults(): FaultsRecord {
    const armed = this.seats.flatMap(({ name, armedCrash }) => (armedCrash === null ? [] : [[name, armedCrash] as const]))
    return { ...this.mesh.faults(), crashPoints: Object.fromEntries(armed) }
  }

  seat(node: NodeName): Seat {
    const seat = this.seats.find(({ name }) => name === node)
    if (seat === undefined) throw new Error(`no seat for ${node}`)
    return seat
  }

  isAlive(node: NodeName): boolean {
    return this.seat(node).life === 'alive'
  }
  hasWorker(node: NodeName): boolean {
    return this.seat(node).worker !== null
  }
  isPrimary(node: NodeName): boolean {
    return this.seat(node).configuration.primaries.some((primary) => primary === node)
  }

  /** Waits for a worker that is about to run. */
  async ask(node: NodeName, ask: Ask, transfer: readonly Transferable[] = []): Promise<Reply | Died> {
    const seat = this.seat(node)
    if (seat.worker === null && seat.life === 'starting') await seat.launched.promise
    return seat.worker?.ask(ask, transfer) ?? { kind: 'died' }
  }

  /** Resolves once the node has a role, has refused to start, or has died first; links to it are up then. */
  async start(seat: Seat): Promise<void> {
    demand(COMMAND_GUARDS.nodeIsDead, seat.name, seat.life, 'there is nothing to start')
    seat.life = 'starting'
    seat.death = null
    const launched = deferred<void>()
    const reached = deferred<void>()
    seat.launched = launched
    seat.reached = reached
    this.#bus.changed()
    try {
      await Promise.all([seat.ended, this.#countStart(seat)])
      // Killed before it ran; or even started again since.
      if (seat.launched === launched && seat.life === 'starting') this.#launch(seat)
    } catch (thrown) {
      await this.#bury(seat, endingOf(errorOf(thrown)))
      throw thrown
    } finally {
      launched.resolve()
    }
    await reached.promise
  }

  /** No goodbye. Resolves once the worker is really gone and its links are down at their other ends. */
  async kill(seat: Seat): Promise<void> {
    demand(COMMAND_GUARDS.nodeRuns, seat.name, seat.life, 'there is nothing to kill')
    await this.#bury(seat, null)
  }

  /** As `kill`, of every node that runs. */
  async killAll(): Promise<void> {
    await Promise.all(this.seats.map((seat) => (seat.life === 'dead' ? seat.ended : this.#bury(seat, null))))
  }

  /** Replaces what was armed before. (CLUSTER-8) */
  async crashAt(seat: Seat, point: CrashPoint): Promise<void> {
    const { node, nodes, primaries } = seat.configuration
    demand(
      COMMAND_GUARDS.crashPointReachable,
      seat.name,
      point,
      primaries.includes(node) ? 'primary' : 'replica',
      nodes.length - 1,
    )
    seat.armedCrash = point
    this.#bus.changed()
    if (seat.life !== 'dead') await this.ask(seat.name, { ask: 'crashAt', point })
  }

  /** Where the point is met first, the node is dead, and this says that nothing was armed. (CLUSTER-9) */
  async disarm(seat: Seat): Promise<void> {
    demand(COMMAND_GUARDS.crashPointArmed, seat.name, seat.armedCrash)
    if (seat.life !== 'dead') await this.ask(seat.name, { ask: 'crashAt', point: null })
    demand(COMMAND_GUARDS.crashPointArmed, seat.name, seat.armedCrash)
    seat.armedCrash = null
    this.#bus.changed()
  }

  /** Kept over the node's death: its clients come back with it. */
  async workload(seat: Seat, workload: Workload | null): Promise<void> {
    seat.workload = workload
    this.#bus.changed()
    if (seat.life === 'alive') await this.ask(seat.name, { ask: 'workload', workload })
  }

  #launch(seat: Seat): void {
    const { configuration, starts, armedCrash: crashPoint } = seat
    const conditions = this.mesh.conditionsOf(seat.name)
    seat.worker = new NodeWorker(
      { configuration, starts, crashPoint, conditions, disk: this.#listener.knowsDisk(seat) ? 'known' : 'toBeShown' },
      {
        report: (report) => this.#take(seat, report),
        broke: (error) => this.#broke(seat, error),
      },
    )
    this.#bus.event({ kind: 'nodeStarted', node: seat.name, starts })
    this.#bus.changed()
  }

  #take(seat: Seat, report: Report): void {
    if (report.clients !== null) seat.takeClients(report.clients)
    if (report.standing !== null) {
      seat.position = report.standing.position
      this.mesh.takeStandings(seat.name, report.standing.links)
    }
    this.mesh.takeFrames(seat.name, report.frames, report.framesUnlisted)
    this.#listener.reported(seat, report)
    if (report.end !== null) this.#ended(seat, report.end)
    else if (seat.life === 'starting' && seat.position !== null && report.standing !== null && hasArrived(seat.position.role))
      this.#arrived(seat)
    this.#bus.changed()
  }

  #arrived(seat: Seat): void {
    seat.life = 'alive'
    const { reached, workload } = seat
    const resumed = workload === null ? Promise.resolve() : this.workload(seat, workload)
    Promise.all([this.mesh.nodeAlive(seat.name), resumed]).then(() => reached.resolve(), reached.reject)
  }

  #broke(seat: Seat, error: AeroError): void {
    this.#ended(seat, { kind: 'stopped', error })
  }

  #ended(seat: Seat, end: End): void {
    if (seat.life === 'dead') return
    if (end.kind === 'crashPoint') seat.armedCrash = null
    this.#bury(seat, deathOf(seat, end)).catch(reportError)
  }

  #bury(seat: Seat, death: NodeView['death']): Promise<void> {
    const { worker, name, starts, reached, launched } = seat
    seat.life = 'dead'
    seat.death = death
    seat.worker = null
    launched.resolve()
    reached.resolve()
    this.#listener.died(seat)
    const links = this.mesh.nodeDead(name)
    const gone = worker === null ? seat.ended : worker.terminate().then(() => this.#gone(seat, causeOf(death)))
    seat.ended = Promise.all([gone, links]).then(() => this.#bus.changed())
    this.#bus.event(death === null ? { kind: 'nodeKilled', node: name, starts } : { kind: 'nodeStopped', node: name, ...death })
    this.#bus.changed()
    return seat.ended
  }

  #gone(seat: Seat, death: Death): void {
    seat.closeClients()
    this.#listener.gone(seat, death)
  }
}

/** Code of a death that a crash point made: asked for, so no failure. */
export const CRASH_POINT_CODE = 'AERO_HOST_CRASH_POINT'

function causeOf(death: NodeView['death']): Death {
  if (death === null) return 'killed'
  return death.code === CRASH_POINT_CODE ? 'crashPoint' : 'stopped'
}

function deathOf({ name }: Seat, end: End): Ending {
  if (end.kind === 'stopped') return endingOf(end.error)
  const { point } = end
  return { code: CRASH_POINT_CODE, message: `${name} died at the crash point ${point}`, evidence: { node: name, point } }
}

function endingOf({ code, message, rule, evidence }: AeroError): Ending {
  return { code, message, ...(rule === undefined ? {} : { rule }), ...(evidence === undefined ? {} : { evidence }) }
}
