const BY_CHAIN = 'LOG-10 in a frame: its chain digest does not fit records that were changed, whatever their checksums say'
const BY_CHECKSUM =
  'WAL-2 on a disk: damage that was done to the bytes shows in their checksum, and it would take a writer that is at fault'

/** Why nothing breaks without a rule, in the scopes that are searched: which other rule covers it, or the scope that it would take. */
export const REASONS: Readonly<Record<string, string>> = {
  'WAL-1': `Redundant here. ${BY_CHAIN}; ${BY_CHECKSUM}.`,
  'WAL-3': `Redundant here. ${BY_CHAIN}; WAL-7 on a disk, whose headers say where each batch begins and ends.`,
  'WAL-4': `Redundant here. ${BY_CHAIN}; ${BY_CHECKSUM}.`,
  'WAL-5': `Redundant here. ${BY_CHAIN}; ${BY_CHECKSUM}.`,
  'WAL-6': `Redundant here. ${BY_CHAIN}; ${BY_CHECKSUM}.`,
  'DOC-1':
    'DOC-2 refuses a document without an _id all the same: it has no key. A number that JSON has no word for would be stored as null, which no invariant calls a loss: it would take one that compares documents beyond JSON.',
  'DOC-4': 'Scope: a write set of more than 4 MiB. What it bounds is memory and the size of a frame, not what is true.',
  'DOC-5': 'Scope: a log of 2^53 records.',
  'MODEL-6':
    'Redundant: LOG-6. The first record of a log names its history, so the chain digests of two histories differ from LSN 1 on.',
  'MODEL-11':
    'Redundant: LOG-5 to LOG-10. What a Primary that has halted would still ship is durable, and a Replica proves each frame of it.',
  'LOG-2':
    'Redundant: LOG-5 and LOG-9 for records, LOG-13 and LOG-15 for reports. A frame of another session that proves out holds nothing but the history.',
  'LOG-3': 'Redundant: LOG-5. A repeated frame would halt the Replica rather than be passed over; nothing wrong is appended.',
  'LOG-5': 'Redundant: LOG-9. A frame that begins elsewhere does not go on from the chain digest that the Replica has.',
  'LOG-7': 'Redundant: LOG-10. Records that do not verify do not give the chain digest of the frame either.',
  'LOG-8': 'Redundant: LOG-10. CommitIds that were changed change the chain digest.',
  'LOG-9':
    'Redundant: LOG-5 and LOG-10. The Replica computes the digest at the end from its own, so records behind another history do not give it.',
  'LOG-12':
    'Scope: more than 1,024 records under way to one Replica. Runs of thousands of commits hold it: the invariant window-bounded is judged in the swarm.',
  'LOG-13': 'Redundant: LOG-6. A Primary that lacks what a Replica has holds no chain digest there that could be equal.',
  'LOG-14': 'Scope: a log that was truncated. Checkpoints belong to a later stage, so the first record is always there.',
  'RECOVERY-1': 'Redundant: RECOVERY-4. A disk without a manifest has no identity that could match.',
  'RECOVERY-2': 'Redundant: RECOVERY-4. A manifest that does not decode has no identity that could match.',
  'RECOVERY-3': 'Redundant: RECOVERY-4. A manifest of another format is not decoded, so it has no identity that could match.',
  'RECOVERY-11':
    'A resume would wait for a link instead of being refused. Nothing is served meanwhile: no invariant asks for an answer.',
  'RECOVERY-12':
    'Redundant: READ-2. A view whose commits were discarded lies beyond what the node has applied: it is refused until the same commits are there again.',
  'RECOVERY-13':
    'What is discarded lies on a Replica, and no invariant holds a Replica to what its Primary has lost. It would take a restore from a Replica, which belongs to a later stage.',
  'RECOVERY-14':
    'Redundant: RECOVERY-13. No one can prove to a Primary that its log is elsewhere too, so nothing of it is discarded.',
  'RECOVERY-15':
    'Redundant: LOG-6 and LOG-13 at the next handshake. A Replica that resumed unproven serves its own prefix, and takes no record before that.',
  'RECOVERY-16': 'The command that was under way is forgotten and never answered. No invariant asks for an answer.',
}
