import type { Command, Outcome } from '../aerodb/command.ts'
import type { NodeConfiguration } from '../aerodb/configuration.ts'
import type { FrameKind } from '../aerodb/effect.ts'
import type { AeroError } from '../aerodb/error.ts'
import type { CommitId, LinkEpoch, Lsn, NodeName, RequestId } from '../aerodb/ids.ts'
import type { Explanation } from '../aerodb/inspection.ts'
import type { Observation, Position } from '../aerodb/observation.ts'
import type { CrashPoint } from '../platform/crash-point.ts'
import type { GeneratedWrite } from '../platform/generated-write.ts'
import type { Alteration } from '../platform/link/alteration.ts'
import type { FrameFate, LinkCondition } from '../platform/link/condition.ts'
import type { ConditionerState } from '../platform/link/conditioner.ts'
import type { OversizeDisk, PackedDisk } from '../platform/trace/packed-disk.ts'
import type { Drive, DriveReport } from './drive.ts'
import type { Inspected, Inspection } from './inspection.ts'

/** What a page and its node workers say to each other. Page and worker come from one build; the number says so where they don't. */
export const HOST_PROTOCOL_VERSION = 3

/** The first message, to the worker itself; everything after it goes over `port`, in both directions. */
export interface Boot {
  readonly kind: 'boot'
  readonly protocol: number
  readonly configuration: NodeConfiguration
  readonly starts: number
  readonly crashPoint: CrashPoint | null
  /** What is set on the directions from this node. The page is the keeper of conditions: they outlive their sender. */
  readonly conditions: readonly KeptCondition[]
  /** Whether the page, which records all that happens, does not know yet what the disk holds. */
  readonly disk: 'toBeShown' | 'known'
  readonly port: MessagePort
}

export interface KeptCondition {
  readonly peer: NodeName
  readonly condition: LinkCondition
  readonly remaining: number | null
}

/** Asks that get one reply each, named by `call`, unless the worker dies first. They take effect in the order in which they were sent. */
export type Ask =
  | {
      readonly ask: 'linkUp'
      readonly peer: NodeName
      readonly epoch: LinkEpoch
      readonly port: MessagePort
    }
  | { readonly ask: 'linkDown'; readonly peer: NodeName }
  | { readonly ask: 'condition'; readonly peer: NodeName; readonly condition: LinkCondition }
  /** `count` null: all. */
  | { readonly ask: 'release'; readonly peer: NodeName; readonly count: number | null }
  /** `point` null: none, from now on. */
  | { readonly ask: 'crashAt'; readonly point: CrashPoint | null }
  | { readonly ask: 'workload'; readonly workload: { readonly commitsPerSecond: number; readonly clients: number } | null }
  | { readonly ask: 'probe' }
  | { readonly ask: 'inspect'; readonly inspection: Inspection }
  | { readonly ask: 'drive'; readonly drive: Drive }

/** What the page posts. A `command` is answered under its request's id, not as a call. */
export type PageMessage =
  | { readonly kind: 'ask'; readonly call: number; readonly ask: Ask }
  | { readonly kind: 'command'; readonly request: RequestId; readonly command: Command }

export type Reply =
  | { readonly kind: 'done' }
  /** How many frames went. */
  | { readonly kind: 'released'; readonly frames: number }
  | { readonly kind: 'probed'; readonly probe: Probe }
  | { readonly kind: 'inspected'; readonly inspected: Inspected }
  | { readonly kind: 'driven'; readonly report: DriveReport }
  | { readonly kind: 'failed'; readonly error: AeroError }

/** What moves in one worker. Two probes with the same `steps` have nothing between them. */
export interface Probe {
  /** Inputs stepped since the start. */
  readonly steps: number
  /** Inputs that wait for their step. */
  readonly queued: number
  readonly batchInFlight: boolean
  readonly waitingWrites: number
  /** Requests of the worker's own clients that wait for their answer. */
  readonly clientsWaiting: number
  readonly links: readonly LinkStanding[]
}

/** One link as one end knows it. Counts are those of `epoch`, and stay until the next begins. */
export interface LinkStanding {
  readonly peer: NodeName
  readonly epoch: number
  readonly up: boolean
  /** Frames that reached this end. */
  readonly received: number
  /** The direction from this end. */
  readonly outgoing: ConditionerState
}

/** Outcomes that the worker's own clients got, since its start. `issued` runs ahead of the others by what is not answered yet. */
export interface ClientCounts {
  readonly issued: number
  readonly acknowledged: number
  readonly rejected: number
}

/** Where the worker stands, newest wins. */
export interface Standing {
  readonly position: Position
  readonly links: readonly LinkStanding[]
}

/** One thing that happened to one frame, seen from the worker: a frame to `peer`, or (`delivered`) from it. */
export interface FrameNotice {
  readonly peer: NodeName
  readonly epoch: number
  readonly incarnation: number
  readonly number: number
  readonly kind: FrameKind
  readonly fate: FrameFate
  readonly bytes: number
  readonly records: { readonly firstLsn: Lsn; readonly lastLsn: Lsn } | null
  readonly reportsLsn: Lsn | null
  /** Its place among the frames handed to the link in this epoch, from 1; 0 for a fate that hands over nothing. */
  readonly place: number
}

/** Why the worker performs nothing more. It waits to be terminated. */
export type End =
  | { readonly kind: 'crashPoint'; readonly point: CrashPoint }
  /** A disk that failed, a start that the platform refused, a bug. */
  | { readonly kind: 'stopped'; readonly error: AeroError }

/** A moment in one life of a node: once it has taken so many inputs. */
export interface Moment {
  readonly node: NodeName
  readonly incarnation: number
  readonly steps: number
}

/** Where a report stands among those of all nodes: what crosses different ports may arrive in another order than it was posted. */
export interface ReportClock {
  /** 0 before the first step. */
  readonly incarnation: number
  /** Inputs taken in this life when it was posted. */
  readonly steps: number
  /** What had to happen elsewhere for the inputs of this report: at most one moment for each peer. */
  readonly heard: readonly Moment[]
}

export interface Answer {
  readonly request: RequestId
  readonly outcome: Outcome
  /** Null where so much was decided in one step that the node keeps it no more. */
  readonly explanation: Explanation | null
  /** How many of the report's observations were stated before it. */
  readonly observedBefore: number
}

export interface OwnAcknowledged {
  readonly request: RequestId
  readonly write: GeneratedWrite
  readonly commitId: CommitId
  /** How many of the report's observations were stated before it. */
  readonly observedBefore: number
}

/**
 * What the worker posts: what has gathered since the last report, in one message. `log` holds inputs whose effects have not run when the
 * report is posted; everything else is of inputs logged in this or an earlier report.
 */
export interface Report {
  /** What the disk held before the start, where the page asked to be shown. */
  readonly disk: PackedDisk | OversizeDisk | null
  /** JSON of NodeStep[]. */
  readonly log: string | null
  /** How many steps that is. */
  readonly logged: number
  readonly clock: ReportClock
  readonly observations: readonly Observation[]
  readonly answers: readonly Answer[]
  /** The newest that one of the worker's own clients got. */
  readonly ownAcknowledged: OwnAcknowledged | null
  readonly replies: readonly { readonly call: number; readonly reply: Reply }[]
  readonly standing: Standing | null
  /** Null: as in the last report. */
  readonly clients: ClientCounts | null
  readonly frames: readonly FrameNotice[]
  /** Frame notices that were too many to list. */
  readonly framesUnlisted: number
  readonly end: End | null
}

/** What crosses a link: the bytes, and beside them what only hosts look at. */
export interface LinkMessage {
  readonly bytes: Uint8Array
  readonly incarnation: number
  readonly number: number
  readonly kind: FrameKind
  readonly records: { readonly firstLsn: Lsn; readonly lastLsn: Lsn } | null
  readonly reportsLsn: Lsn | null
  readonly alteration: Alteration | null
  readonly copy: 'stays' | null
  /** How many inputs the sender had taken, the one that made it send this included. */
  readonly sentAfter: number
}
