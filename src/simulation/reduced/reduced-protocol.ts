import type { Hash128 } from '../../aerodb/digest.ts'
import type { Model } from '../search/model.ts'

/** How large the reduced protocol is made: the same constants as in reduced-protocol.pml. */
export interface ReducedScope {
  /** Records that the Primary writes. */
  readonly writes: number
  /** Records sent and not reported. */
  readonly window: number
  /** Frames in flight in one direction. */
  readonly capacity: number
  /** Drops, duplicates, overtakings and lost tails, all together. */
  readonly faults: number
  /** Times that the link goes down and up. */
  readonly epochs: number
}

const DISCONNECTED = 0
const STREAMING = 1
const HALTED = 2

/** Plain numbers only: the essence of shipping, reporting and halting, one record a frame, without bytes. */
export interface ReducedState {
  readonly primaryLsn: number
  readonly primaryHalted: boolean
  readonly replicaLsn: number
  readonly replicaMode: number
  readonly sessionOpen: boolean
  readonly sentLsn: number
  readonly reportedLsn: number
  /** Frames under way, by LSN. */
  readonly records: readonly number[]
  readonly reports: readonly number[]
  readonly faultsLeft: number
  readonly epochsLeft: number
}

interface ReducedStep {
  readonly name: string
  readonly to: ReducedState
}

const encoder = new TextEncoder()

/**
 * The shipping and halting protocol, reduced to its essence. It is written once more in Promela beside this file: Spin and the search must find the same
 * number of states, which guards the searcher.
 */
export function reducedProtocol(hash: Hash128, scope: ReducedScope): Model<ReducedState, ReducedStep> {
  return {
    initial: () => ({
      primaryLsn: 0,
      primaryHalted: false,
      replicaLsn: 0,
      replicaMode: DISCONNECTED,
      sessionOpen: false,
      sentLsn: 0,
      reportedLsn: 0,
      records: [],
      reports: [],
      faultsLeft: scope.faults,
      epochsLeft: scope.epochs,
    }),
    labels: (state) => {
      const steps: ReducedStep[] = []
      const next: Next = (name, to) => steps.push({ name, to })
      nodeSteps(scope, state, next)
      frameSteps(scope, state, next)
      faultSteps(scope, state, next)
      return steps
    },
    take: (_state, { to }) => to,
    digest: (state) => hash(encoder.encode(Object.values(state).join(';'))),
    violation: ({ replicaLsn, primaryLsn, faultsLeft }) =>
      replicaLsn > primaryLsn && faultsLeft === scope.faults
        ? `the Replica holds ${replicaLsn}, the Primary ${primaryLsn}`
        : null,
  }
}

type Next = (name: string, to: ReducedState) => void

function nodeSteps(scope: ReducedScope, state: ReducedState, next: Next): void {
  const { primaryLsn, primaryHalted, replicaLsn, replicaMode, sessionOpen, sentLsn, reportedLsn, records } = state
  if (!primaryHalted && primaryLsn < scope.writes) next('write', { ...state, primaryLsn: primaryLsn + 1 })
  if (!primaryHalted && replicaMode === DISCONNECTED && !sessionOpen) {
    if (replicaLsn > primaryLsn) next('diverged', { ...state, primaryHalted: true, replicaMode: HALTED })
    else next('connect', { ...state, replicaMode: STREAMING, sessionOpen: true, sentLsn: replicaLsn, reportedLsn: replicaLsn })
  }
  if (sessionOpen && sentLsn < primaryLsn && sentLsn - reportedLsn < scope.window && records.length < scope.capacity) {
    next('ship', { ...state, sentLsn: sentLsn + 1, records: [...records, sentLsn + 1] })
  }
  if (replicaMode === HALTED && !sessionOpen && !primaryHalted) next('resume', { ...state, replicaMode: DISCONNECTED })
}

function frameSteps(scope: ReducedScope, state: ReducedState, next: Next): void {
  const { records, reports, sessionOpen, reportedLsn } = state
  const [record] = records
  if (record !== undefined) receive(scope, { ...state, records: records.slice(1) }, record, 'deliver', next)
  const [report] = reports
  if (report !== undefined) {
    const reported = sessionOpen ? Math.max(reportedLsn, report) : reportedLsn
    next('report', { ...state, reports: reports.slice(1), reportedLsn: reported })
  }
}

function faultSteps(scope: ReducedScope, state: ReducedState, next: Next): void {
  const { records, reports, faultsLeft, epochsLeft, replicaMode, primaryLsn, primaryHalted, sessionOpen } = state
  if (epochsLeft > 0) {
    const mode = replicaMode === STREAMING ? DISCONNECTED : replicaMode
    const fresh = { records: [], reports: [], sessionOpen: false, sentLsn: 0, reportedLsn: 0 }
    next('epoch', { ...state, ...fresh, replicaMode: mode, epochsLeft: epochsLeft - 1 })
  }
  if (faultsLeft === 0) return
  const faulty = { ...state, faultsLeft: faultsLeft - 1 }
  const [first, second] = records
  if (first !== undefined) {
    next('drop', { ...faulty, records: records.slice(1) })
    receive(scope, faulty, first, 'duplicate', next)
  }
  if (second !== undefined && first !== undefined) {
    receive(scope, { ...faulty, records: [first, ...records.slice(2)] }, second, 'overtake', next)
  }
  if (reports.length > 0) next('dropReport', { ...faulty, reports: reports.slice(1) })
  if (!sessionOpen && primaryLsn > 0 && !primaryHalted) next('loseTail', { ...faulty, primaryLsn: primaryLsn - 1 })
}

/** A record arrives: the next one is appended and reported, an old one is ignored, and a gap halts. */
function receive(scope: ReducedScope, state: ReducedState, record: number, label: string, next: Next): void {
  const { replicaMode, replicaLsn, reports } = state
  if (replicaMode !== STREAMING || record <= replicaLsn) {
    next(label, state)
  } else if (record > replicaLsn + 1) {
    next(label, { ...state, replicaMode: HALTED, sessionOpen: false, sentLsn: 0, reportedLsn: 0 })
  } else if (reports.length < scope.capacity) {
    next(label, { ...state, replicaLsn: record, reports: [...reports, record] })
  }
}
