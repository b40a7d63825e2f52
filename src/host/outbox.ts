import type { Outcome } from '../aerodb/command.ts'
import type { CommitId, NodeName, RequestId } from '../aerodb/ids.ts'
import type { Explanation } from '../aerodb/inspection.ts'
import type { Observation } from '../aerodb/observation.ts'
import type { GeneratedWrite } from '../platform/generated-write.ts'
import type { NodeStep } from '../platform/trace/step.ts'
import { stepsJson } from '../platform/trace/steps-json.ts'
import { FrameFeed } from './frame-feed.ts'
import type { Answer, ClientCounts, End, FrameNotice, Moment, Reply, Report, Standing } from './protocol.ts'

/** How old what the page knows may get while no answer makes it newer. */
const STANDING_MILLIS = 8

/**
 * Gathers what the page is to know, and posts it in as few messages as its promises allow:
 *
 * - an input is posted before any effect of it that others can see (`beforeEffect`);
 * - an answer or a reply is posted with a standing that reflects it;
 * - everything is posted within STANDING_MILLIS.
 */
export class Outbox {
  readonly #post: (report: Report) => void
  readonly #standing: () => Standing
  readonly #clients: () => ClientCounts
  #disk: Report['disk'] = null
  #log: NodeStep[] = []
  #incarnation = 0
  #steps = 0
  /** Of them, those of which everything has been said that others may be judged by. */
  #stepsTold = 0
  #stepsPosted = 0
  readonly #heard = new Map<NodeName, Moment>()
  #observations: Observation[] = []
  #answers: Answer[] = []
  #ownAcknowledged: Report['ownAcknowledged'] = null
  #replies: { readonly call: number; readonly reply: Reply }[] = []
  readonly #feed = new FrameFeed()
  #lastIssued = 0
  #lastAnswered = 0
  #stale = false
  #waking = false
  #postedAtMillis = 0

  constructor(post: (report: Report) => void, standing: () => Standing, clients: () => ClientCounts) {
    this.#post = post
    this.#standing = standing
    this.#clients = clients
  }

  /** Goes out with the first of the log. */
  show(disk: Report['disk']): void {
    this.#disk = disk
  }
  /** `cause`: what had to happen elsewhere first. */
  log(step: NodeStep, cause: Moment | null): void {
    this.#log.push(step)
    this.#steps++
    if (step.incarnation !== undefined) this.#incarnation = step.incarnation
    if (cause !== null) this.#heard.set(cause.node, later(cause, this.#heard.get(cause.node)))
    this.#stale = true
  }
  /**
   * Nothing that the step observed or answered is still to come. Whoever heard of what it sent is put after it, and so after what it observed: only
   * now may the page think that it has heard of the step. Where the step itself is known by now, that is said at once, before another one can hear of
   * what came of it.
   */
  told(): void {
    this.#stepsTold = this.#steps
    if (this.#log.length === 0 && this.#stepsPosted < this.#stepsTold) this.#send(null, 'ifDue')
  }
  observe(observation: Observation): void {
    this.#observations.push(observation)
  }
  answer(request: RequestId, outcome: Outcome, explanation: Explanation | null): void {
    this.#answers.push({ request, outcome, explanation, observedBefore: this.#observations.length })
  }
  /** To one of the worker's own clients: the newest is told of, with the next standing. */
  acknowledgedOwn(request: RequestId, write: GeneratedWrite, commitId: CommitId): void {
    this.#ownAcknowledged = { request, write, commitId, observedBefore: this.#observations.length }
  }
  reply(call: number, reply: Reply): void {
    this.#replies.push({ call, reply })
  }
  frame(notice: FrameNotice): void {
    this.#feed.add(notice, performance.now())
    this.#stale = true
  }

  /** Anything in the log is on its way to the page when this returns. */
  beforeEffect(): void {
    if (this.#log.length > 0) this.#send(null, 'ifDue')
  }

  endOfTurn(): void {
    if (this.#answers.length > 0 || this.#replies.length > 0) this.#send(null, 'now')
    if (this.#waking || (!this.#stale && this.#observations.length === 0)) return
    this.#waking = true
    setTimeout(() => this.#wake(), STANDING_MILLIS)
  }

  end(end: End): void {
    this.#send(end, 'now')
  }

  /** With a standing, however new the last one is: nothing else may ever wake a node to which nothing more happens. */
  #wake(): void {
    this.#waking = false
    if (this.#stale || this.#observations.length > 0) this.#send(null, 'now')
  }

  #send(end: End | null, standing: 'now' | 'ifDue'): void {
    const now = performance.now()
    const due = now - this.#postedAtMillis >= STANDING_MILLIS
    const withStanding = due || standing === 'now' || this.#answers.length > 0 || this.#replies.length > 0
    if (withStanding) {
      this.#postedAtMillis = now
      this.#stale = false
    }
    const { length: logged } = this.#log
    const log = logged > 0 ? stepsJson(this.#log) : null
    const report: Report = {
      disk: this.#disk,
      log,
      logged,
      clock: { incarnation: this.#incarnation, steps: this.#stepsTold, heard: [...this.#heard.values()] },
      observations: this.#observations,
      answers: this.#answers,
      ownAcknowledged: withStanding ? this.#ownAcknowledged : null,
      replies: this.#replies,
      standing: withStanding ? this.#standing() : null,
      clients: this.#changedClients(),
      ...this.#feed.take(),
      end,
    }
    this.#stepsPosted = this.#stepsTold
    this.#disk = null
    this.#log = []
    this.#heard.clear()
    this.#observations = []
    this.#answers = []
    // Kept for the next standing, it was stated before all that will be observed until then.
    if (withStanding) this.#ownAcknowledged = null
    else if (this.#ownAcknowledged !== null) this.#ownAcknowledged = { ...this.#ownAcknowledged, observedBefore: 0 }
    this.#replies = []
    this.#post(report)
  }

  #changedClients(): ClientCounts | null {
    const counts = this.#clients()
    const answered = counts.acknowledged + counts.rejected
    if (counts.issued === this.#lastIssued && answered === this.#lastAnswered) return null
    this.#lastIssued = counts.issued
    this.#lastAnswered = answered
    return counts
  }
}

function later(moment: Moment, known: Moment | undefined): Moment {
  if (known === undefined || known.incarnation < moment.incarnation) return moment
  return known.incarnation === moment.incarnation && known.steps < moment.steps ? moment : known
}
