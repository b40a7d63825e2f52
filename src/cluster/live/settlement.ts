import type { Command } from '../../aerodb/command.ts'
import { deferred } from '../../platform/deferred.ts'
import { counted } from '../counted.ts'
import { COMMAND_GUARDS } from '../rules/command-guards.ts'
import { demand, failureOf } from '../rules/demand.ts'
import type { Fleet } from './fleet.ts'
import type { Mesh } from './mesh.ts'
import { movementIn, type Round, sameRound } from './quiescence.ts'
import type { Requests } from './requests.ts'
import type { Seat } from './seat.ts'
import { summaryOf } from './summary.ts'

/** Notes every sign of movement, so that whoever waits for stillness looks again then, and not on a clock. */
export class Activity {
  #signs = 0
  #waiting: (() => void)[] = []

  get signs(): number {
    return this.#signs
  }

  sign(): void {
    this.#signs++
    for (const resume of this.#waiting.splice(0)) resume()
  }

  /** Resolves at the first sign after `seen`, which may have been already. */
  async after(seen: number): Promise<void> {
    if (this.#signs !== seen) return
    const { promise, resolve } = deferred<void>()
    this.#waiting.push(resolve)
    await promise
  }
}

/** What is looked at. */
export interface Unsettled {
  readonly fleet: Pick<Fleet, 'ask'> & {
    readonly seats: readonly Pick<Seat, 'name' | 'life' | 'workload'>[]
    readonly mesh: Pick<Mesh, 'pending'>
  }
  readonly requests: Pick<Requests, 'waiting'>
  readonly activity: Activity
}

/**
 * Resolves once nothing moves: two looks at every node, with nothing at all between them, that both find it still.
 *
 * @throws AeroFailure AERO_CLUSTER_WORKLOAD_RUNNING at once (CLUSTER-6); AERO_CLUSTER_NOT_SETTLED after `timeoutMillis`, naming what still
 * moves (CLUSTER-7)
 */
export async function settle(cluster: Unsettled, timeoutMillis: number): Promise<void> {
  const writers = cluster.fleet.seats.filter(({ workload, life }) => workload !== null && life !== 'dead').map(({ name }) => name)
  demand(COMMAND_GUARDS.workloadsStopped, writers)
  let moving: readonly string[] = []
  const over = deferred<'over'>()
  const timer = setTimeout(() => over.resolve('over'), timeoutMillis)
  try {
    for (;;) {
      const seen = cluster.activity.signs
      const looked = await Promise.race([look(cluster), over.promise])
      if (looked === 'over') break
      if (looked.length === 0) return
      moving = looked
      if ((await Promise.race([cluster.activity.after(seen), over.promise])) === 'over') break
    }
  } finally {
    clearTimeout(timer)
  }
  throw failureOf(COMMAND_GUARDS.clusterStill, moving, timeoutMillis)
}

/** Empty where nothing moves. */
async function look(cluster: Unsettled): Promise<readonly string[]> {
  const before = cluster.activity.signs
  const first = await askAll(cluster.fleet)
  const moving = [...movementOnPage(cluster), ...movementIn(first)]
  if (moving.length > 0) return moving
  const second = await askAll(cluster.fleet)
  if (!sameRound(first, second) || cluster.activity.signs !== before) return ['something moved while it was looked at']
  return [...movementOnPage(cluster), ...movementIn(second)]
}

async function askAll(fleet: Unsettled['fleet']): Promise<Round> {
  const replies = await Promise.all(
    fleet.seats.map(async ({ name, life }) => [name, life === 'alive' ? await fleet.ask(name, { ask: 'probe' }) : null] as const),
  )
  return new Map(replies.flatMap(([name, reply]) => (reply?.kind === 'probed' ? [[name, reply.probe] as const] : [])))
}

function movementOnPage({ fleet, requests }: Unsettled): readonly string[] {
  const waiting = requests.waiting()
  return [
    ...fleet.seats.flatMap(({ name, life }) => {
      if (life === 'starting') return [`${name} is starting`]
      const unanswered = waiting.filter(({ node, command }) => node === name && !waitsForThePrimary(command))
      return unanswered.length === 0
        ? []
        : [`${name} has ${counted(unanswered.length, 'request')} to answer: ${namesOf(unanswered)}`]
    }),
    ...(fleet.mesh.pending > 0 ? [`${counted(fleet.mesh.pending, 'change of a link', 'changes of links')} on the way`] : []),
  ]
}

/**
 * A running node has taken it by the time it is looked at, and what it then does shows: a batch, a frame on its way. Where nothing shows, it waits
 * for a frame that was held, cut or lost, and that does not move.
 */
function waitsForThePrimary({ kind }: Command): boolean {
  return kind === 'resume' || kind === 'bootstrap'
}

const REQUESTS_NAMED = 3

function namesOf(unanswered: ReturnType<Requests['waiting']>): string {
  const named = unanswered.slice(0, REQUESTS_NAMED).map(({ request, command }) => `${request} (${summaryOf(command)})`)
  return [...named, ...(unanswered.length > REQUESTS_NAMED ? ['…'] : [])].join(', ')
}
