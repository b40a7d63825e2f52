import type { NodeName } from '../../aerodb/ids.ts'
import type { Chronicle } from '../../invariants/chronicle/chronicle.ts'
import type { Choice } from '../choice.ts'
import type { SimulatedCluster } from '../simulated-cluster.ts'
import type { Lane } from '../simulated-links.ts'
import type { SimulatedNode } from '../simulated-node.ts'
import type { Dice } from './dice.ts'
import { drawFault } from './draw-fault.ts'
import { operatorsAct } from './operators.ts'
import type { FaultName, Weather } from './weather.ts'
import type { Workload } from './workload.ts'

export interface Stage {
  readonly cluster: SimulatedCluster
  readonly names: readonly NodeName[]
  readonly primary: NodeName
  readonly dice: Dice
  readonly workload: Workload
  /** What nodes have stated: cheaper to ask than they are. */
  readonly chronicle: Chronicle
}

/** For how many choices a delay lasts, at most. */
const LONGEST_DELAY_CHOICES = 60

interface Delay {
  readonly from: NodeName
  readonly to: NodeName
  /** Choices until it ends. */
  left: number
}

/** Draws what happens next in the first phase: faults as the weather has them, clients, operators, and in between what is on its way arrives. */
export class Storm {
  readonly #stage: Stage
  readonly #weather: Weather
  /** Filled anew for each choice. */
  readonly #pending: (SimulatedNode | Lane)[] = []
  #delays: readonly Delay[] = []
  /** The fault that the last choices were part of; null for anything else. */
  lastFault: FaultName | null = null

  constructor(stage: Stage, weather: Weather) {
    this.#stage = stage
    this.#weather = weather
  }

  /** One choice, or the few that belong together; none where nothing came of the throw. */
  next(): readonly Choice[] {
    const { dice } = this.#stage
    this.lastFault = null
    this.#passTime()
    let thrown = dice.unit()
    for (const [name, probability] of this.#weather.faults) {
      thrown -= probability
      if (thrown >= 0) continue
      if (name === 'delay') {
        this.#delay()
        break
      }
      const choices = drawFault(name, this.#stage)
      if (choices.length === 0) break
      this.lastFault = name
      return choices
    }
    if (dice.chance(this.#weather.operators)) {
      const act = operatorsAct(this.#stage)
      if (act.length > 0) return act
    }
    return dice.chance(this.#weather.clients) ? this.#client() : this.#progress()
  }

  /** The oldest frame of a direction, and so all behind it, waits while others go first. */
  #delay(): void {
    const { cluster, dice } = this.#stage
    const direction = dice.pick(cluster.busyLinks())
    if (direction === null) return
    const [from, to] = direction
    this.#delays = [...this.#delays, { from, to, left: dice.whole(1, LONGEST_DELAY_CHOICES) }]
    this.lastFault = 'delay'
  }

  #passTime(): void {
    if (this.#delays.length === 0) return
    for (const delay of this.#delays) delay.left -= 1
    this.#delays = this.#delays.filter(({ left }) => left > 0)
  }

  #isDelayed({ from, to }: Lane): boolean {
    return this.#delays.some((delay) => delay.from === from && delay.to === to)
  }

  #client(): readonly Choice[] {
    const { cluster, names, primary, workload } = this.#stage
    const living = names.filter((name) => cluster.at(name).node !== null)
    return living.length === 0 ? [] : [{ kind: 'command', ...workload.next(living, primary) }]
  }

  /** A batch lands or a frame arrives: any of those that can. Where nothing can, a client asks. */
  #progress(): readonly Choice[] {
    const { cluster, dice } = this.#stage
    const pending = this.#pending
    pending.length = 0
    for (const simulated of cluster.everyNode) if (simulated.writing !== null) pending.push(simulated)
    for (const lane of cluster.links.lanes)
      if (lane.frames.length > 0 && lane.condition === 'pass' && !this.#isDelayed(lane)) pending.push(lane)
    const happens = dice.pick(pending)
    if (happens === null) return this.#client()
    if ('name' in happens) return [{ kind: 'land', node: happens.name }]
    return [{ kind: 'deliver', from: happens.from, to: happens.to, index: 0 }]
  }
}
