import type { Effect } from '../../aerodb/effect.ts'
import type { Given } from '../../platform/trace/given.ts'

export interface StepDifference {
  readonly expected: unknown
  readonly actual: unknown
}

/** Enough to see what a step did. */
const EFFECTS_SHOWN = 20

/** Null where the step gave what it gave when it was recorded. Positions go first: they say most. */
export function differenceBetween(recorded: Given, actual: Given, effects: readonly Effect[]): StepDifference | null {
  if (recorded.threw !== actual.threw) return { expected: shown(recorded), actual: shown(actual) }
  if (positionOf(recorded) !== positionOf(actual)) return { expected: position(recorded), actual: position(actual) }
  if (recorded.sum === actual.sum) return null
  return {
    expected: { effects: recorded.sum ?? 'none' },
    actual: { effects: actual.sum ?? 'none', they: effects.slice(0, EFFECTS_SHOWN).map(summaryOf) },
  }
}

function positionOf({ at, role, incarnation }: Given): string {
  return JSON.stringify([at, role, incarnation])
}

function shown(given: Given): unknown {
  return given.threw === undefined ? position(given) : { threw: given.threw }
}

function position({ at, role, incarnation }: Given): unknown {
  return {
    ...(at === undefined ? { moved: 'nothing' } : named(at)),
    ...(role === undefined ? {} : { role }),
    ...(incarnation === undefined ? {} : { incarnation }),
  }
}

function named([durableLsn, appliedCommitId, chainDigest, stateDigest]: NonNullable<Given['at']>) {
  return { durableLsn, appliedCommitId, chainDigest, stateDigest }
}

/** An effect in a few words. */
function summaryOf(effect: Effect): string {
  switch (effect.kind) {
    case 'persist':
      return `persist ${effect.id}: ${effect.purpose}`
    case 'send': {
      const { peer, label } = effect
      const { kind, number, records } = label
      const carried = records === null ? '' : `, LSN ${records.firstLsn} to ${records.lastLsn}`
      return `send ${kind} ${number} to ${peer}${carried}`
    }
    case 'answer': {
      const { request, outcome } = effect
      const detail =
        'error' in outcome ? ` (${outcome.error.code})` : 'commitId' in outcome ? ` at CommitId ${outcome.commitId}` : ''
      return `answer ${request}: ${outcome.kind}${detail}`
    }
    case 'observe':
      return `observe ${effect.observation.kind}`
    case 'stop':
      return `stop: ${effect.error.code}`
  }
}
