import type { Observation } from '../../aerodb/observation.ts'
import type { LinkCondition, NodeName } from '../../cluster/contract.ts'
import type { ClusterEvent } from '../../cluster/event.ts'
import type { FaultsRecord } from '../../cluster/faults-record.ts'
import { isCounted } from '../../cluster/link-condition.ts'
import type { Selection } from '../store/selection.ts'

/** What a person filters by. */
export type EventGroup = 'roles' | 'log' | 'sessions' | 'refusals' | 'faults' | 'clients' | 'views'

export const EVENT_GROUPS: Readonly<Record<EventGroup, string>> = {
  roles: 'Roles, halts and starts',
  refusals: 'Frames refused',
  faults: 'Kills, links, disks, configuration',
  clients: 'Clients and operators',
  sessions: 'Sessions',
  views: 'Read views',
  log: 'Records durable and applied',
}

export interface EventText {
  readonly group: EventGroup
  readonly node: NodeName | null
  readonly text: string
  readonly rule: string | null
  readonly tone: 'plain' | 'good' | 'bad'
}

type ClientEvent = Extract<ClusterEvent, { readonly kind: 'client' }>

const range = (first: number, last: number) => (first === last ? `LSN ${first}` : `LSN ${first} to ${last}`)

/** An event in one line: who, what, and by which rule. Made of what the event states, and of nothing else. */
export function eventText(event: ClusterEvent): EventText {
  switch (event.kind) {
    case 'observed':
      return { node: event.node, ...observationText(event.observation) }
    case 'reopened':
      return fault(null, reopenedText(event.faults))
    case 'faultsNotStored':
      return {
        ...fault(null, `a reload would not find what is set to go wrong: ${event.message}`, 'bad'),
        rule: event.rule ?? null,
      }
    case 'nodeKilled':
      return fault(event.node, 'killed', 'bad')
    case 'nodeStarted':
      return fault(event.node, `started, for the ${ordinal(event.starts)} time`)
    case 'nodeStopped':
      return fault(event.node, `ended: ${event.message} (${event.code})`, 'bad')
    case 'linkUp':
      return fault(null, `${event.a} – ${event.b} link up, epoch ${event.epoch}`)
    case 'linkDown':
      return fault(null, `${event.a} – ${event.b} link down`, 'bad')
    case 'conditionSet':
      return fault(null, `${event.from} → ${event.to} set to ${conditionText(event.condition)}`)
    case 'diskDamaged':
      return fault(event.node, `disk damaged: ${event.damage}`, 'bad')
    case 'configured':
      return fault(event.node, `configured: ${event.summary}`)
    case 'client':
      return { node: event.node, group: 'clients', ...clientText(event) }
  }
}

/** What a reload did, and what it left as it was. */
function reopenedText({ conditions, partitions, crashPoints }: FaultsRecord): string {
  const kept = [
    ...partitions.map(([a, b]) => `${a} – ${b} cut apart`),
    ...conditions.map(({ from, to, condition }) => `${from} → ${to} set to ${conditionText(condition)}`),
    ...Object.entries(crashPoints).map(([node, point]) => `${node} will crash at ${point}`),
  ]
  const still = kept.length === 0 ? '' : `; still so: ${kept.join(', ')}`
  return `page loaded again: every node was started from its disk, and the ledger begins anew${still}`
}

function fault(node: NodeName | null, text: string, tone: EventText['tone'] = 'plain'): EventText {
  return { group: 'faults', node, text, rule: null, tone }
}

function ordinal(count: number): string {
  const last = count % 10
  const teens = count % 100 > 10 && count % 100 < 14
  const ending = teens ? 'th' : last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th'
  return `${count}${ending}`
}

export function conditionText(condition: LinkCondition): string {
  if (!isCounted(condition)) return condition.kind
  const count = condition.count ?? 1
  const which = condition.frames === 'wal' ? ' with records' : ''
  return `${condition.kind === 'flipBit' ? 'flip a bit of' : condition.kind} the next ${count === 1 ? 'frame' : `${count} frames`}${which}`
}

function observationText(observation: Observation): Omit<EventText, 'node'> {
  const plain = (group: EventGroup, text: string) => ({ group, text, rule: null, tone: 'plain' as const })
  switch (observation.kind) {
    case 'roleChanged':
      return plain('roles', `is ${observation.role} (${observation.event})`)
    case 'recovered':
      return plain(
        'roles',
        observation.lsn === 0
          ? 'recovered: its disk holds no record'
          : `recovered up to LSN ${observation.lsn}, CommitId ${observation.commitId}, from its disk`,
      )
    case 'historyAdopted':
      return plain('roles', `follows history ${observation.historyId}`)
    case 'halted':
      return {
        group: 'roles',
        text: `halted, ${observation.halt.reason}: ${observation.halt.message}`,
        rule: observation.halt.rule,
        tone: 'bad',
      }
    case 'startRefused':
      return {
        group: 'roles',
        text: `start refused: ${observation.error.message}`,
        rule: observation.error.rule ?? null,
        tone: 'bad',
      }
    case 'sessionChanged':
      return plain('sessions', `${observation.session} with ${observation.peer}`)
    case 'sessionOpened':
      return plain('sessions', `opened a session with ${observation.peer} from LSN ${observation.fromLsn}`)
    case 'sessionRefused':
      return {
        group: 'sessions',
        text: `refused a session to ${observation.peer} (${observation.code})`,
        rule: observation.rule,
        tone: 'bad',
      }
    case 'sessionEnded':
      return plain('sessions', `session with ${observation.peer} ended: ${observation.cause}`)
    case 'durable':
      return plain('log', `${range(observation.firstLsn, observation.lastLsn)} durable`)
    case 'applied':
      return { ...plain('log', `applied up to CommitId ${observation.commitId}, LSN ${observation.lsn}`), tone: 'good' }
    case 'received':
      return plain('log', `received ${range(observation.firstLsn, observation.lastLsn)} from ${observation.peer}`)
    case 'frameRefused':
      return {
        group: 'refusals',
        text: `refused a frame from ${observation.peer}: ${CONSEQUENCE[observation.consequence]} (${observation.code})`,
        rule: observation.rule,
        tone: observation.consequence === 'discard' ? 'plain' : 'bad',
      }
    case 'batchAborted':
      return {
        group: 'log',
        text: `batch aborted, ${range(observation.firstLsn, observation.lastLsn)} never existed: ${observation.cause}`,
        rule: 'WAL-10',
        tone: 'bad',
      }
    case 'readViewOpened':
      return plain('views', `opened read view ${observation.view} at CommitId ${observation.bound}`)
    case 'readViewClosed':
      return plain('views', `closed read view ${observation.view}`)
    case 'discarded':
      return { group: 'roles', text: `discarded its log, up to LSN ${observation.lastLsn}`, rule: 'RECOVERY-13', tone: 'bad' }
  }
}

const CONSEQUENCE = { halt: 'it halts', endSession: 'the session ends', discard: 'discarded' } as const

function clientText({ summary, outcome }: ClientEvent): Omit<EventText, 'node' | 'group'> {
  switch (outcome.outcome) {
    case 'acknowledged':
      return { text: `acknowledged at ${outcome.commitId}: ${summary}`, rule: null, tone: 'good' }
    case 'served': {
      const what = outcome.version === null ? 'nothing is there' : `version ${outcome.version}`
      return { text: `served ${what} at bound ${outcome.bound}: ${summary}`, rule: null, tone: 'good' }
    }
    case 'opened':
      return { text: `opened ${outcome.view} at ${outcome.bound}: ${summary}`, rule: null, tone: 'good' }
    case 'done':
      return { text: `done: ${summary}`, rule: null, tone: 'good' }
    case 'unknown':
      return { text: `unknown, the node died first: ${summary}`, rule: null, tone: 'bad' }
    case 'rejected':
    case 'refused':
      return { text: `${outcome.outcome}: ${summary}: ${outcome.error.message}`, rule: outcome.error.rule ?? null, tone: 'bad' }
  }
}

/** What selecting an event selects: the event, with the coordinates by which other things are the same. */
export function selectionOfEvent(event: ClusterEvent): Selection {
  const { sequence } = event
  switch (event.kind) {
    case 'observed': {
      const { node, observation } = event
      switch (observation.kind) {
        case 'durable':
        case 'received':
        case 'batchAborted':
          return { kind: 'event', sequence, node, firstLsn: observation.firstLsn, lastLsn: observation.lastLsn }
        case 'applied':
          return {
            kind: 'event',
            sequence,
            node,
            firstLsn: observation.lsn,
            lastLsn: observation.lsn,
            commitId: observation.commitId,
          }
        default:
          return { kind: 'event', sequence, node }
      }
    }
    case 'client':
      return event.outcome.outcome === 'acknowledged'
        ? { kind: 'event', sequence, node: event.node, commitId: event.outcome.commitId }
        : { kind: 'event', sequence, node: event.node }
    case 'nodeKilled':
    case 'nodeStarted':
    case 'nodeStopped':
    case 'diskDamaged':
    case 'configured':
      return { kind: 'event', sequence, node: event.node }
    case 'linkUp':
    case 'linkDown':
    case 'conditionSet':
    case 'reopened':
    case 'faultsNotStored':
      return { kind: 'event', sequence }
  }
}
