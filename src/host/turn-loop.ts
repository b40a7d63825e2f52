import type { Effect } from '../aerodb/effect.ts'
import type { NodeName } from '../aerodb/ids.ts'
import type { BatchFailure, Input } from '../aerodb/input.ts'
import type { DatabaseNode } from '../aerodb/node.ts'
import type { Role } from '../aerodb/observation.ts'
import { type CrashPoint, crashMoment } from '../platform/crash-point.ts'
import { errorOf } from '../platform/failure.ts'
import { givenBy, thrownBy } from '../platform/trace/given.ts'
import type { NodeStep } from '../platform/trace/step.ts'
import type { Disk } from './disk.ts'
import { DiskRest } from './disk-rest.ts'
import type { Link } from './link.ts'
import type { Outbox } from './outbox.ts'
import type { OwnClients } from './own-clients.ts'
import type { End, Moment } from './protocol.ts'

/** Something to do in its turn: an input of the node, or an act of the host that must keep its place among them. */
export type Task =
  | {
      readonly kind: 'input'
      readonly input: Input
      /** How the log names it. What the step gave is added. */
      readonly logged: NodeStep
      /** The moment in a peer's life without which this would not have happened. */
      readonly cause?: Moment
      /** False once something before it in line has made it void: it is then not taken. */
      readonly stillHolds?: () => boolean
      /** Just before the step. */
      readonly prepare?: () => void
      /** Once its effects have been carried out, as far as they are not waited for. */
      readonly done?: () => void
    }
  | { readonly kind: 'act'; readonly act: () => void }

export interface TurnLoopParts {
  readonly node: DatabaseNode
  readonly disk: Pick<Disk, 'persist'>
  readonly outbox: Outbox
  readonly clients: OwnClients
  readonly links: ReadonlyMap<NodeName, Link>
  readonly roleTaken: (role: Role) => void
}

/** Effects that wait for an armed batch: nothing later may run before it is known what became of it. */
interface Suspended {
  readonly effects: readonly Effect[]
  readonly next: number
  readonly done: (() => void) | undefined
}

/**
 * Steps the node, one input at a time, and carries its effects out in order. A turn takes everything that has gathered; what reaches the page
 * meanwhile goes in few messages. Each input is logged before an effect of it can be seen by anyone.
 */
export class TurnLoop {
  readonly #parts: TurnLoopParts
  readonly #rest = new DiskRest()
  readonly #tick = new MessageChannel()
  #tasks: Task[] = []
  #state: 'running' | 'suspended' | 'ended' = 'running'
  #turning = false
  #scheduled = false
  #suspended: Suspended | null = null
  #crashPoint: CrashPoint | null
  #steps = 0

  constructor(parts: TurnLoopParts, crashPoint: CrashPoint | null) {
    this.#parts = parts
    this.#crashPoint = crashPoint
    this.#tick.port1.onmessage = () => {
      this.#scheduled = false
      this.turn()
    }
  }

  get steps(): number {
    return this.#steps
  }
  get queued(): number {
    return this.#tasks.length
  }

  /** Null: at none, from now on. */
  arm(point: CrashPoint | null): void {
    this.#crashPoint = point
  }

  /** The task waits for a turn, which comes after the messages that are here already. */
  queue(task: Task): void {
    if (this.#is('ended')) return
    this.#tasks.push(task)
    if (this.#scheduled || this.#turning) return
    this.#scheduled = true
    this.#tick.port2.postMessage(null)
  }

  /** Takes all that is queued, and what comes of it. */
  turn(): void {
    if (this.#turning || this.#is('ended')) return
    this.#turning = true
    try {
      while (this.#tasks.length > 0 && this.#is('running')) this.#takeAll()
      if (!this.#is('ended')) this.#parts.outbox.endOfTurn()
    } catch (thrown) {
      this.end({ kind: 'stopped', error: errorOf(thrown) })
    } finally {
      this.#turning = false
    }
  }

  /** The host performs nothing more: as if killed here. */
  end(end: End): void {
    if (this.#is('ended')) return
    this.#state = 'ended'
    this.#tasks = []
    this.#parts.outbox.end(end)
  }

  #takeAll(): void {
    const tasks = this.#tasks
    this.#tasks = []
    for (let index = 0; index < tasks.length; index++) {
      const task = tasks[index]
      if (task !== undefined) this.#take(task)
      if (this.#is('running')) continue
      // Suspended: the rest keeps its place before what was queued since.
      if (this.#is('suspended')) this.#tasks = [...tasks.slice(index + 1), ...this.#tasks]
      return
    }
  }

  #take(task: Task): void {
    if (task.kind === 'act') {
      task.act()
      return
    }
    const { input, logged, cause = null, stillHolds, prepare, done } = task
    if (stillHolds?.() === false) return
    prepare?.()
    this.#steps++
    this.#carryOutFrom(this.#step(input, logged, cause), 0, done)
  }

  /** Logged with what it gave, and before any effect of it. */
  #step(input: Input, logged: NodeStep, cause: Moment | null): readonly Effect[] {
    const { node, outbox } = this.#parts
    try {
      const effects = node.step(input)
      outbox.log({ ...logged, ...givenBy(node, effects) }, cause)
      return effects
    } catch (thrown) {
      outbox.log({ ...logged, ...thrownBy(thrown) }, cause)
      throw thrown
    }
  }

  #carryOutFrom(effects: readonly Effect[], first: number, done: (() => void) | undefined): void {
    const { outbox } = this.#parts
    const lastWord = effects.findLastIndex(({ kind }) => kind === 'observe' || kind === 'answer')
    for (let index = first; index < effects.length; index++) {
      const effect = effects[index]
      if (effect === undefined) continue
      if (index === lastWord + 1) outbox.told()
      const moment = crashMoment(this.#crashPoint, effect)
      if (moment === 'instead') {
        this.#crash()
        return
      }
      if (moment === 'after' && effect.kind === 'persist') {
        this.#state = 'suspended'
        this.#suspended = { effects, next: index + 1, done }
      }
      this.#carryOut(effect)
      if (moment === 'after' && effect.kind !== 'persist') this.#crash()
      if (!this.#is('running')) return
    }
    outbox.told()
    done?.()
  }

  #carryOut(effect: Effect): void {
    const { outbox, links } = this.#parts
    switch (effect.kind) {
      case 'persist':
        outbox.beforeEffect()
        this.#persist(effect)
        break
      case 'send': {
        const link = links.get(effect.peer)
        if (link?.up !== true) break
        outbox.beforeEffect()
        link.send({
          ...effect.label,
          bytes: effect.bytes,
          alteration: null,
          copy: null,
          sentAfter: this.#steps,
        })
        break
      }
      case 'answer':
        this.#answer(effect)
        break
      case 'observe':
        outbox.observe(effect.observation)
        if (effect.observation.kind === 'roleChanged') this.#parts.roleTaken(effect.observation.role)
        break
      case 'stop':
        this.end({ kind: 'stopped', error: effect.error })
        break
    }
  }

  #persist(effect: Effect & { readonly kind: 'persist' }): void {
    const begin = (): void => {
      if (this.#is('ended')) return
      const startedMillis = performance.now()
      this.#parts.disk.persist(effect.batch, (failure) => {
        this.#rest.after(startedMillis, performance.now())
        this.#persisted(effect, failure)
      })
    }
    const waitMillis = this.#rest.before(effect, performance.now())
    if (waitMillis > 0) setTimeout(begin, waitMillis)
    else begin()
  }

  #answer({ request, outcome }: Extract<Effect, { readonly kind: 'answer' }>): void {
    const { node, clients, outbox } = this.#parts
    const own = clients.answer(request, outcome)
    if (own === null) outbox.answer(request, outcome, node.explainRequest(request))
    else if (outcome.kind === 'acknowledged') outbox.acknowledgedOwn(request, own, outcome.commitId)
  }

  /** Called by the disk, in a task of its own. */
  #persisted({ id }: Effect & { readonly kind: 'persist' }, failure: BatchFailure | null): void {
    if (this.#is('ended')) return
    const suspended = this.#suspended
    if (suspended !== null) {
      if (failure === null) {
        this.#crash()
        return
      }
      this.#suspended = null
      this.#state = 'running'
      this.#carryOutFrom(suspended.effects, suspended.next, suspended.done)
    }
    this.#tasks.push(
      failure === null
        ? { kind: 'input', input: { kind: 'batchDurable', id }, logged: { durable: id } }
        : {
            kind: 'input',
            input: { kind: 'batchFailed', id, failure },
            logged: { failed: [id, failure.outcome, failure.cause] },
          },
    )
    this.turn()
  }

  #is(state: 'running' | 'suspended' | 'ended'): boolean {
    return this.#state === state
  }

  #crash(): void {
    if (this.#crashPoint !== null) this.end({ kind: 'crashPoint', point: this.#crashPoint })
  }
}
