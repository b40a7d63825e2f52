import type { FrameLabel } from '../../aerodb/effect.ts'
import type { Observation } from '../../aerodb/observation.ts'
import type { Fact, FactOf } from '../../invariants/fact.ts'

/** Text, a number, or an object that never changes. */
export type Part = string | number | object

const UNHEARD = null

/**
 * What judges go by in a fact, beyond its kind and its node; null where they go by nothing in it. Two facts of one kind and node with equal parts are the
 * same to every invariant: a test holds this against judges that are told everything.
 */
export function heardIn(fact: Fact): readonly Part[] | null {
  switch (fact.kind) {
    case 'observed':
      return heardInObservation(fact.observation)
    case 'positioned': {
      const { role, primaryDurableLsn, primaryCommitId, batchInFlight } = fact.position
      const isWriting = batchInFlight ? 1 : 0
      return role === 'ReplicaActive' ? [isWriting, primaryDurableLsn, primaryCommitId] : [isWriting]
    }
    case 'sent':
      return [fact.peer, ...heardInFrame(fact.frame)]
    case 'delivered':
      return [fact.peer, fact.form, ...(fact.form === 'whole' ? heardInArrival(fact) : [fact.frame, fact.bytes ?? ''])]
    case 'landed':
      return [fact.purpose, fact.batch]
    case 'answered':
      return [fact.request, fact.command, fact.outcome]
    case 'asked':
      return [fact.request, fact.command]
    case 'nodeStarted':
      return [fact.authority, fact.configuration]
    case 'found':
      return [fact.disk]
    case 'damaged':
      return [fact.damage]
    case 'nodeDied':
      return []
    case 'linkUp':
    case 'linkDown':
      return [fact.peer]
  }
}

function heardInFrame({ kind, incarnation, number, records, reportsLsn }: FrameLabel): readonly Part[] {
  return [kind, incarnation, kind === 'present' ? number : 0, records?.firstLsn ?? 0, records?.lastLsn ?? 0, reportsLsn ?? -1]
}

function heardInArrival({ frame, bytes }: FactOf<'delivered'>): readonly Part[] {
  switch (frame.kind) {
    case 'records':
    case 'accept':
      return [bytes ?? frame]
    case 'present':
      return [frame.kind, frame.incarnation, frame.number]
    case 'report':
      return [frame.kind, frame.reportsLsn ?? -1]
    case 'hello':
    case 'refuse':
    case 'endSession':
      return [frame.kind]
  }
}

function heardInObservation(observation: Observation): readonly Part[] | null {
  switch (observation.kind) {
    case 'roleChanged':
      return [observation.kind, observation.role]
    case 'halted':
      return [observation.kind, observation.halt.reason]
    case 'startRefused':
      return [observation.kind, observation.error.rule ?? '']
    case 'received':
      return [observation.kind]
    case 'frameRefused':
      return [observation.kind, observation.consequence, observation.rule]
    case 'sessionOpened':
      return [observation.kind, observation.peer, observation.fromLsn]
    case 'recovered':
    case 'historyAdopted':
    case 'durable':
    case 'applied':
    case 'discarded':
      return [observation.kind, observation]
    case 'sessionChanged':
      return [observation.kind, observation.session]
    case 'sessionEnded':
      return [observation.kind]
    case 'sessionRefused':
    case 'batchAborted':
    case 'readViewOpened':
    case 'readViewClosed':
      return UNHEARD
  }
}
