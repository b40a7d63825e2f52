import { ZERO_DIGEST } from '../../../aerodb/digest.ts'
import { commitId, lsn, type NodeName } from '../../../aerodb/ids.ts'
import { sealFrame } from '../../../aerodb/replication/frame-codec.ts'
import { WINDOW_RECORDS } from '../../../aerodb/replication/primary-session.ts'
import type { Fact } from '../../../invariants/fact.ts'
import { N1, N2, N3 } from '../../rehearsal.ts'
import { after, type Remembered } from './remembered.ts'
import {
  ALL_STARTED,
  adopts,
  asked,
  becomes,
  delivered,
  deliveredChanged,
  label,
  opensSession,
  positioned,
  R1,
  RESUME,
  recordsLabel,
  recovers,
  refuses,
  reportLabel,
  sent,
  started,
  takes,
} from './telling.ts'

const SESSION = { primaryIncarnation: 1, replicaIncarnation: 1, counter: 1 }

/** Records that no checksum fits, in a frame whose own does. */
const UNSOUND_RECORDS = sealFrame(1, 1, SESSION, {
  kind: 'records',
  clusterId: 'c',
  historyId: 'h',
  firstLsn: 1,
  lastLsn: 1,
  chainBefore: ZERO_DIGEST,
  chainAfter: ZERO_DIGEST,
  primaryDurableLsn: 1,
  primaryCommitId: 1,
  records: new Uint8Array(40),
})
const NO_FRAME = new Uint8Array(3)

/** Its Primary accepts the prefix, and says how far it is itself. */
function accepted(node: NodeName, primaryDurableLsn: number, primaryCommitId: number): readonly Fact[] {
  const body = {
    kind: 'accept',
    purpose: 'stream',
    presentNumber: 1,
    historyId: 'h',
    primaryDurableLsn,
    primaryCommitId,
  } as const
  return [deliveredChanged(node, N1, label('accept'), sealFrame(1, 1, SESSION, body)), opensSession(node, N1)]
}

const claims = (primaryDurableLsn: number, primaryCommitId: number): Fact =>
  positioned(N2, { primaryDurableLsn: lsn(primaryDurableLsn), primaryCommitId: commitId(primaryCommitId) })

const REPLICAS = [...ALL_STARTED, becomes(N2, 'ReplicaActive'), becomes(N3, 'ReplicaActive')]

/** All three hold a log up to LSN 3; what N1 holds there is something else, and at 2. */
const PARTED = [
  ...ALL_STARTED,
  recovers(N1, 2, 1, 'h', 1),
  recovers(N1, 3, 1, 'h', 2),
  recovers(N2, 3, 1, 'h', 3),
  recovers(N3, 3, 1, 'h', 4),
  becomes(N2, 'ReplicaActive'),
  becomes(N3, 'ReplicaActive'),
]

/** N1 is the Primary; what N2 and N3 were is no longer what they are. */
const PRESENTING = [
  ...ALL_STARTED,
  adopts(N1, 'g'),
  adopts(N1, 'h'),
  becomes(N1, 'PrimaryActive'),
  adopts(N2, 'h'),
  adopts(N3, 'h'),
]
const ELSEWHERE = [adopts(N2, 'g'), adopts(N3, 'g')]
const HERE = [adopts(N2, 'h'), adopts(N3, 'h')]
const presents = (node: NodeName, number = 1): Fact => sent(node, N1, label('present', number))
const presented = (node: NodeName, number = 1): Fact => delivered(N1, node, label('present', number))
const OPENED = [presented(N2), opensSession(N1, N2)]

export const MEMORIES_OF_FRAMES: Readonly<Record<string, readonly Remembered[]>> = {
  'divergence-heeded': after(
    PARTED,
    {
      what: 'who was shown that histories part',
      one: [delivered(N2, N1, recordsLabel(2, 3))],
      other: [delivered(N3, N1, recordsLabel(2, 3))],
      future: [asked(N2, R1, RESUME)],
    },
    {
      what: 'whether at the end of what repeats the log, or before what follows it',
      one: [delivered(N2, N1, recordsLabel(2, 3))],
      other: [delivered(N2, N1, recordsLabel(4, 5))],
      future: [refuses(N2, 'LOG-3'), asked(N2, R1, RESUME)],
    },
  ),
  'damage-heeded': after(REPLICAS, {
    what: 'who was handed damaged records',
    one: [deliveredChanged(N2, N1, recordsLabel(1, 1), UNSOUND_RECORDS)],
    other: [deliveredChanged(N3, N1, recordsLabel(1, 1), UNSOUND_RECORDS)],
    future: [takes(N2, N1)],
  }),
  'frames-verified': after(REPLICAS, {
    what: 'whose last frame does not verify',
    one: [deliveredChanged(N2, N1, recordsLabel(1, 1), NO_FRAME)],
    other: [deliveredChanged(N3, N1, recordsLabel(1, 1), NO_FRAME)],
    future: [takes(N2, N1)],
  }),
  'sessions-between-equals': after(
    PRESENTING,
    {
      what: 'of which history the Replica was when it presented',
      one: [adopts(N2, 'g'), presents(N2), adopts(N2, 'h')],
      other: [presents(N2), adopts(N2, 'g'), adopts(N2, 'h')],
      future: OPENED,
    },
    {
      what: 'how it was configured then',
      one: [started(N2, 'c', [N3]), presents(N2), started(N2)],
      other: [started(N2, 'c', [N3]), started(N2), presents(N2)],
      future: OPENED,
    },
    {
      what: 'in which frame it presented',
      one: [...ELSEWHERE, presents(N2, 1), ...HERE],
      other: [...ELSEWHERE, presents(N2, 2), ...HERE],
      future: OPENED,
    },
    {
      what: 'who presented, and to whom',
      one: [...ELSEWHERE, presents(N2), ...HERE],
      other: [...ELSEWHERE, presents(N3), ...HERE],
      future: OPENED,
    },
    {
      what: 'which frame has arrived',
      one: [...ELSEWHERE, presents(N2), ...HERE, presented(N2)],
      other: [...ELSEWHERE, presents(N2), ...HERE, presented(N2, 2)],
      future: [opensSession(N1, N2)],
    },
    {
      what: 'whose frame has arrived',
      one: [...ELSEWHERE, presents(N2), ...HERE, presented(N2)],
      other: [...ELSEWHERE, presents(N2), ...HERE, presented(N3)],
      future: [opensSession(N1, N2)],
    },
  ),
  'records-in-session': after(
    REPLICAS,
    {
      what: 'who has a session',
      one: [delivered(N2, N1, label('accept', 5)), opensSession(N2, N1)],
      other: [delivered(N3, N1, label('accept', 5)), opensSession(N3, N1)],
      future: [delivered(N2, N1, label('records', 6)), takes(N2, N1)],
    },
    {
      what: 'the frame that opened it',
      one: [delivered(N2, N1, label('accept', 5)), opensSession(N2, N1)],
      other: [delivered(N2, N1, label('accept', 6)), opensSession(N2, N1)],
      future: [delivered(N2, N1, label('records', 5)), takes(N2, N1)],
    },
    {
      what: 'the life that it was opened in',
      one: [delivered(N2, N1, label('accept', 5, 1)), opensSession(N2, N1)],
      other: [delivered(N2, N1, label('accept', 5, 2)), opensSession(N2, N1)],
      future: [delivered(N2, N1, label('records', 6, 1)), takes(N2, N1)],
    },
    {
      what: 'that it is over',
      one: [delivered(N2, N1, label('accept', 5)), opensSession(N2, N1)],
      other: [
        delivered(N2, N1, label('accept', 5)),
        opensSession(N2, N1),
        { kind: 'observed', node: N2, observation: { kind: 'sessionEnded', peer: N1, cause: 'told' } },
      ],
      future: [delivered(N2, N1, label('records', 6)), takes(N2, N1)],
    },
  ),
  'incarnations-unique': [
    {
      what: 'who has used any',
      one: [sent(N1, N2, label('hello', 1, 5))],
      other: [sent(N2, N1, label('hello', 1, 5))],
      future: [started(N1), sent(N1, N2, label('hello', 1, 5))],
    },
    ...after(
      ALL_STARTED,
      {
        what: 'the highest that was used',
        one: [sent(N1, N2, label('hello', 1, 5)), started(N1)],
        other: [sent(N1, N2, label('hello', 1, 4)), started(N1)],
        future: [sent(N1, N2, label('hello', 1, 5))],
      },
      {
        what: 'whether it was used in this life',
        one: [started(N1), sent(N1, N2, label('hello', 1, 5))],
        other: [sent(N1, N2, label('hello', 1, 5)), started(N1)],
        future: [sent(N1, N2, label('hello', 2, 5))],
      },
    ),
  ],
  'window-bounded': after(
    [...ALL_STARTED, becomes(N1, 'PrimaryActive')],
    {
      what: 'what was reported',
      one: [opensSession(N1, N2), sent(N2, N1, reportLabel(1))],
      other: [opensSession(N1, N2), sent(N2, N1, reportLabel(2))],
      future: [sent(N1, N2, recordsLabel(3, WINDOW_RECORDS + 2))],
    },
    {
      what: 'in which session',
      one: [opensSession(N1, N2)],
      other: [opensSession(N1, N3)],
      future: [sent(N1, N2, recordsLabel(2, WINDOW_RECORDS + 1))],
    },
  ),
  'staleness-as-observed': after(
    REPLICAS,
    { what: 'which LSN its Primary has', one: accepted(N2, 3, 1), other: accepted(N2, 4, 1), future: [claims(3, 1)] },
    { what: 'which commit its Primary has', one: accepted(N2, 3, 1), other: accepted(N2, 3, 2), future: [claims(3, 1)] },
    { what: 'whom it has told', one: accepted(N2, 3, 1), other: accepted(N3, 3, 1), future: [claims(3, 1)] },
  ),
}
