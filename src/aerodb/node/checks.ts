import { GUARDS } from '../rules/guards.ts'

type GuardName = keyof typeof GUARDS

const rulesOf = (...names: readonly GuardName[]): readonly string[] => names.map((name) => GUARDS[name].rule)

/** The order in which rules are asked, for each kind of decision: what an explanation lists as not reached. */
export const CHECKS = {
  start: rulesOf(
    'diskIdentity',
    'manifestIntact',
    'formatKnown',
    'identityMatches',
    'logIntact',
    'historyMatches',
    'onePrimaryConfigured',
    'authorityHeld',
    'roleUnchanged',
  ),
  write: rulesOf(
    'writeAdmission',
    'writeDocument',
    'writeKey',
    'writeSetShape',
    'writeSetSize',
    'baseVisible',
    'firstCommitterWins',
    'writeNumbering',
  ),
  read: rulesOf('readRole', 'readViewOpen', 'readWithinApplied', 'readAboveFloor'),
  openReadView: rulesOf('readRole', 'readWithinApplied', 'readAboveFloor', 'operatorIdle'),
  closeReadView: rulesOf('readViewOpen'),
  hello: rulesOf('frameEnvelope', 'sameProtocol', 'sameCluster', 'peerAuthority', 'sameConfiguration', 'sameHistory'),
  present: rulesOf(
    'frameEnvelope',
    'sameProtocol',
    'sessionWithPrimary',
    'sameCluster',
    'sameConfiguration',
    'sameHistory',
    'replicaNotAhead',
    'primaryRetains',
    'handshakePrefix',
  ),
  records: rulesOf(
    'frameEnvelope',
    'sameProtocol',
    'frameSession',
    'sameCluster',
    'sameHistory',
    'frameNew',
    'frameSameChain',
    'framePosition',
    'frameRecords',
    'frameCommitOrder',
    'frameChain',
    'frameChainEnd',
  ),
  report: rulesOf('frameEnvelope', 'sameProtocol', 'frameSession', 'replicaNotAhead', 'reportedPrefix', 'reportedState'),
  resume: rulesOf('resumable', 'operatorIdle', 'onePrimaryConfigured', 'roleUnchanged', 'primaryInReach', 'resumeProven'),
  bootstrap: rulesOf('bootstrapRole', 'operatorIdle', 'onePrimaryConfigured', 'noOpenViews', 'discardProven'),
} as const
