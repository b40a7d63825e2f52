import { type Digest, digestHex, digestsEqual } from '../digest.ts'
import type { RecordFault } from '../wal/fault.ts'
import type { Guard } from './guard.ts'

/** `fault` is what opening the envelope found; null where all of it verified. */
export const frameEnvelope: Guard<[fault: string | null, bytes: number]> = {
  rule: 'LOG-1',
  code: 'AERO_FRAME_ENVELOPE_INVALID',
  severity: 'FATAL',
  halt: 'WalCorruption',
  holds: (fault) => fault === null,
  evidence: (fault, bytes) => ({ frameBytes: bytes, fault }),
  message: (fault) => `a frame's envelope does not verify: ${fault}`,
}

export const frameSession: Guard<[frame: string, current: string]> = {
  rule: 'LOG-2',
  code: 'AERO_FRAME_OTHER_SESSION',
  severity: 'REJECT',
  holds: (frame, current) => frame === current,
  evidence: (frame, current) => ({ frameSession: frame, currentSession: current }),
  message: (frame, current) => `a frame of session ${frame} arrived in session ${current}`,
}

/** The frame has records that this Replica has not received. One that has none is ignored and counted. */
export const frameNew: Guard<[lastLsn: number, receivedLsn: number]> = {
  rule: 'LOG-3',
  code: 'AERO_FRAME_DUPLICATE',
  severity: 'REJECT',
  holds: (lastLsn, receivedLsn) => lastLsn > receivedLsn,
  evidence: (lastLsn, receivedLsn) => ({ frameLastLsn: lastLsn, receivedLsn }),
  message: (lastLsn, receivedLsn) => `a frame up to LSN ${lastLsn} repeats what is here up to ${receivedLsn}`,
}

/** A frame wholly within what is here ends in the same chain. `own` is null where the log no longer reaches back. */
export const frameSameChain: Guard<[frameLastLsn: number, frameChain: Digest, own: Digest | null]> = {
  rule: 'LOG-4',
  code: 'AERO_HISTORY_DIVERGED',
  severity: 'FATAL',
  halt: 'HistoryDivergence',
  holds: (_lastLsn, frameChain, own) => own === null || digestsEqual(frameChain, own),
  evidence: (lastLsn, frameChain, own) => ({
    lsn: lastLsn,
    frameChain: digestHex(frameChain),
    ownChain: own === null ? null : digestHex(own),
  }),
  message: (lastLsn) => `the Primary's history and this Replica's differ at or before LSN ${lastLsn}`,
}

export const framePosition: Guard<[firstLsn: number, lastLsn: number, expectedLsn: number]> = {
  rule: 'LOG-5',
  code: 'AERO_WAL_GAP',
  severity: 'FATAL',
  halt: 'WalGapDetected',
  holds: (firstLsn, lastLsn, expectedLsn) => firstLsn === expectedLsn && lastLsn >= firstLsn,
  evidence: (firstLsn, lastLsn, expectedLsn) => ({ expectedLsn, frameFirstLsn: firstLsn, frameLastLsn: lastLsn }),
  message: (firstLsn, _lastLsn, expectedLsn) => `a frame begins at LSN ${firstLsn} where ${expectedLsn} is next`,
}

/** What a log ends with, as one end of a link knows it. */
export interface ProvenPoint {
  readonly lsn: number
  readonly chain: Digest
}

/** The Replica's chain digest at its last LSN is the Primary's at that LSN. */
export const handshakePrefix: Guard<[replica: ProvenPoint, primaryChain: Digest | null]> = {
  rule: 'LOG-6',
  code: 'AERO_HISTORY_DIVERGED',
  severity: 'FATAL',
  halt: 'HistoryDivergence',
  holds: (replica, primaryChain) => primaryChain !== null && digestsEqual(replica.chain, primaryChain),
  evidence: (replica, primaryChain) => ({
    lsn: replica.lsn,
    replicaChain: digestHex(replica.chain),
    primaryChain: primaryChain === null ? null : digestHex(primaryChain),
  }),
  message: (replica) => `at LSN ${replica.lsn} the Replica's history is not the Primary's`,
}

/** Every record in the frame passes WAL-1 to WAL-5. */
export const frameRecords: Guard<[fault: RecordFault | null]> = {
  rule: 'LOG-7',
  code: 'AERO_FRAME_RECORDS_INVALID',
  severity: 'FATAL',
  halt: 'WalCorruption',
  holds: (fault) => fault === null || fault.rule === 'WAL-6',
  evidence: (fault) => (fault === null ? { violated: null } : { violated: fault.rule, code: fault.code, ...fault.evidence }),
  message: (fault) => `a frame carries records that do not verify: ${fault?.message ?? ''}`,
}

/** CommitIds in the frame continue, strictly increasing (WAL-6). */
export const frameCommitOrder: Guard<[fault: RecordFault | null]> = {
  rule: 'LOG-8',
  code: 'AERO_FRAME_COMMIT_ORDER',
  severity: 'FATAL',
  halt: 'WalCorruption',
  holds: (fault) => fault?.rule !== 'WAL-6',
  evidence: (fault) => (fault === null ? { violated: null } : { violated: fault.rule, ...fault.evidence }),
  message: (fault) => `a frame breaks the order of commits: ${fault?.message ?? ''}`,
}

export const frameChain: Guard<[frameChainBefore: Digest, own: Digest, lsn: number]> = {
  rule: 'LOG-9',
  code: 'AERO_HISTORY_DIVERGED',
  severity: 'FATAL',
  halt: 'HistoryDivergence',
  holds: (frameChainBefore, own) => digestsEqual(frameChainBefore, own),
  evidence: (frameChainBefore, own, lsn) => ({ lsn, frameChain: digestHex(frameChainBefore), ownChain: digestHex(own) }),
  message: (_before, _own, lsn) => `at LSN ${lsn} this Replica's history is not the one that the frame continues`,
}

export const frameChainEnd: Guard<[frameChainAfter: Digest, computed: Digest, lastLsn: number]> = {
  rule: 'LOG-10',
  code: 'AERO_FRAME_CHAIN_MISMATCH',
  severity: 'FATAL',
  halt: 'WalCorruption',
  holds: (frameChainAfter, computed) => digestsEqual(frameChainAfter, computed),
  evidence: (frameChainAfter, computed, lastLsn) => ({
    lsn: lastLsn,
    frameChain: digestHex(frameChainAfter),
    computedChain: digestHex(computed),
  }),
  message: (_after, _computed, lastLsn) =>
    `the records up to LSN ${lastLsn} do not give the chain digest that their frame claims`,
}

/** A Replica never has more than the Primary has made durable. */
export const replicaNotAhead: Guard<[replicaLsn: number, primaryDurableLsn: number]> = {
  rule: 'LOG-13',
  code: 'AERO_HISTORY_REPLICA_AHEAD',
  severity: 'FATAL',
  halt: 'HistoryDivergence',
  holds: (replicaLsn, primaryDurableLsn) => replicaLsn <= primaryDurableLsn,
  evidence: (replicaLsn, primaryDurableLsn) => ({ replicaLsn, primaryDurableLsn }),
  message: (replicaLsn, primaryDurableLsn) =>
    `the Replica holds LSN ${replicaLsn} and the Primary only ${primaryDurableLsn}: the Primary has lost acknowledged history`,
}

export const primaryRetains: Guard<[replicaNextLsn: number, retainedFrom: number]> = {
  rule: 'LOG-14',
  code: 'AERO_WAL_NOT_RETAINED',
  severity: 'FATAL',
  halt: 'WalGapDetected',
  holds: (replicaNextLsn, retainedFrom) => replicaNextLsn >= retainedFrom,
  evidence: (replicaNextLsn, retainedFrom) => ({ replicaNextLsn, retainedFrom }),
  message: (replicaNextLsn, retainedFrom) =>
    `the Replica needs LSN ${replicaNextLsn}, and the Primary's log begins at ${retainedFrom}`,
}

/** What a Replica reports durable is the Primary's own history. */
export const reportedPrefix: Guard<[report: ProvenPoint, primaryChain: Digest | null]> = {
  ...handshakePrefix,
  rule: 'LOG-15',
  message: (report) => `the Replica reports LSN ${report.lsn} with another history than the Primary's`,
}

/** What a Replica reports applied gives the state that the Primary had there. `own` is null where the Primary no longer knows it. */
export const reportedState: Guard<[appliedLsn: number, reported: Digest, own: Digest | null]> = {
  rule: 'LOG-16',
  code: 'AERO_HISTORY_STATE_DIFFERS',
  severity: 'FATAL',
  halt: 'HistoryDivergence',
  holds: (_lsn, reported, own) => own === null || digestsEqual(reported, own),
  evidence: (lsn, reported, own) => ({
    lsn,
    replicaState: digestHex(reported),
    primaryState: own === null ? null : digestHex(own),
  }),
  message: (lsn) => `after LSN ${lsn} the Replica's state differs from the Primary's, though their logs agree`,
}
