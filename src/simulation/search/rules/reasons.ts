import type { Guards } from '../../../aerodb/rules/guards.ts'
import type { RemovableName } from './take-away.ts'

export type GuardName = keyof Guards

/** Why nothing breaks without a rule, in the scopes that are searched. */
export type Reason =
  /** Other guards see to the same: each list is one way in, and those that would all have to be gone as well. The search shows it. */
  | { readonly kind: 'redundant'; readonly coveredBy: readonly (readonly GuardName[])[]; readonly text: string }
  /** It matters only in a larger world than any that is searched. */
  | { readonly kind: 'scope'; readonly text: string }

/** By guard, or by id for a structural rule. */
export const REASONS: Readonly<Partial<Record<RemovableName, Reason>>> = {
  recordEnvelope: {
    kind: 'redundant',
    coveredBy: [['recordChecksum'], ['commitFraming', 'frameChainEnd']],
    text: 'On a disk, a bit that changes a type or a length changes what the checksum is over. In a frame, where checksums may have been made over the damage, a type that means nothing has no place in a commit, and the chain digest does not fit.',
  },
  recordSequence: {
    kind: 'redundant',
    coveredBy: [['frameChainEnd']],
    text: 'An LSN that was changed changes the chain digest of its frame. On a disk, WAL-7 holds each batch to where it begins and ends.',
  },
  recordPayload: {
    kind: 'redundant',
    coveredBy: [['frameChainEnd']],
    text: 'A payload that was changed changes the chain digest of its frame, whatever its checksum says. On a disk, WAL-2 finds the bytes changed.',
  },
  commitFraming: {
    kind: 'redundant',
    coveredBy: [['frameChainEnd']],
    text: 'Records that were moved between commits change the chain digest of their frame. On a disk, it would take a writer that is at fault.',
  },
  commitOrder: {
    kind: 'redundant',
    coveredBy: [['frameChainEnd']],
    text: 'A CommitId that was changed changes the chain digest of its frame. On a disk, it would take a writer that is at fault.',
  },
  writeNumbering: {
    kind: 'scope',
    text: 'A log of 2^53 records: no search gets there.',
  },
  sameHistory: {
    kind: 'redundant',
    coveredBy: [['handshakePrefix']],
    text: 'The first record of a log names its history, so that the chain digests of two histories differ from LSN 1 on.',
  },
  frameNew: {
    kind: 'redundant',
    coveredBy: [['framePosition', 'recordSequence', 'commitOrder', 'frameRecords', 'frameChain', 'frameChainEnd']],
    text: 'Records that repeat what is here do not begin where it ends: each of the others would halt the Replica for them. The rule is what spares it that halt.',
  },
  framePosition: {
    kind: 'redundant',
    coveredBy: [['recordSequence', 'frameRecords', 'frameChain', 'frameChainEnd']],
    text: 'Records beyond a gap do not bear the LSN that is next, nor follow the chain digest that is here: each of the others would halt the Replica, with another name for it.',
  },
  frameRecords: {
    kind: 'redundant',
    coveredBy: [['frameChainEnd']],
    text: 'Of records that do not verify nothing is kept, and the chain digest of what is left is not that of the frame.',
  },
  frameCommitOrder: {
    kind: 'redundant',
    coveredBy: [['frameChainEnd']],
    text: 'Of commits out of order nothing is kept, and the chain digest of what is left is not that of the frame.',
  },
  replicaNotAhead: {
    kind: 'redundant',
    coveredBy: [['handshakePrefix']],
    text: 'A Primary that lacks what a Replica has holds no chain digest there that could be equal.',
  },
  primaryRetains: {
    kind: 'scope',
    text: 'A log that was truncated. Checkpoints belong to a later stage, so the first record is always there.',
  },
  diskIdentity: {
    kind: 'redundant',
    coveredBy: [['formatKnown', 'identityMatches']],
    text: 'A disk without a manifest is of no format that is known, and has no identity that could match.',
  },
  manifestIntact: {
    kind: 'redundant',
    coveredBy: [['formatKnown', 'identityMatches', 'historyMatches']],
    text: 'A manifest that does not decode is of no format that is known, and has no identity and no history that could match.',
  },
  formatKnown: {
    kind: 'redundant',
    coveredBy: [['identityMatches', 'historyMatches']],
    text: 'A manifest of another format is not decoded: it has no identity and no history that could match.',
  },
}

/** What the shortest history without a rule does not show of it: what breaks is true, and not all that the rule is there for. */
export const REMARKS: Readonly<Partial<Record<RemovableName, string>>> = {
  readAboveFloor:
    'It is found by a read below the first commit, of CommitId −1. What it is there for is a read of versions that garbage collection has removed. That takes a scope in which a log is collected while reads go on: garbage collection belongs to a later stage.',
  writeSetSize:
    'It is found by a document of 8 MiB, whose record no start reads again (WAL-1). That it draws the line at 4 MiB bounds memory and the size of a frame, which no invariant speaks of.',
}
