import { linkEpoch, nodeName } from '../../aerodb/ids.ts'
import type { Ask, FrameNotice, KeptCondition, LinkStanding, Reply } from '../../host/protocol.ts'
import { countOf, meeting, PASS } from '../../platform/link/condition.ts'
import type { LinkView } from '../cluster.ts'
import type { LinkCondition, NodeName } from '../contract.ts'
import type { FaultsRecord } from '../faults-record.ts'
import type { FrameEvent } from '../frame-event.ts'
import type { Bus } from './bus.ts'
import { Direction } from './direction.ts'
import type { Died } from './node-worker.ts'

/** The nodes as the mesh needs them. */
export interface MeshNodes {
  /** Has reached a role, or refused to start: links may come up. */
  isAlive(node: NodeName): boolean
  /** A worker runs, alive or starting. */
  hasWorker(node: NodeName): boolean
  isPrimary(node: NodeName): boolean
  ask(node: NodeName, ask: Ask, transfer?: readonly Transferable[]): Promise<Reply | Died>
}

interface Pair {
  readonly a: NodeName
  readonly b: NodeName
  readonly directions: readonly [Direction, Direction]
  partitioned: boolean
  up: boolean
  epoch: number
}

/**
 * The links between all nodes: a channel straight from worker to worker for each pair that lives and is not partitioned. What the page decides
 * takes effect here at once; each returned promise resolves when the living ends have taken it.
 */
export class Mesh {
  readonly #nodes: MeshNodes
  readonly #bus: Bus
  readonly #pairs: readonly Pair[]
  #asking = 0

  /** `faults`: what was set before, by whoever ran these nodes last. */
  constructor(names: readonly NodeName[], nodes: MeshNodes, bus: Bus, faults: FaultsRecord) {
    this.#nodes = nodes
    this.#bus = bus
    this.#pairs = names.flatMap((a, index) =>
      names.slice(index + 1).map((b): Pair => {
        const partitioned = faults.partitions.some(([one, other]) => one === a && other === b)
        return { a, b, directions: [new Direction(a, b), new Direction(b, a)], partitioned, up: false, epoch: 0 }
      }),
    )
    for (const { from, to, condition, remaining } of faults.conditions) this.#direction(from, to).keep(condition, remaining)
  }

  /** How many changes the workers have not taken yet. */
  get pending(): number {
    return this.#asking
  }

  views(): readonly LinkView[] {
    return this.#pairs.flatMap((pair) => pair.directions.map((direction) => this.#viewOf(pair, direction)))
  }

  /** What is set now, on links. */
  faults(): Pick<FaultsRecord, 'conditions' | 'partitions'> {
    const set = this.#pairs.flatMap(({ directions }) => directions.filter(({ condition }) => condition.kind !== 'pass'))
    return {
      conditions: set.map(({ from, to, condition, remaining }) => ({ from, to, condition, remaining })),
      partitions: this.#pairs.flatMap(({ a, b, partitioned }) => (partitioned ? [[a, b] as const] : [])),
    }
  }

  /** What a new worker of this node takes over. */
  conditionsOf(node: NodeName): readonly KeptCondition[] {
    return this.#directionsFrom(node).map((direction) => {
      direction.senderStarts()
      return { peer: nodeName(direction.to), condition: direction.condition, remaining: direction.remaining }
    })
  }

  async nodeAlive(node: NodeName): Promise<void> {
    await Promise.all(this.#pairsOf(node).map((pair) => this.#bringUp(pair)))
  }

  async nodeDead(node: NodeName): Promise<void> {
    await Promise.all(this.#pairsOf(node).map((pair) => this.#bringDown(pair)))
  }

  async partition(a: NodeName, b: NodeName): Promise<void> {
    const pair = this.#pair(a, b)
    pair.partitioned = true
    this.#bus.changed()
    await this.#bringDown(pair)
  }

  /** Held frames are lost with the old epoch: let go after a cut or a drop, they would show a gap. */
  async heal(a: NodeName, b: NodeName): Promise<void> {
    const pair = this.#pair(a, b)
    if (pair.up && pair.directions.every(({ unhurt }) => unhurt)) return
    pair.partitioned = false
    this.#bus.changed()
    const down = this.#bringDown(pair)
    const conditioned = pair.directions.filter(({ condition }) => condition.kind !== 'pass')
    const cleared = conditioned.map((direction) => this.#condition(direction, PASS))
    await Promise.all([down, ...cleared, this.#bringUp(pair)])
  }

  /** Down at both ends, and up under a new epoch, where it was up. Conditions stay. */
  async renew(a: NodeName, b: NodeName): Promise<void> {
    const pair = this.#pair(a, b)
    const down = this.#bringDown(pair)
    await Promise.all([down, this.#bringUp(pair)])
  }

  async condition(from: NodeName, to: NodeName, condition: LinkCondition): Promise<void> {
    const explicit = meeting(condition, this.#nodes.isPrimary(from) ? 'wal' : 'all')
    await this.#condition(this.#direction(from, to), explicit)
  }

  /** Returns how many frames went. Those of a sender that dies meanwhile are lost with it. */
  async release(from: NodeName, to: NodeName, count: number | null): Promise<number> {
    const reply = await this.#ask(from, { ask: 'release', peer: nodeName(to), count })
    return reply.kind === 'released' ? reply.frames : 0
  }

  takeStandings(node: NodeName, standings: readonly LinkStanding[]): void {
    for (const standing of standings) {
      this.#direction(node, standing.peer).fromSender(standing)
      this.#direction(standing.peer, node).fromReceiver(standing)
    }
  }

  takeFrames(node: NodeName, notices: readonly FrameNotice[], unlisted: number): void {
    if (notices.length === 0 && unlisted === 0) return
    const events = notices.map(({ peer, epoch, place, ...notice }) => {
      const [from, to] = notice.fate === 'delivered' ? [peer, node] : [node, peer]
      const event: FrameEvent = { from, to, ...notice }
      this.#direction(from, to).listed(event, place, epoch)
      return event
    })
    this.#bus.frames(events, unlisted)
  }

  async #bringUp(pair: Pair): Promise<void> {
    if (pair.up || pair.partitioned || !this.#nodes.isAlive(pair.a) || !this.#nodes.isAlive(pair.b)) return
    pair.up = true
    pair.epoch++
    for (const direction of pair.directions) direction.beginEpoch(pair.epoch)
    this.#bus.event({ kind: 'linkUp', a: pair.a, b: pair.b, epoch: pair.epoch })
    this.#bus.changed()
    const { port1, port2 } = new MessageChannel()
    await Promise.all([this.#handPort(pair.a, pair.b, pair.epoch, port1), this.#handPort(pair.b, pair.a, pair.epoch, port2)])
  }

  async #bringDown(pair: Pair): Promise<void> {
    if (!pair.up) return
    pair.up = false
    for (const direction of pair.directions) direction.endEpoch()
    this.#bus.event({ kind: 'linkDown', a: pair.a, b: pair.b, epoch: pair.epoch })
    this.#bus.changed()
    const ends = [
      [pair.a, pair.b],
      [pair.b, pair.a],
    ] as const
    await Promise.all(
      ends
        .filter(([node]) => this.#nodes.hasWorker(node))
        .map(([node, peer]) => this.#ask(node, { ask: 'linkDown', peer: nodeName(peer) })),
    )
    const stranded = pair.directions.flatMap((direction) => direction.takeStranded())
    if (stranded.length > 0) this.#bus.frames(stranded, 0)
  }

  async #handPort(node: NodeName, peer: NodeName, epoch: number, port: MessagePort): Promise<void> {
    await this.#ask(node, { ask: 'linkUp', peer: nodeName(peer), epoch: linkEpoch(epoch), port }, [port])
  }

  /** Where the sender dies before it takes it, or is dead already, the next one will. */
  async #condition(direction: Direction, condition: LinkCondition): Promise<void> {
    const { from, to } = direction
    const taken =
      this.#nodes.hasWorker(from) && (await this.#ask(from, { ask: 'condition', peer: nodeName(to), condition })).kind !== 'died'
    if (!taken) direction.keep(condition, countOf(condition))
    this.#bus.event({ kind: 'conditionSet', from, to, condition })
    this.#bus.changed()
  }

  async #ask(node: NodeName, ask: Ask, transfer?: readonly Transferable[]): Promise<Reply | Died> {
    this.#asking++
    try {
      return await this.#nodes.ask(node, ask, transfer)
    } finally {
      this.#asking--
    }
  }

  #viewOf({ up, partitioned, epoch }: Pair, direction: Direction): LinkView {
    const { from, to, condition, remaining, held, inFlight, delivered, lost, unhurt } = direction
    const carriesLog = this.#nodes.isPrimary(from) || this.#nodes.isPrimary(to)
    return {
      from,
      to,
      up,
      partitioned,
      epoch,
      condition,
      conditionRemaining: remaining,
      held,
      inFlight,
      delivered,
      lost,
      hurt: !unhurt,
      carriesLog,
    }
  }

  #pairsOf(node: NodeName): readonly Pair[] {
    return this.#pairs.filter(({ a, b }) => a === node || b === node)
  }

  #directionsFrom(node: NodeName): readonly Direction[] {
    return this.#pairs.flatMap(({ directions }) => directions.filter(({ from }) => from === node))
  }

  #pair(a: NodeName, b: NodeName): Pair {
    const pair = this.#pairs.find((each) => (each.a === a && each.b === b) || (each.a === b && each.b === a))
    if (pair === undefined) throw new Error(`no link between ${a} and ${b}`)
    return pair
  }

  #direction(from: NodeName, to: NodeName): Direction {
    const direction = this.#pair(from, to).directions.find((each) => each.from === from)
    if (direction === undefined) throw new Error(`no direction from ${from} to ${to}`)
    return direction
  }
}
