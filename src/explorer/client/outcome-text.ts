import type { ClientOutcome } from '../store/client-outcome.ts'

/** The outcome of a request in a few words. An unknown one is neither good nor bad. */
export function outcomeText(outcome: ClientOutcome['outcome']): {
  readonly text: string
  readonly tone: 'good' | 'bad' | 'unknown'
} {
  switch (outcome.outcome) {
    case 'acknowledged':
      return { text: `acknowledged @ ${outcome.commitId}`, tone: 'good' }
    case 'served':
      return { text: outcome.version === null ? `nothing @ ${outcome.bound}` : `version ${outcome.version}`, tone: 'good' }
    case 'opened':
      return { text: `${outcome.view} @ ${outcome.bound}`, tone: 'good' }
    case 'unknown':
      return { text: 'unknown', tone: 'unknown' }
    case 'rejected':
      return { text: `rejected ${outcome.error.rule ?? outcome.error.code}`, tone: 'bad' }
    case 'refused':
      return { text: `refused ${outcome.error.rule ?? outcome.error.code}`, tone: 'bad' }
  }
}
