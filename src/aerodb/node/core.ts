import type { Outcome } from '../command.ts'
import type { NodeConfiguration } from '../configuration.ts'
import type { Hash128 } from '../digest.ts'
import type { Effect } from '../effect.ts'
import type { AeroError } from '../error.ts'
import {
  type CommitId,
  type Incarnation,
  incarnation,
  type Lsn,
  lsn,
  type NodeName,
  nodeName,
  type ReadViewId,
  type RequestId,
} from '../ids.ts'
import { VersionStore } from '../mvcc/version-store.ts'
import type { Observation, Role } from '../observation.ts'
import type { DurableHalt, Manifest } from '../recovery/manifest.ts'
import type { RefusedDisk } from '../recovery/recover.ts'
import type { FrameBody } from '../replication/frame.ts'
import { sealFrame } from '../replication/frame-codec.ts'
import type { Presented, PrimarySession } from '../replication/primary-session.ts'
import { NEW_REPLICA_LINK, type ReplicaLink } from '../replication/replica-link.ts'
import { INITIAL_ROLE, nextRole, type RoleEvent, type RoleState } from '../replication/role-machine.ts'
import { NO_SESSION, type SessionId } from '../replication/session-id.ts'
import type { Guards } from '../rules/guards.ts'
import { Log } from '../wal/log.ts'
import { Explanations } from './explanations.ts'
import type { InFlight } from './in-flight.ts'
import type { LinkEnd } from './link-end.ts'
import type { Operation } from './operation.ts'
import type { Decision } from './trail.ts'
import type { WaitingWrite } from './waiting-write.ts'

/** What a node can't change about itself. */
export interface Environment {
  readonly hash: Hash128
  readonly guards: Guards
  /** Records that may be unreported before a Primary waits for a report; WINDOW_RECORDS, but in a search that has taken LOG-12 away. */
  readonly windowRecords?: number
}

const UNCONFIGURED: NodeConfiguration = { clusterId: '', node: nodeName(''), nodes: [], primaries: [], sync: 'each', revision: 0 }
const NOT_STARTED: Decision = { subject: 'start', asked: [], checks: [], conclusion: 'not started' }

/**
 * All that a node is, in one place: forked by copying containers, digested field by field (node-digest.ts). The modules around it each own one
 * concern and change only the fields of that concern.
 */
export class Core {
  configuration: NodeConfiguration = UNCONFIGURED
  configurationVersion = ''
  roleState: RoleState = INITIAL_ROLE
  incarnation: Incarnation = incarnation(0)

  /** As it will be once the batch in flight is durable; null on a disk that has none that can be believed. */
  manifest: Manifest | null = null
  refusedDisk: RefusedDisk | null = null
  refusal: AeroError | null = null
  /** Decided and not yet durable: the node serves nothing already, and is ReplicationHalted once it is. (MODEL-8) */
  halting: DurableHalt | null = null

  log = new Log()
  versions = new VersionStore()
  readonly views = new Map<ReadViewId, CommitId>()
  viewsOpened = 0

  inFlight: InFlight | null = null
  batchesPersisted = 0
  waiting: WaitingWrite[] = []

  readonly links = new Map<NodeName, LinkEnd>()
  /** Frames sent to each peer in this incarnation. */
  readonly framesSent = new Map<NodeName, number>()
  /** On a Primary: the open sessions. */
  readonly sessions = new Map<NodeName, PrimarySession>()
  sessionsOpened = 0
  /** On a Primary: the newest prefix that each peer has presented. (LOG-2) */
  readonly presented = new Map<NodeName, Presented>()
  /** On a Replica: its side of the session with the Primary. */
  replica: ReplicaLink = NEW_REPLICA_LINK
  /** The operator's command that is under way. */
  operation: Operation | null = null

  /** A `stop` was asked for: nothing follows. */
  stopped = false

  framesDuplicate = 0
  framesOtherSession = 0
  /** Behind the present state. */
  decision: Decision = NOT_STARTED
  explanations = new Explanations()
  #effects: Effect[] = []

  readonly environment: Environment

  constructor(environment: Environment) {
    this.environment = environment
  }

  get guards(): Guards {
    return this.environment.guards
  }

  get hash(): Hash128 {
    return this.environment.hash
  }

  get role(): Role {
    return this.roleState.role
  }

  /** What the gates go by: a node that has decided to halt serves nothing from then on, though the halt is not durable yet. */
  get servingRole(): Role {
    return this.halting === null ? this.role : 'ReplicationHalted'
  }

  /** The Primary that this node is configured with; null where the configuration is ambiguous. */
  get configuredPrimary(): NodeName | null {
    const [primary, ...others] = this.configuration.primaries
    return primary === undefined || others.length > 0 ? null : primary
  }

  /** The node's own log; of a disk that was not believed, as much as verified. */
  get heldLog(): Log {
    return this.refusedDisk?.log ?? this.log
  }

  get configuredAsPrimary(): boolean {
    return this.configuration.primaries.includes(this.configuration.node)
  }

  /** The highest LSN received: durable, or on its way there. */
  get receivedLsn(): Lsn {
    const { received } = this.replica
    const waiting = received.at(-1)?.segment.lastLsn
    if (waiting !== undefined) return waiting
    const appending = this.inFlight
    if (appending?.purpose === 'replicaAppend' || appending?.purpose === 'primaryAppend') return appending.append.segment.lastLsn
    return this.log.lastLsn
  }

  takeEffects(): readonly Effect[] {
    const effects = this.#effects
    this.#effects = []
    return effects
  }

  emit(effect: Effect): void {
    this.#effects.push(effect)
  }

  observe(observation: Observation): void {
    this.#effects.push({ kind: 'observe', observation })
  }

  answer(request: RequestId, outcome: Outcome): void {
    this.#effects.push({ kind: 'answer', request, outcome })
  }

  /** To a peer whose link is up; to any other it would be lost, so nothing is sent. Returns the frame's number. */
  send(peer: NodeName, body: FrameBody, session: SessionId = NO_SESSION): number {
    if (!this.links.has(peer)) return 0
    const number = (this.framesSent.get(peer) ?? 0) + 1
    this.framesSent.set(peer, number)
    const bytes = sealFrame(this.incarnation, number, session, body)
    const records = body.kind === 'records' ? { firstLsn: lsn(body.firstLsn), lastLsn: lsn(body.lastLsn) } : null
    const reportsLsn = body.kind === 'report' ? lsn(body.durableLsn) : null
    const label = { kind: body.kind, incarnation: this.incarnation, number, records, reportsLsn }
    this.emit({ kind: 'send', peer, label, bytes })
    return number
  }

  /** Takes a step of the role statechart and states it. */
  moveRole(event: RoleEvent): void {
    const before = this.roleState
    this.roleState = nextRole(before, event)
    const { role, session } = this.roleState
    if (role !== before.role) this.observe({ kind: 'roleChanged', role, event })
    if (session !== null && (session !== before.session || role !== before.role)) {
      this.observe({ kind: 'sessionChanged', session, peer: this.configuredPrimary ?? this.configuration.node })
    }
  }

  fork(): Core {
    const fork = new Core(this.environment)
    fork.configuration = this.configuration
    fork.configurationVersion = this.configurationVersion
    fork.roleState = this.roleState
    fork.incarnation = this.incarnation
    fork.manifest = this.manifest
    fork.refusedDisk = this.refusedDisk
    fork.refusal = this.refusal
    fork.halting = this.halting
    fork.log = this.log.fork()
    fork.versions = this.versions.fork()
    for (const [view, bound] of this.views) fork.views.set(view, bound)
    fork.viewsOpened = this.viewsOpened
    fork.inFlight = this.inFlight
    fork.batchesPersisted = this.batchesPersisted
    fork.waiting = this.waiting.slice()
    for (const [peer, end] of this.links) fork.links.set(peer, end)
    for (const [peer, count] of this.framesSent) fork.framesSent.set(peer, count)
    for (const [peer, session] of this.sessions) fork.sessions.set(peer, session)
    fork.sessionsOpened = this.sessionsOpened
    for (const [peer, newest] of this.presented) fork.presented.set(peer, newest)
    fork.replica = this.replica
    fork.operation = this.operation
    fork.stopped = this.stopped
    fork.framesDuplicate = this.framesDuplicate
    fork.framesOtherSession = this.framesOtherSession
    fork.decision = this.decision
    fork.explanations = this.explanations.fork()
    return fork
  }
}
