import { ZERO_DIGEST } from '../../../aerodb/digest.ts'
import { lsn, type NodeName } from '../../../aerodb/ids.ts'
import { storedBatchBytes } from '../../../aerodb/wal/stored-batch.ts'
import type { Fact } from '../../../invariants/fact.ts'
import { N1, N2, N3 } from '../../rehearsal.ts'
import { after, type Remembered } from './remembered.ts'
import {
  ALL_STARTED,
  acknowledged,
  adopts,
  answered,
  asked,
  becomes,
  bootstrap,
  DONE,
  decidesToHalt,
  delivered,
  discarded,
  label,
  opensSession,
  positioned,
  R1,
  R2,
  RESUME,
  read,
  recovers,
  served,
  started,
  write,
} from './telling.ts'

/** N1 and N2 are Primaries of one cluster, as only a host that shares the authority lets them be. */
const TWO_PRIMARIES: readonly Fact[] = [
  started(N1),
  started(N2, 'c', [N2]),
  { kind: 'damaged', node: N2, damage: { kind: 'authorityShared' } },
  becomes(N1, 'PrimaryActive'),
]

/** A log of one record is on the disk of `node`. */
function logOn(node: NodeName): Fact {
  const bytes = storedBatchBytes(1, 1, ZERO_DIGEST, [new Uint8Array(1)])
  const batch = { discardLog: 'keep', putManifest: null, putBatch: { firstLsn: lsn(1), bytes } } as const
  return { kind: 'landed', node, purpose: 'replicaAppend', batch }
}

const R1_ACKNOWLEDGED = (node: NodeName, commit: number): Fact => answered(node, R1, write('a'), acknowledged(commit))

const linkUp = (node: NodeName): Fact => ({ kind: 'linkUp', node, peer: N1 })

export const MEMORIES_OF_ROLES: Readonly<Record<string, readonly Remembered[]>> = {
  'halted-serves-nothing': [
    ...after([...ALL_STARTED, becomes(N2, 'ReplicaActive'), becomes(N3, 'ReplicaActive')], {
      what: 'who decides to halt',
      one: [decidesToHalt(N2)],
      other: [decidesToHalt(N3)],
      future: [answered(N2, R1, read('a'), served('a', 0, 0))],
    }),
    ...after(
      [...ALL_STARTED, becomes(N1, 'PrimaryActive'), becomes(N2, 'ReplicationHalted'), becomes(N3, 'ReplicationHalted')],
      {
        what: 'whether a resume is proven',
        one: [asked(N2, R1, RESUME), opensSession(N1, N2)],
        other: [asked(N2, R1, RESUME), opensSession(N1, N3)],
        future: [becomes(N2, 'ReplicaActive')],
      },
      {
        what: 'whose halt an operator ends',
        one: [asked(N2, R1, bootstrap())],
        other: [asked(N3, R1, bootstrap())],
        future: [becomes(N2, 'ReplicaActive')],
      },
      {
        what: 'which command of an operator is under way',
        one: [asked(N2, R1, bootstrap())],
        other: [asked(N2, R2, bootstrap())],
        future: [answered(N2, R1, bootstrap(), DONE), becomes(N2, 'ReplicaActive')],
      },
    ),
  ],
  'single-writer': after(
    TWO_PRIMARIES,
    {
      what: 'who has met another Primary',
      one: [becomes(N2, 'PrimaryActive'), delivered(N1, N2, label('hello'))],
      other: [becomes(N2, 'PrimaryActive'), delivered(N2, N1, label('hello'))],
      future: [asked(N1, R1, write('a')), R1_ACKNOWLEDGED(N1, 1)],
    },
    {
      what: 'what was asked since',
      one: [becomes(N2, 'PrimaryActive'), delivered(N1, N2, label('hello')), asked(N1, R1, write('a'))],
      other: [becomes(N2, 'PrimaryActive'), delivered(N1, N2, label('hello')), asked(N1, R2, write('a'))],
      future: [R1_ACKNOWLEDGED(N1, 1)],
    },
  ),
  'commit-order': after(
    ALL_STARTED,
    {
      what: 'which commit was acknowledged last',
      one: [R1_ACKNOWLEDGED(N1, 5)],
      other: [R1_ACKNOWLEDGED(N1, 6)],
      future: [R1_ACKNOWLEDGED(N1, 6)],
    },
    {
      what: 'by whom',
      one: [R1_ACKNOWLEDGED(N1, 5)],
      other: [R1_ACKNOWLEDGED(N2, 5)],
      future: [R1_ACKNOWLEDGED(N1, 5)],
    },
  ),
  'no-acknowledged-write-lost': [
    ...after(
      ALL_STARTED,
      {
        what: 'what is promised',
        one: [R1_ACKNOWLEDGED(N1, 1)],
        other: [R1_ACKNOWLEDGED(N1, 2)],
        future: [recovers(N1, 3, 1)],
      },
      {
        what: 'who has promised it',
        one: [R1_ACKNOWLEDGED(N1, 1)],
        other: [R1_ACKNOWLEDGED(N2, 1)],
        future: [recovers(N1, 0, 0)],
      },
      {
        what: 'in which history',
        one: [adopts(N1, 'g'), R1_ACKNOWLEDGED(N1, 1), adopts(N1, 'h'), R1_ACKNOWLEDGED(N1, 1)],
        other: [adopts(N1, 'h'), R1_ACKNOWLEDGED(N1, 1), adopts(N1, 'g'), R1_ACKNOWLEDGED(N1, 1), adopts(N1, 'h')],
        future: [recovers(N1, 3, 1, 'h')],
      },
    ),
    ...after(
      [...ALL_STARTED, R1_ACKNOWLEDGED(N1, 1)],
      {
        what: 'whether an operator has accepted the loss',
        one: [asked(N1, R1, bootstrap('discard'))],
        other: [asked(N1, R1, bootstrap('refuse'))],
        future: [discarded(N1)],
      },
      {
        what: 'of which node',
        one: [asked(N1, R1, bootstrap('discard'))],
        other: [asked(N2, R1, bootstrap('discard'))],
        future: [discarded(N1)],
      },
      {
        what: 'by which command',
        one: [asked(N1, R1, bootstrap('discard'))],
        other: [asked(N1, R2, bootstrap('discard'))],
        future: [answered(N1, R1, bootstrap('discard'), DONE), discarded(N1)],
      },
    ),
  ],
  'last-copy-kept': [
    ...after(
      [...ALL_STARTED, logOn(N1)],
      {
        what: 'whether an operator has accepted the loss',
        one: [asked(N1, R1, bootstrap('discard'))],
        other: [asked(N1, R1, bootstrap('refuse'))],
        future: [discarded(N1)],
      },
      {
        what: 'of which node',
        one: [asked(N1, R1, bootstrap())],
        other: [asked(N2, R1, bootstrap())],
        future: [discarded(N1)],
      },
      {
        what: 'by which command',
        one: [asked(N1, R1, bootstrap())],
        other: [asked(N1, R2, bootstrap())],
        future: [answered(N1, R1, bootstrap(), DONE), discarded(N1)],
      },
    ),
    ...after([...ALL_STARTED, logOn(N1), recovers(N2, 1, 0), asked(N1, R1, bootstrap()), asked(N2, R2, bootstrap())], {
      what: 'whose log was elsewhere',
      one: [delivered(N1, N3, label('accept'))],
      other: [delivered(N2, N3, label('accept'))],
      future: [recovers(N2, 0, 0), discarded(N1)],
    }),
  ],
  'commands-answered': after(
    ALL_STARTED,
    {
      what: 'which command is owed an answer',
      one: [asked(N2, R1, RESUME)],
      other: [asked(N2, R2, RESUME)],
      future: [answered(N2, R1, RESUME, DONE)],
    },
    {
      what: 'who owes it',
      one: [asked(N2, R1, RESUME)],
      other: [asked(N3, R1, RESUME)],
      future: [answered(N2, R1, RESUME, DONE)],
    },
    {
      what: 'what it is',
      one: [linkUp(N2), asked(N2, R1, RESUME)],
      other: [linkUp(N2), asked(N2, R1, write('a'))],
      future: [positioned(N2)],
    },
    {
      what: 'who has its Primary in reach',
      one: [linkUp(N2), asked(N2, R1, RESUME)],
      other: [linkUp(N3), asked(N2, R1, RESUME)],
      future: [positioned(N2)],
    },
  ),
}
